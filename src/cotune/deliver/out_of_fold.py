"""Scores of out-of-fold predictions, fold by fold, as a trial is scored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cotune.data.run_table import RunTable
from cotune.deliver.sharpness import PAYS_FOR, best_sharpness
from cotune.pipelines.metrics import best_threshold, score


@dataclass(frozen=True)
class OutOfFold:
    """The rows outside the holdout, in the order of a trial's out-of-fold array, and how to score a prediction there.

    Rows that no fold tests (a single split, a time split) are NaN in the arrays and take no part.
    """

    table: RunTable
    threshold: float = 0.5

    def deciding(self, prediction: np.ndarray) -> OutOfFold:
        """The same, with the threshold that suits a whole out-of-fold array best."""
        t, at = self.table, self.tested()
        if t.task != "binary":
            return self
        rows, found = t.dev[at], np.asarray(prediction[at], dtype=np.float64)
        return OutOfFold(t, best_threshold(t.metric, t.y[rows], found, t.weights_of(rows)))

    def sharpness(self, prediction: np.ndarray) -> float:
        """The power that suits a whole out-of-fold array of probabilities best, for metrics that look at them."""
        t, at = self.table, self.tested()
        if t.metric not in PAYS_FOR:
            return 1.0
        rows = t.dev[at]
        return best_sharpness(np.asarray(prediction[at], dtype=np.float64), t.y[rows], t.weights_of(rows))

    def tested(self) -> np.ndarray:
        """Positions in an out-of-fold array that some fold tests."""
        return np.searchsorted(self.table.dev, self.table.tested())

    def positions(self, fold: int) -> np.ndarray:
        """Positions in an out-of-fold array of the rows that a fold tests."""
        return np.searchsorted(self.table.dev, self.table.folds[fold][1])

    def gathered(self, predictions: Sequence[np.ndarray]) -> np.ndarray:
        """One array of what each fold predicts for its test rows; repeated partitions are averaged.

        Probabilities are float32; numbers stay float64, since a target such as a time in seconds needs more digits.
        """
        t = self.table
        total = np.zeros((len(t.dev), *predictions[0].shape[1:]))
        times = np.zeros(len(t.dev), dtype=np.int64)
        for fold, prediction in enumerate(predictions):
            at = self.positions(fold)
            total[at] += prediction
            times[at] += 1
        total[times == 0] = np.nan
        counts = np.maximum(times, 1).reshape(-1, *[1] * (total.ndim - 1))
        return (total / counts).astype(np.float32 if t.classes else np.float64)

    def score(self, prediction_of_rows: np.ndarray, positions: np.ndarray) -> float:
        """The metric of a prediction for the rows at these positions; higher is better."""
        t = self.table
        rows = t.dev[positions]
        return score(t.metric, t.y[rows], prediction_of_rows, t.weights_of(rows), len(t.classes), self.threshold)

    def fold_scores(self, prediction: np.ndarray) -> tuple[float, ...]:
        """The metric on each fold's test rows, of all partitions as for a trial, of a whole out-of-fold array."""
        folds = (self.positions(i) for i in range(len(self.table.folds)))
        return tuple(self.score(np.asarray(prediction[at], dtype=np.float64), at) for at in folds)
