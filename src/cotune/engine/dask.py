"""The Dask executor: the same killable processes, inside the workers of a Dask cluster.

Dask itself can't stop a running task. So each thread of a Dask worker owns one process of ours, and a task of the
cluster only minds it: it starts it, watches limits, and kills it when told so by a `distributed.Event`. The cluster
must see the study folder under the same path, and its workers need `distributed.worker.daemon: false`.
"""

from __future__ import annotations

import importlib
import queue
import threading
import time
from dataclasses import dataclass
from typing import Any, assert_never

from cotune.engine.executor import Outcome, Task
from cotune.engine.local import LocalExecutor
from cotune.errors import CotuneError, NotAvailable, UserError
from cotune.model.trial import CLUSTER_LOST, Failure

_POLL_S = 0.02
_LOOK_FOR_CANCEL_S = 0.25
_CONNECT_TIMEOUT_S = 5
_FIRST_WORKER_TIMEOUT_S = 10
_RESULT_TIMEOUT_S = 10
_COUNT_SLOTS_EVERY_S = 2
_OR_LOCAL = "; the cluster 'local' is this machine"
_mine = threading.local()


class DaskExecutor:
    """Runs tasks on the cluster whose scheduler has this address. All talk with it is done by one thread.

    Workers may come and go: what they had is reported as lost. So is all that was under way when the scheduler was
    lost; each later order tries to reach it again. Raises UserError when there is no scheduler, or no worker.
    """

    def __init__(self, address: str) -> None:
        self._address = address
        self._client = _connected(address)
        self._owner = self._client.id
        _wait_for_a_worker(self._client, address)
        self._slots = self._count_slots()
        self._orders: queue.SimpleQueue[Task | _Cancel | None] = queue.SimpleQueue()
        self._outcomes: queue.SimpleQueue[Outcome] = queue.SimpleQueue()
        self._dropped: list[Outcome] = []
        self._out: set[str] = set()
        threading.Thread(target=self._obey, name="dask-orders", daemon=True).start()

    @property
    def slots(self) -> int:
        """The threads of the workers that are up. At least one: a task makes an adaptive cluster start a worker."""
        return self._slots

    def submit(self, task: Task) -> None:
        self._out.add(task.id)
        self._orders.put(task)

    def cancel(self, task_id: str) -> None:
        if task_id in self._out:
            self._out.discard(task_id)
            self._dropped.append(Outcome(id=task_id, status="cancelled"))
            self._orders.put(_Cancel(task_id))

    def poll(self) -> list[Outcome]:
        found, self._dropped = self._dropped, []
        while not self._outcomes.empty():
            outcome = self._outcomes.get()
            if outcome.id in self._out:
                self._out.discard(outcome.id)
                found.append(outcome)
        return found

    def warm(self) -> None:
        """Nothing to do: the processes of a cluster start with their first task, and stay."""

    def close(self) -> None:
        for task_id in tuple(self._out):
            self._orders.put(_Cancel(task_id))
        self._out.clear()
        self._orders.put(None)

    def _obey(self) -> None:
        """The thread that talks with the scheduler."""
        while (order := self._next_order()) is not None:
            try:
                self._carry_out(order)
                self._slots = self._count_slots()
            except Exception as problem:  # noqa: BLE001  a lost scheduler raises whatever Dask has for it
                self._lost(order, problem)
                self._reconnect()
        self._client.close()

    def _next_order(self) -> Task | _Cancel | _Count | None:
        try:
            return self._orders.get(timeout=_COUNT_SLOTS_EVERY_S)
        except queue.Empty:
            return _Count()

    def _carry_out(self, order: Task | _Cancel | _Count) -> None:
        match order:
            case Task():
                self._send(order)
            case _Cancel():
                _cancelled(self._name(order.task_id), self._client).set()
            case _Count():
                pass
            case _:
                assert_never(order)

    def _count_slots(self) -> int:
        return max(1, int(sum(self._client.nthreads().values())))

    def _reconnect(self) -> None:
        """A client that has lost its scheduler is of no use any more; without a scheduler the old one stays."""
        try:
            fresh = _connected(self._address)
        except CotuneError:
            return
        lost, self._client = self._client, fresh
        lost.close(timeout=_CONNECT_TIMEOUT_S)

    def _send(self, task: Task) -> None:
        name = self._name(task.id)
        future = self._client.submit(mind, task.model_dump_json(), name, key=name, pure=False, retries=0)
        future.add_done_callback(lambda done: self._take(task, done))

    def _name(self, task_id: str) -> str:
        """A name that is this executor's alone among all users of the cluster."""
        return f"cotune-{task_id}-{self._owner}"

    def _take(self, task: Task, done: Any) -> None:
        """Called in the one thread that Dask has for this in a process: to wait here would hold up every client in it.

        The result of a client that was closed meanwhile never comes.
        """
        if task.id not in self._out:
            return
        try:
            self._outcomes.put(Outcome.model_validate_json(done.result(timeout=_RESULT_TIMEOUT_S)))
        except Exception as problem:  # noqa: BLE001  a lost worker or scheduler raises whatever Dask has for it
            self._lost(task, problem)

    def _lost(self, order: Task | _Cancel | _Count, problem: BaseException) -> None:
        """Report a task as lost; a worker that minds it still, out of reach, is told to stop once it can be."""
        if isinstance(order, Task):
            failure = Failure(type=CLUSTER_LOST, message=f"the cluster lost this task ({type(problem).__name__})")
            self._outcomes.put(Outcome(id=order.id, status="failed", failure=failure))
            self._orders.put(_Cancel(order.id))


