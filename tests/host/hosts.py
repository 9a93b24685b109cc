"""What tests do to hosts from outside."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
import time
from collections.abc import Callable
from typing import TypeVar

from cotune.engine.executor import Outcome, Task
from cotune.host.heartbeat import Heartbeat, Progress
from cotune.host.host import Host
from cotune.model.event import StudyCreated
from cotune.store import StudyFolder, StudyStore
from cotune.study import Study

T = TypeVar("T")
CREATED = StudyCreated(
    name="s", data_hash="h", n_rows=3, n_columns=2, target="y", autonomy="ask_risky", planner="p", warnings=(),
    versions={},
)  # fmt: skip


def host_pid(study: Study) -> int:
    """The process that beats for this study now."""
    beat = until(study._store.last_beat, "no host came up")
    return beat.pid


def kill_host(study: Study) -> None:
    """kill -9, and wait until it is known to be dead."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(host_pid(study), signal.SIGKILL)
    until(lambda: not study.host_alive(), "the host survived a kill -9")


def until(look: Callable[[], T | None], complaint: str, timeout_s: float = 60.0) -> T:
    """Wait until `look` returns something true."""
    deadline = time.monotonic() + timeout_s
    while time.monotonic() < deadline:
        found = look()
        if found:
            return found
        time.sleep(0.01)
    raise AssertionError(complaint)


class NoWorkers:
    """An executor in which every task is under way for ever."""

    slots = 1

    def submit(self, task: Task) -> None: ...

    def poll(self) -> list[Outcome]:
        return []

    def cancel(self, task_id: str) -> None: ...

    def warm(self) -> None: ...

    def close(self) -> None: ...


class Served:
    """A host of the study in a thread of this process, where a part of it can be a fake."""

    def __init__(self, study: Study) -> None:
        folder = StudyFolder(study.path)
        self._store = StudyStore(folder.database)
        self._heartbeat = Heartbeat(folder.database, self._store.take_epoch(), Progress(0, 0.0))
        self._heartbeat.start()
        self._host = Host(folder, self._store, self._heartbeat, NoWorkers())
        self._thread = threading.Thread(target=self._host.serve, args=(600.0,))
        self._thread.start()

    def end(self) -> None:
        self._host.quit()
        self._thread.join()
        if self._heartbeat._thread.is_alive():
            self._heartbeat.stop()
            self._store.close()

    def join(self) -> None:
        self._thread.join(30)
        assert not self._thread.is_alive()
