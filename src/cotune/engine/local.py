"""The local executor: one process per running task on this machine, killed and replaced at will.

Own code and not pebble 5.2: that pool is broken for good by a kill -9 of an idle worker, stops a task by SIGTERM, which
native code ignores for seconds, and doesn't tell which process has which task, so that its memory can't be watched.
With one pipe per process none of these arise.
"""

from __future__ import annotations

import math
import multiprocessing
import queue
import threading
import time
from collections import deque
from collections.abc import Callable

from cotune.engine.executor import NO_WORKERS, Outcome, OutcomeStatus, Task
from cotune.engine.machine import free_memory_mb
from cotune.engine.shares import Shares
from cotune.engine.start_method import prepare_workers, start_method
from cotune.engine.worker_process import WorkerProcess
from cotune.model.trial import WORKER_LOST, Failure
from cotune.model.words import RanOn

_MEMORY_EVERY_S = 0.25
_FAIR_SHARE = 0.8
_MOST_LEFT_MB = 256
_MAX_FAILED_STARTS = 3


class LocalExecutor:
    """Workers on this machine. CPU tasks get as many processes as there are tasks; `slots` of them are kept.

    Processes are forked from a server that has the imports done (0.05 s), or spawned where that isn't possible: there
    one more is kept, which takes over at once from one that is killed. With `shares`, a task waits until the other
    studies of the machine leave it a core. A task without a memory limit may take its fair share of what is free when
    it starts. One GPU task runs at a time. A worker that doesn't give its memory back is replaced.
    """

    def __init__(self, slots: int, shares: Shares | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self._slots = slots
        self._shares = shares
        self._clock = clock
        self._method = start_method()
        self._ever_ready = False
        self._queue: deque[Task] = deque()
        self._outcomes: list[Outcome] = []
        self._workers: list[WorkerProcess] = []
        self._dying: list[WorkerProcess] = []
        self._to_start: queue.SimpleQueue[WorkerProcess | None] = queue.SimpleQueue()
        self._failed_to_start: queue.SimpleQueue[WorkerProcess] = queue.SimpleQueue()
        self._failed_starts = 0
        self._refusal = "they end before they are ready"
        self._memory_at_s = 0.0
        self._closed = False
        self._starter = threading.Thread(target=self._start_workers, name="worker-starter", daemon=True)
        self._starter.start()

    @property
    def slots(self) -> int:
        return self._slots

    @property
    def _kept(self) -> int:
        """How many CPU workers are kept, busy or not."""
        return self._slots + (self._method == "spawn")

    def submit(self, task: Task) -> None:
        self._queue.append(task)
        self._dispatch()

    def cancel(self, task_id: str) -> None:
        queued = next((t for t in self._queue if t.id == task_id), None)
        if queued is not None:
            self._queue.remove(queued)
            self._outcomes.append(Outcome(id=task_id, status="cancelled"))
        for worker in [w for w in self._workers if w.task is not None and w.task.id == task_id]:
            self._kill(worker, "cancelled")

    def warm(self) -> None:
        for _ in range(self._kept - len(self._workers)):
            self._add_worker("cpu")

    def poll(self) -> list[Outcome]:
        self._bury()
        for worker in [w for w in self._workers if w.started]:
            self._look_at(worker)
        self._watch_memory()
        self._dispatch()
        outcomes, self._outcomes = self._outcomes, []
        return outcomes

    def close(self) -> None:
        self._closed = True
        self._queue.clear()
        self._to_start.put(None)
        for worker in self._workers:
            worker.kill()
        self._dying += self._workers
        self._workers = []
        self._bury()
        if self._shares is not None:
            self._shares.close()

    def pids(self) -> tuple[int, ...]:
        """The processes that are up."""
        return tuple(w.pid for w in self._workers if w.started and w.pid is not None)

    def _add_worker(self, device: RanOn) -> None:
        method = "spawn" if device == "cuda" else self._method
        worker = WorkerProcess(multiprocessing.get_context(method), device)
        self._workers.append(worker)
        self._to_start.put(worker)

    def _start_workers(self) -> None:
        """The starter thread: launching may wait seconds for the forkserver's imports."""
        prepare_workers()
        while (worker := self._to_start.get()) is not None:
            try:
                worker.start()
            except Exception as problem:  # noqa: BLE001  a system may refuse a process in any way: reported as NoWorkers
                self._refusal = f"{type(problem).__name__}"
                self._failed_to_start.put(worker)
            if self._closed:
                worker.kill()

    def _bury(self) -> None:
        self._dying = [w for w in self._dying if not w.reaped()]
        while not self._failed_to_start.empty():
            self._lost(self._failed_to_start.get())

    def _look_at(self, worker: WorkerProcess) -> None:
        try:
            outcome = worker.receive()
        except (EOFError, OSError):
            self._lost(worker)
            return
        if worker.ready:
            self._failed_starts, self._ever_ready = 0, True
        if outcome is not None:
            self._report(outcome)
            worker.task = None
            if worker.used_mb() > _MOST_LEFT_MB:
                self._kill(worker, "cancelled")
        elif worker.is_late(self._clock()):
            self._kill(worker, "timeout")

    def _watch_memory(self) -> None:
        if self._clock() - self._memory_at_s < _MEMORY_EVERY_S:
            return
        self._memory_at_s = self._clock()
        for worker in list(self._workers):
            if worker.task is not None and worker.used_mb() > (worker.task.memory_mb or math.inf):
                self._kill(worker, "memout")

    def _lost(self, worker: WorkerProcess) -> None:
        """A process ended by itself or was killed from outside: the task that it had begun failed."""
        if worker.task is not None and not worker.taken:
            self._queue.appendleft(worker.task)
            self._give_back(worker.task.id)
            worker.task = None
        if not worker.ready:
            self._failed_starts += 1
            self._method = self._method if self._ever_ready else "spawn"
        if worker not in self._workers:
            return
        why = Failure(type=WORKER_LOST, message=f"the worker process ended {worker.exit_text()}")
        self._kill(worker, "failed", why)
        if self._failed_starts >= _MAX_FAILED_STARTS:
            self._failed_starts = 0
            reason = f"worker processes can't be started on this machine ({self._refusal})"
            failure = Failure(type=NO_WORKERS, message=reason)
            self._outcomes += [Outcome(id=t.id, status="failed", failure=failure) for t in self._queue]
            self._queue.clear()

    def _kill(self, worker: WorkerProcess, status: OutcomeStatus, why: Failure | None = None) -> None:
        outcome = worker.ended(status, self._clock(), why)
        if outcome is not None:
            self._report(outcome)
        worker.kill()
        self._workers.remove(worker)
        self._dying.append(worker)
        if worker.ready and sum(w.device == "cpu" for w in self._workers) < self._kept:
            self._add_worker("cpu")

    def _report(self, outcome: Outcome) -> None:
        self._outcomes.append(outcome)
        self._give_back(outcome.id)

    def _give_back(self, task_id: str) -> None:
        if self._shares is not None:
            self._shares.give_back(task_id)

    def _dispatch(self) -> None:
        for task in list(self._queue):
            free = next((w for w in self._workers if w.ready and w.task is None and w.device == task.device), None)
            if free is not None and (self._shares is None or self._shares.take(task.id, task.device)):
                self._queue.remove(task)
                self._give(free, task)
        self._add_missing("cpu", most=len(self._workers) + len(self._queue))
        self._add_missing("cuda", most=1)

    def _add_missing(self, device: RanOn, most: int) -> None:
        """A worker for each waiting task that none is free or on its way for, up to `most` in all."""
        workers = [w for w in self._workers if w.device == device]
        waiting = sum(t.device == device for t in self._queue)
        at_hand = sum(w.task is None for w in workers)
        for _ in range(min(waiting - at_hand, most - len(workers))):
            self._add_worker(device)

    def _give(self, worker: WorkerProcess, task: Task) -> None:
        busy = sum(w.task is not None for w in self._workers)
        sharers = max(1, self._slots - busy) if task.many else 1
        fair_mb = _FAIR_SHARE * free_memory_mb() / sharers
        bounded = task if task.memory_mb is not None else task.having(memory_mb=fair_mb)
        try:
            worker.give(bounded, self._clock())
        except OSError:
            worker.task, worker.taken = task, False
            self._lost(worker)