@dataclass(frozen=True)
class _Cancel:
    task_id: str


@dataclass(frozen=True)
class _Count:
    """Nothing is to be done but to see how many workers there are."""


def mind(task_json: str, name: str) -> str:
    """Runs in a thread of a Dask worker: see one task through in this thread's own process; returns its outcome.

    The task is killed when the event of that name is set, or when it can't be asked: nobody would hear of its outcome.
    """
    task = Task.model_validate_json(task_json)
    if not hasattr(_mine, "executor"):
        _mine.executor = LocalExecutor(slots=1)
    executor: LocalExecutor = _mine.executor
    executor.submit(task)
    try:
        return _seen_through(task, executor, name).model_dump_json()
    finally:
        executor.cancel(task.id)


def _seen_through(task: Task, executor: LocalExecutor, name: str) -> Outcome:
    """The outcome of this task; one of a task that was given up before may come first."""
    cancelled = _cancelled(name)
    looked_at_s = time.monotonic()
    while not (outcomes := [o for o in executor.poll() if o.id == task.id]):
        if time.monotonic() - looked_at_s > _LOOK_FOR_CANCEL_S:
            looked_at_s = time.monotonic()
            if cancelled.is_set():
                executor.cancel(task.id)
        time.sleep(_POLL_S)
    return outcomes[0]


def _cancelled(name: str, client: Any = None) -> Any:
    """The cluster-wide event that says whether a task is to be killed."""
    return _distributed().Event(name, client=client)


def _connected(address: str) -> Any:
    try:
        return _distributed().Client(address, timeout=_CONNECT_TIMEOUT_S, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as problem:
        fix = f"give the address of a running scheduler, such as tcp://host:8786{_OR_LOCAL}"
        raise UserError("no Dask scheduler answers", where=address, fix=fix) from problem


def _wait_for_a_worker(client: Any, address: str) -> None:
    """Have some worker do something: this alone makes an adaptive cluster start one."""
    try:
        client.submit(bool, pure=False).result(timeout=_FIRST_WORKER_TIMEOUT_S)
    except TimeoutError:
        client.close()
        fix = f"start one: dask worker {address}; or wait until the cluster has started one, and try again{_OR_LOCAL}"
        raise UserError("the Dask cluster has no worker", where=address, fix=fix) from None


def _distributed() -> Any:
    try:
        return importlib.import_module("distributed")
    except ImportError as missing:
        raise NotAvailable("a cluster needs Dask", fix="in a terminal: pip install 'cotune[dask]'") from missing
