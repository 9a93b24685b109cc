"""Score a model on the sealed rows. Whoever calls this has a human's leave for it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import numpy as np

from cotune.data.run_table import RunTable
from cotune.data.scorable import lack
from cotune.errors import DataError
from cotune.model.wording import METRIC_NAMES
from cotune.pipelines.metrics import score
from cotune_runtime import TableModel

_RESAMPLES = 50


def holdout_score(model: TableModel, table: RunTable) -> tuple[float, float | None, int]:
    """The metric on the sealed rows (higher is better), its bootstrap standard error, and how many rows there are.

    Raises DataError when the run sealed no rows, or some that the metric can't be taken of.
    """
    rows = table.holdout
    if len(rows) == 0:
        raise DataError("this run has no sealed rows", fix="start a search with holdout_fraction above 0")
    if missing := lack(table.metric, table.y[rows]):
        raise DataError(f"they hold {missing}, and {METRIC_NAMES[table.metric]} can't be taken of them")
    X = table.X.iloc[rows]
    found = model.predict(X) if table.task == "regression" else model.predict_proba(X)

    def score_of(chosen: np.ndarray) -> float:
        of = rows[chosen]
        n_classes, weights = len(table.classes), table.weights_of(of)
        return score(table.metric, table.y[of], found[chosen], weights, n_classes, model.threshold)

    return score_of(np.arange(len(rows))), _bootstrap_error(score_of, len(rows)), len(rows)


def _bootstrap_error(score_of: Callable[[np.ndarray], float], n: int) -> float | None:
    """Standard deviation over resamples of the rows; None where most have no score (all drawn rows weigh nothing)."""
    random, scores = np.random.default_rng(0), list[float]()
    for _ in range(_RESAMPLES):
        with suppress(ValueError, ZeroDivisionError):
            scores.append(score_of(random.integers(0, n, n)))
    return float(np.std(scores, ddof=1)) if len(scores) > _RESAMPLES // 2 else None
