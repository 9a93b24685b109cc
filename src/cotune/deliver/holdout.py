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

    What belongs together is drawn together: whole groups, and by time blocks of neighbours (Carlstein, Annals of
    Statistics 14, 1986), whose error is too small where rows depend on each other over longer than a block.

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
        if lack(table.metric, table.y[of]):
            raise ValueError(f"{table.metric} can't be taken of these rows")
        n_classes, weights = len(table.classes), table.weights_of(of)
        return score(table.metric, table.y[of], found[chosen], weights, n_classes, model.threshold)

    return score_of(np.arange(len(rows))), _bootstrap_error(score_of, _units(table)), len(rows)


def _units(table: RunTable) -> list[np.ndarray]:
    """Positions among the sealed rows of what is drawn together; in time some root of n blocks of as many rows."""
    rows = table.holdout
    if table.groups is not None:
        order = np.argsort(table.groups[rows], kind="stable")
        return np.split(order, np.flatnonzero(np.diff(table.groups[rows][order])) + 1)
    if table.times is not None:
        order = np.argsort(table.times[rows], kind="stable")
        return np.array_split(order, round(len(rows) ** 0.5))
    return list(np.arange(len(rows))[:, None])


def _bootstrap_error(score_of: Callable[[np.ndarray], float], units: list[np.ndarray]) -> float | None:
    """Standard deviation over resamples of the units; None for a single one, and where most resamples have no score."""
    n, random, scores = len(units), np.random.default_rng(0), list[float]()
    for _ in range(_RESAMPLES if n > 1 else 0):
        with suppress(ValueError, ZeroDivisionError):
            scores.append(score_of(np.concatenate([units[i] for i in random.integers(0, n, n)])))
    return float(np.std(scores, ddof=1) * (n / (n - 1)) ** 0.5) if len(scores) > _RESAMPLES // 2 else None
