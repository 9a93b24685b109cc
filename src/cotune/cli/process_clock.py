"""Seconds since this process was started, so that a budget counts what the imports cost too."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path


class ProcessClock:
    """Wall seconds since the operating system started this process."""

    def __init__(self) -> None:
        self._started = time.monotonic() - _age_s()

    def elapsed_s(self) -> float:
        return time.monotonic() - self._started


def _age_s() -> float:
    return _age_from_proc_s() if sys.platform == "linux" else _age_from_psutil_s()


def _age_from_proc_s() -> float:
    """Exact to a clock tick; psutil's create_time rounds the boot time and can be a second off."""
    fields = Path("/proc/self/stat").read_text().rsplit(")", 1)[1].split()
    ticks_since_boot = int(fields[19])
    return max(0.0, time.clock_gettime(time.CLOCK_BOOTTIME) - ticks_since_boot / os.sysconf("SC_CLK_TCK"))


def _age_from_psutil_s() -> float:
    import psutil

    return max(0.0, time.time() - float(psutil.Process().create_time()))
