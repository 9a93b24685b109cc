"""What tests do to hosts from outside."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections.abc import Callable
from typing import TypeVar

from cotune.study import Study

T = TypeVar("T")


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
