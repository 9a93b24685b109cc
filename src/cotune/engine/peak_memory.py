"""How much memory one task of this process takes at most, whatever the tasks before it took."""

from __future__ import annotations

import sys
from pathlib import Path

import psutil

from cotune.engine.machine import MB, resident_mb, status_mb

_RESET_PEAK = "5"
_SELF = Path("/proc/self")


class PeakMemory:
    """Counts from when it is made. Linux can start its mark anew; elsewhere only a peak above all before it shows."""

    def __init__(self, process: Path = _SELF) -> None:
        self._process = process
        self._starts_anew = _reset(process)
        self._before_mb = _highest_mb()

    def mb(self) -> float:
        """The most that was resident since then, in MB; where that doesn't show, what is resident now."""
        if self._starts_anew:
            return status_mb("VmHWM", self._process)
        highest = _highest_mb()
        return highest if highest > self._before_mb else resident_mb()


def _reset(process: Path) -> bool:
    try:
        (process / "clear_refs").write_text(_RESET_PEAK)
    except OSError:
        return False
    return True


def _highest_mb() -> float:
    """Since the process began; getrusage counts in KB on Linux and in bytes on macOS, and is missing on Windows."""
    if sys.platform == "win32":
        return float(psutil.Process().memory_info().peak_wset) / MB
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform == "linux" else MB)
