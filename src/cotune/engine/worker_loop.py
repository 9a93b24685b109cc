"""The life of a worker process: set itself up, then take tasks until its owner is gone."""

from __future__ import annotations

import gc
import signal
import sys
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING

from cotune.engine.worker_setup import die_with, one_thread_per_process, see_device, strip_secrets
from cotune.model.words import RanOn

if TYPE_CHECKING:
    from collections.abc import Iterator

_SLACK = 1.25
_SLACK_MB = 256


def serve(owner: Connection, host_pid: int, device: RanOn) -> None:
    """Answer each task (JSON bytes) with its outcome (JSON bytes), in order, until the pipe closes."""
    die_with(host_pid)
    one_thread_per_process()
    strip_secrets()
    see_device(device)

    from cotune.data.memory import release_unused
    from cotune.engine.executor import Task
    from cotune.engine.perform import perform
    from cotune.engine.worker_process import READY, TAKEN

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    owner.send_bytes(READY)
    while True:
        try:
            task = Task.model_validate_json(owner.recv_bytes())
        except (EOFError, OSError):
            return
        owner.send_bytes(TAKEN)
        with memory_backstop(task.memory_mb):
            outcome = perform(task)
        owner.send_bytes(outcome.model_dump_json().encode())
        gc.collect()
        release_unused()


@contextmanager
def memory_backstop(limit_mb: float | None) -> Iterator[None]:
    """Bound the data segment well above the watched limit: a leap between two looks ends in a clean MemoryError."""
    if limit_mb is None or sys.platform != "linux":
        yield
        return
    import resource

    from cotune.engine.machine import status_mb

    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(
        resource.RLIMIT_DATA, (int((status_mb("VmData") + limit_mb * _SLACK + _SLACK_MB) * 1024 * 1024), hard)
    )
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))
