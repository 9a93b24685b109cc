"""Of which rows a metric can be taken: without a positive there is no recall, and its score there would be made up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from cotune.data.split import FoldRows
from cotune.errors import SpecError
from cotune.model.wording import METRIC_NAMES
from cotune.model.words import CONTRASTING_METRICS, FOUND_POSITIVES_METRICS, Metric


class ScorableFolds(NamedTuple):
    """`repeats` partitions of equally many folds, one after the other; `caution` says what was left out of them."""

    folds: tuple[FoldRows, ...]
    repeats: int
    caution: str


def lack(metric: Metric, y: np.ndarray) -> str:
    """Why the metric can't be taken of rows with these targets (codes, 1 the positive class, or values), else empty."""
    if metric in FOUND_POSITIVES_METRICS and not np.any(y == 1):
        return "no row of the positive class"
    if metric in CONTRASTING_METRICS and len(np.unique(y)) < 2:
        return "rows of one value only" if metric == "r2" else "rows of one class only"
    return ""


def scorable_folds(metric: Metric, y: np.ndarray, partitions: Sequence[Sequence[FoldRows]]) -> ScorableFolds:
    """The folds that the metric can be taken of: all trials share them, so that their means are of the same folds.

    Of repeated partitions those are kept that have the most such folds. Raises SpecError when none has any.
    """
    kept = [tuple(fold for fold in folds if not lack(metric, y[fold[1]])) for folds in partitions]
    most = max(map(len, kept))
    missing = next((why for folds in partitions for _, test in folds if (why := lack(metric, y[test]))), "")
    if most == 0:
        what = f"{METRIC_NAMES[metric]} can't be taken of any fold: they test {missing}"
        other = "rmse" if metric == "r2" else "log_loss"
        raise SpecError(what, where="metric", fix=f"use fewer folds, another split, or another metric such as {other}")
    folds = tuple(fold for folds in kept if len(folds) == most for fold in folds)
    n_drawn = sum(map(len, partitions))
    left_out = f"{n_drawn - len(folds)} of {n_drawn} folds are left out of all scores"
    caution = f"{left_out}: where a fold tests {missing}, {METRIC_NAMES[metric]} can't be taken." if missing else ""
    return ScorableFolds(folds, len(folds) // most, caution)


def sealed_caution(metric: Metric, y: np.ndarray) -> str:
    """What to say at once of sealed rows with these targets: later they could only be refused. Empty: all is well."""
    missing = lack(metric, y) if len(y) else ""
    what = f"The sealed rows can't be scored: they hold {missing}, and {METRIC_NAMES[metric]} can't be taken of them."
    return missing and f"{what} Another holdout_fraction or split seals others."
