"""How many fits a trial has, and what one of them may take: guesses before the run's table is built."""

from __future__ import annotations

import math

from cotune.data.split import automatic_folds, automatic_repeats
from cotune.model.profile import TableShape
from cotune.model.spec import SearchSpec

_MOST_OF_BUDGET = 0.25


def fits_per_trial(spec: SearchSpec, shape: TableShape) -> int:
    """Folds of all partitions."""
    if spec.folds is not None:
        return spec.folds
    cells = shape.n_rows * shape.n_features * (shape.n_classes if shape.task == "multiclass" else 1)
    repeats = 1 if spec.split in ("group", "time") else automatic_repeats(shape.n_rows, spec.seconds, cells)
    return repeats * automatic_folds(shape.n_rows, cells, spec.seconds)


def patience_s(spec: SearchSpec, shape: TableShape) -> float:
    """What one fit may take so that its trial, all folds, takes at most a quarter of the time budget."""
    return math.inf if spec.seconds is None else _MOST_OF_BUDGET * spec.seconds / fits_per_trial(spec, shape)
