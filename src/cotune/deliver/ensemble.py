"""Which trials to blend, and with what weights: greedy forward selection over out-of-fold predictions.

Caruana et al., "Ensemble selection from libraries of models", ICML 2004.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

import numpy as np

Prediction = np.ndarray
Scorer = Callable[[Prediction, np.ndarray], float]

_ROUNDS = 30
_MOST_AT_ONCE = 8
_PATIENCE = 8
_LEAST_SHARE = 0.04
_SELECTION_ROWS = 10_000
MOST_ROW_MS = 2.0
"""What a whole blend may take for a row of many: nobody wants to wait for the last digit of a score."""


def greedy_weights(
    predictions: Sequence[Prediction],
    scorer: Scorer,
    rows: np.ndarray,
    seconds: float,
    clock: Callable[[], float] = time.monotonic,
) -> np.ndarray:
    """Shares (summing to 1) of the predictions in the blend with the best score on `rows`.

    `predictions` come best first, each (n,) or (n, K); `scorer(prediction_of_rows, rows)` is higher-is-better. Stops
    after `seconds` with what it has. The best blend that was scored is no worse than the first prediction alone, on
    the rows looked at: at most 10,000. Members of little weight are then left out, unscored: a caller compares.

    It begins with as many of the best as average to no worse than the first alone: this sorted initialisation keeps the
    selection from following the noise of few rows.
    """
    deadline = clock() + seconds
    rows = _sample(rows)
    columns = [np.asarray(p[rows], dtype=np.float64) for p in predictions]
    best_size, best = _beginning(columns, lambda blend: scorer(blend, rows), lambda: clock() > deadline)
    counts = (np.arange(len(columns)) < best_size).astype(np.int64)
    total, best_counts = np.sum(columns[:best_size], axis=0), counts.copy()
    for size in range(best_size + 1, _ROUNDS + 1):
        scores = {}
        for i in range(len(columns)):
            if clock() > deadline:
                return _shares(best_counts)
            scores[i] = scorer((total + columns[i]) / size, rows)
        chosen = max(scores, key=lambda i: scores[i])
        counts[chosen] += 1
        total += columns[chosen]
        if scores[chosen] > best:
            best, best_counts, best_size = scores[chosen], counts.copy(), size
        elif size - best_size >= _PATIENCE:
            break
    return _shares(best_counts)


def quick_weights(
    predictions: Sequence[Prediction],
    scorer: Scorer,
    rows: np.ndarray,
    seconds: float,
    row_ms: Sequence[float],
    clock: Callable[[], float] = time.monotonic,
) -> np.ndarray:
    """`greedy_weights` of a blend that predicts 1,000 rows in about MOST_ROW_MS seconds: while it takes longer it goes
    without its slowest member. The best stays, however slow. `row_ms`: of each prediction's trial; empty: no limit.
    """
    deadline = clock() + seconds
    offered = list(range(len(predictions)))
    while True:
        weights = np.zeros(len(predictions))
        weights[offered] = greedy_weights([predictions[i] for i in offered], scorer, rows, deadline - clock(), clock)
        members = [int(i) for i in np.flatnonzero(weights)]
        if not row_ms or sum(row_ms[i] for i in members) <= MOST_ROW_MS or not (spare := [i for i in members if i]):
            return weights
        offered.remove(max(spare, key=lambda i: row_ms[i]))


def _beginning(
    columns: Sequence[Prediction], score: Callable[[Prediction], float], is_late: Callable[[], bool]
) -> tuple[int, float]:
    """How many of the best to begin with, and the score of their mean."""
    alone = score(columns[0])
    size, best = 1, alone
    total = columns[0].copy()
    for k in range(2, min(_MOST_AT_ONCE, len(columns)) + 1):
        if is_late():
            break
        total += columns[k - 1]
        if (found := score(total / k)) >= alone:
            size, best = k, found
    return size, best


def _shares(counts: np.ndarray) -> np.ndarray:
    """Without members of so little weight that they only make the model larger."""
    shares = counts / counts.sum()
    shares = np.where(shares >= min(_LEAST_SHARE, shares.max()), shares, 0.0)
    return np.asarray(shares / shares.sum())


def _sample(rows: np.ndarray) -> np.ndarray:
    """At most `_SELECTION_ROWS` of the rows, always the same ones."""
    if len(rows) <= _SELECTION_ROWS:
        return rows
    return np.sort(np.random.default_rng(0).choice(rows, _SELECTION_ROWS, replace=False))
