"""One task in a process of its own: for whoever has no executor, and must not do the work where they are.

Not by a LocalExecutor, which takes secrets and threads from the environment of the process that it is in, and starts a
forkserver there: here that is a person's kernel.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from contextlib import suppress

from pydantic import ValidationError

from cotune.engine.executor import Outcome, Task
from cotune.engine.machine import free_memory_mb
from cotune.engine.worker_loop import memory_backstop
from cotune.engine.worker_setup import die_with, environment_of_worker, see_device
from cotune.model.trial import WORKER_LOST, Failure

_LOOK_EVERY_S = 0.1


def run_apart(task: Task, stopped: threading.Event) -> Outcome:
    """Do a task. Returns when it is done or late, or when `stopped` is set; the process never outlives the call."""
    command = [sys.executable, "-P", "-m", "cotune.engine.apart", str(os.getpid()), task.model_dump_json()]
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment_of_worker(),
        start_new_session=True,
    ) as process:
        try:
            return _outcome(process, task, stopped)
        finally:
            process.kill()


def _outcome(process: subprocess.Popen[bytes], task: Task, stopped: threading.Event) -> Outcome:
    began_s = time.monotonic()
    while True:
        with suppress(subprocess.TimeoutExpired):
            said, _ = process.communicate(timeout=_LOOK_EVERY_S)
            return _answered(said, task, process.returncode)
        seconds = time.monotonic() - began_s
        if stopped.is_set():
            return Outcome(id=task.id, status="cancelled", seconds=seconds)
        if seconds > task.timeout_s:
            return Outcome(id=task.id, status="timeout", seconds=seconds)


def _answered(said: bytes, task: Task, exit_code: int) -> Outcome:
    try:
        return Outcome.model_validate_json(said)
    except ValidationError:
        lost = Failure(type=WORKER_LOST, message=f"its process ended with exit code {exit_code}")
        return Outcome(id=task.id, status="failed", failure=lost)


def main(owner_pid: str, task_json: str) -> None:
    """The process: what libraries print must not get into the answer."""
    from cotune.engine.perform import perform

    answer = os.dup(1)
    os.dup2(2, 1)
    die_with(int(owner_pid))
    task = Task.model_validate_json(task_json)
    see_device(task.device)
    with memory_backstop(task.memory_mb or free_memory_mb()):
        outcome = perform(task)
    with os.fdopen(answer, "wb") as owner:
        owner.write(outcome.model_dump_json().encode())


if __name__ == "__main__":
    main(*sys.argv[1:])
