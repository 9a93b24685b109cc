"""Which columns a model relies on: permutation importance on rows that it has not learned from.

Breiman, "Random forests", Machine Learning 45, 2001; Fisher, Rudin and Dominici, JMLR 20, 2019, for any model.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from cotune.data.run_table import RunTable
from cotune.deliver.final import read_model
from cotune.model.noise import standard_error
from cotune.model.reliance import ColumnWeight
from cotune.pipelines.fitting import quietly
from cotune.pipelines.metrics import score
from cotune_runtime import TableModel

ROWS_OF_A_FOLD = 1000
SHUFFLES = 5


def column_importance(
    model: TableModel,
    members: Sequence[tuple[float, Path]],
    table: RunTable,
    seconds: float,
    clock: Callable[[], float] = time.monotonic,
) -> list[ColumnWeight]:
    """Importance of each column to a run's model, most important first; what `seconds` don't suffice for is left out.

    `members` are the model's shares with the files of their fold models: each fold's rows are predicted by what was
    fitted without them, so that a column that was merely memorised counts nothing. Of each fold at most 1,000 rows are
    looked at, and each column is shuffled up to five times. The same model gives the same figures, unless time runs
    out.
    """
    pipelines = [(share, read_model(file).members[0][1]) for share, file in members]
    folds = [
        _Fold(_of_fold(model, pipelines, at), table, table.folds[n][1], n)
        for at, n in enumerate(table.delivered_folds)
        if all(at < len(fitted) for _, fitted in pipelines)
    ]
    deadline_s = clock() + seconds
    drops: dict[str, list[list[float]]] = {}
    for column in list(table.X.columns) * SHUFFLES:
        if drops and clock() > deadline_s:
            break
        drops.setdefault(column, []).append([fold.drop_without(column) for fold in folds])
    weights = (_weighed(column, of, table.tested_per_trained) for column, of in drops.items())
    return sorted(weights, key=lambda weight: -weight.drop)


def _weighed(column: str, drops: list[list[float]], tested_per_trained: float) -> ColumnWeight:
    """From the drops of each shuffle on each fold."""
    of_folds = [float(drop) for drop in np.mean(drops, axis=0)]
    noise = standard_error(of_folds, tested_per_trained)
    return ColumnWeight(column=column, drop=float(np.mean(of_folds)), noise=noise)


def _of_fold(model: TableModel, pipelines: Sequence[tuple[float, list[object]]], at: int) -> TableModel:
    members = [(share, [fitted[at]]) for share, fitted in pipelines]
    return TableModel(model.schema, model.task, model.classes, members, model.threshold, model.sharpness)


class _Fold:
    """The model of one fold before the rows that it tests."""

    def __init__(self, model: TableModel, table: RunTable, rows: np.ndarray, number: int) -> None:
        self._random = np.random.default_rng(number)
        chosen = rows if len(rows) <= ROWS_OF_A_FOLD else self._random.choice(rows, ROWS_OF_A_FOLD, replace=False)
        self._model, self._table, self._rows = model, table, np.sort(chosen)
        self._X = table.X.iloc[self._rows].reset_index(drop=True)
        self._score = self._scored(self._X)

    def drop_without(self, column: str) -> float:
        order = self._random.permutation(len(self._X))
        shuffled = self._X[column].iloc[order].reset_index(drop=True)
        return self._score - self._scored(self._X.assign(**{column: shuffled}))

    def _scored(self, X: pd.DataFrame) -> float:
        table, model = self._table, self._model
        with quietly():
            found = model.predict(X) if table.task == "regression" else model.predict_proba(X)
        weights = table.weights_of(self._rows)
        return score(table.metric, table.y[self._rows], found, weights, len(table.classes), model.threshold)
