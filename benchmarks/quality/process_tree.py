"""A process with all that it starts: what they use together, and their end."""

from __future__ import annotations

import contextlib
import time

import psutil

from records import Usage

PSS_EVERY = 5
"""Summing up shares of pages takes milliseconds: only when RSS is at a new peak, and at every so manyth look."""


class ProcessTree:
    """Looked at from outside, so that looking costs the framework no time. A child once seen is followed to its end,
    also when its parent leaves it behind; one that lives shorter than the time between two looks is not seen.
    """

    def __init__(self, pid: int) -> None:
        self._began_s = time.monotonic()
        self._seen = {pid: psutil.Process(pid)}
        self._cpu_s: dict[int, float] = {}
        self._rss = self._looks = 0
        self._pss: int | None = None

    def look(self) -> None:
        self._find_children()
        alive = list(self._seen.values())
        rss = sum(self._rss_of(p) for p in alive)
        if rss > self._rss or self._looks % PSS_EVERY == 0:
            shares = [_pss_of(p) for p in alive]
            if None not in shares:
                self._pss = max(self._pss or 0, sum(shares))
        self._rss = max(self._rss, rss)
        self._looks += 1

    def usage(self) -> Usage:
        """So far."""
        return Usage(
            peak_rss_mb=round(self._rss / 2**20, 1),
            peak_pss_mb=None if self._pss is None else round(self._pss / 2**20, 1),
            cpu_s=round(sum(self._cpu_s.values()), 1),
            process_s=round(time.monotonic() - self._began_s, 2),
        )

    def end(self) -> None:
        """Kill whatever is left."""
        self._find_children()
        for process in self._seen.values():
            with contextlib.suppress(psutil.Error):
                process.kill()

    def _find_children(self) -> None:
        for process in list(self._seen.values()):
            with contextlib.suppress(psutil.Error):
                for child in process.children(recursive=True):
                    self._seen.setdefault(child.pid, child)

    def _rss_of(self, process: psutil.Process) -> int:
        try:
            with process.oneshot():
                times = process.cpu_times()
                self._cpu_s[process.pid] = times.user + times.system
                return process.memory_info().rss
        except psutil.Error:
            return 0


def _pss_of(process: psutil.Process) -> int | None:
    """0 for a process that has ended; None where the system doesn't tell."""
    try:
        return getattr(process.memory_full_info(), "pss", None)
    except psutil.Error:
        return 0
