"""One worker process as its owner sees it: a pipe, a pid, and the task it has."""

from __future__ import annotations

import os
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess

from cotune.engine.executor import Outcome, OutcomeStatus, Task
from cotune.engine.machine import private_mb, processor_s
from cotune.engine.worker_setup import keep_secrets_here
from cotune.model.trial import Failure
from cotune.model.words import RanOn

READY = b"ready"
TAKEN = b"taken"


class WorkerProcess:
    """A process that takes one task at a time; killing it is the only way a task is ever stopped.

    `start` may take seconds (imports) and runs in a thread of the executor; all else is called by the executor's user.
    """

    def __init__(self, context: BaseContext, device: RanOn) -> None:
        self.device = device
        self.ready = False
        self.task: Task | None = None
        self.taken = False
        self.since_s = 0.0
        self._context = context
        self._process: BaseProcess | None = None
        self._connection: Connection | None = None
        self._idle_mb = 0.0
        self._idle_s = 0.0

    def start(self) -> None:
        """Launch the process. Raises OSError or EOFError when the machine (or its forkserver) can't."""
        from cotune.engine.worker_loop import serve

        ours, theirs = self._context.Pipe()
        process = self._context.Process(  # type: ignore[attr-defined]
            target=serve, args=(theirs, os.getpid(), self.device), name="cotune-worker", daemon=True
        )
        keep_secrets_here()
        process.start()
        theirs.close()
        self._process, self._connection = process, ours

    @property
    def started(self) -> bool:
        return self._connection is not None

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def give(self, task: Task, now_s: float) -> None:
        """Send a task. Raises OSError when the process is gone."""
        assert self._connection is not None
        self._connection.send_bytes(task.model_dump_json().encode())
        self.task, self.taken, self.since_s = task, False, now_s
        self._idle_s = processor_s(self.pid or 0)

    def receive(self) -> Outcome | None:
        """The outcome of its task if there is one; takes note of its being ready, and of its having taken the task.

        Raises EOFError or OSError when the process is gone.
        """
        assert self._connection is not None
        while self._connection.poll():
            message = self._connection.recv_bytes()
            if message == READY:
                self.ready, self._idle_mb = True, private_mb(self.pid or 0)
            elif message == TAKEN:
                self.taken = True
            else:
                return Outcome.model_validate_json(message)
        return None

    def used_mb(self) -> float:
        """Private memory beyond what the idle process held, in MB."""
        return private_mb(self.pid or 0) - self._idle_mb

    def is_late(self, now_s: float) -> bool:
        """Whether its task has had its time."""
        task, taken_s = self.task, now_s - self.since_s
        if task is None or taken_s <= task.timeout_s:
            return False
        return taken_s > task.grace * task.timeout_s or processor_s(self.pid or 0) - self._idle_s > task.timeout_s

    def ended(self, status: OutcomeStatus, now_s: float, failure: Failure | None = None) -> Outcome | None:
        """The outcome of its task when it didn't report one itself; None when it had no task."""
        if self.task is None:
            return None
        return Outcome(id=self.task.id, status=status, failure=failure, seconds=max(0.0, now_s - self.since_s))

    def kill(self) -> None:
        """End the process at once (SIGKILL): what runs in it gets no say."""
        if self._connection is not None:
            self._connection.close()
        if self._process is not None and self._process.pid is not None:
            self._process.kill()

    def reaped(self) -> bool:
        """Whether the process is gone for good; call until True, else a zombie stays."""
        return self._process is None or not self._process.is_alive()

    def exit_text(self) -> str:
        """How the process ended, in words."""
        code = self._process.exitcode if self._process is not None else None
        return "for no known reason" if code is None else f"by signal {-code}" if code < 0 else f"with exit code {code}"
