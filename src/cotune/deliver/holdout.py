"""Score a model on the sealed rows. Whoever calls this has a human's leave for it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from cotune.data.run_table import RunTable
from cotune.errors import DataError
from cotune.pipelines.metrics import score
from cotune_runtime import TableModel

_RESAMPLES = 50


def holdout_score(model: TableModel, table: RunTable) -> tuple[float, float | None, int]:
    """The metric on the sealed rows (higher is better), its bootstrap standard error, and how many rows there are.

    Raises DataError when the run sealed no rows.
    """
    rows = table.holdout
    if len(rows) == 0:
        raise DataError("this run has no sealed rows", fix="start a search with holdout_fraction above 0")
    X = table.X.iloc[rows]
    found = model.predict(X) if table.task == "regression" else model.predict_proba(X)

    def score_of(chosen: np.ndarray) -> float:
        weights = None if table.weights is None else table.weights[rows[chosen]]
        n_classes, y = len(table.classes), table.y[rows[chosen]]
        return score(table.metric, y, found[chosen], weights, n_classes, model.threshold)

    return score_of(np.arange(len(rows))), _bootstrap_error(score_of, len(rows)), len(rows)


def _bootstrap_error(score_of: Callable[[np.ndarray], float], n: int) -> float | None:
    """Standard deviation over resamples of the rows; None where the metric fails on a resample (one class only)."""
    random = np.random.default_rng(0)
    scores = [score_of(random.integers(0, n, n)) for _ in range(_RESAMPLES)]
    finite = [s for s in scores if np.isfinite(s)]
    return float(np.std(finite, ddof=1)) if len(finite) > _RESAMPLES // 2 else None
