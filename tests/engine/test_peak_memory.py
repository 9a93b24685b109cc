"""A worker takes many trials: the peak of one is not that of those before it."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from cotune.engine.machine import resident_mb
from cotune.engine.peak_memory import PeakMemory

MANY_MB = 100
PLACES = [
    pytest.param(
        Path("/proc/self"), marks=pytest.mark.skipif(sys.platform != "linux", reason="Linux alone resets its mark")
    ),
    Path("/nowhere"),
]


def take(mb: int) -> None:
    """Hold so much memory for a moment; an array of this size goes back to the system at once."""
    np.ones(mb * 1024 * 1024, dtype=np.uint8)


@pytest.mark.parametrize("place", PLACES)
def test_what_was_taken_before_does_not_count(place: Path) -> None:
    take(MANY_MB)
    before = resident_mb()
    assert PeakMemory(place).mb() < before + MANY_MB / 2


@pytest.mark.parametrize("place", PLACES)
def test_what_is_taken_meanwhile_counts_after_it_is_given_back(place: Path) -> None:
    PeakMemory()
    peak, before = PeakMemory(place), resident_mb()
    take(2 * MANY_MB)
    assert peak.mb() > before + MANY_MB
