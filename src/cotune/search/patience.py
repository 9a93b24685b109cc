"""How many fits a trial has, and what one of them may take: guesses before the run's table is built."""

from __future__ import annotations

import math

from cotune.data.partitions import partitions
from cotune.model.profile import TableShape
from cotune.model.spec import SearchSpec

_MOST_OF_BUDGET = 0.25


def fits_per_trial(spec: SearchSpec, shape: TableShape) -> int:
    """Folds of all partitions."""
    folds, repeats = partitions(spec, shape)
    return folds * repeats


def patience_s(spec: SearchSpec, shape: TableShape) -> float:
    """What one fit may take so that its trial, all folds, takes at most a quarter of the time budget."""
    return math.inf if spec.seconds is None else _MOST_OF_BUDGET * spec.seconds / fits_per_trial(spec, shape)
