"""Which trials to blend, and with what weights: greedy forward selection over out-of-fold predictions.

Caruana et al., "Ensemble selection from libraries of models", ICML 2004.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

import numpy as np

Prediction = np.ndarray
Scorer = Callable[[Prediction, np.ndarray], float]

_ROUNDS = 25
_MAX_MEMBERS = 6
_PATIENCE = 6
_SELECTION_ROWS = 10_000


def greedy_weights(
    predictions: Sequence[Prediction],
    scorer: Scorer,
    rows: np.ndarray,
    seconds: float,
    clock: Callable[[], float] = time.monotonic,
) -> np.ndarray:
    """Shares (summing to 1) of the predictions in the blend with the best score on `rows`.

    `predictions` come best first, each (n,) or (n, K); `scorer(prediction_of_rows, rows)` is higher-is-better. Stops
    after `seconds` with what it has: the result is never worse on `rows` than the first prediction alone.
    """
    deadline = clock() + seconds
    rows = _sample(rows)
    columns = [np.asarray(p[rows], dtype=np.float64) for p in predictions]
    counts = np.zeros(len(columns), dtype=np.int64)
    counts[0] = 1
    total, best, best_counts = columns[0].copy(), scorer(columns[0], rows), counts.copy()
    best_size = 1
    for size in range(2, _ROUNDS + 1):
        allowed = np.flatnonzero(counts) if np.count_nonzero(counts) >= _MAX_MEMBERS else range(len(columns))
        scores = {}
        for i in allowed:
            if clock() > deadline:
                return _shares(best_counts)
            scores[int(i)] = scorer((total + columns[i]) / size, rows)
        chosen = max(scores, key=lambda i: scores[i])
        counts[chosen] += 1
        total += columns[chosen]
        if scores[chosen] > best:
            best, best_counts, best_size = scores[chosen], counts.copy(), size
        elif size - best_size >= _PATIENCE:
            break
    return _shares(best_counts)


def _shares(counts: np.ndarray) -> np.ndarray:
    return np.asarray(counts / counts.sum())


def _sample(rows: np.ndarray) -> np.ndarray:
    """At most `_SELECTION_ROWS` of the rows, always the same ones."""
    if len(rows) <= _SELECTION_ROWS:
        return rows
    return np.sort(np.random.default_rng(0).choice(rows, _SELECTION_ROWS, replace=False))
