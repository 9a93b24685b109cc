"""Put pipelines together into the one model a person takes home, and write it."""

from __future__ import annotations

import copyreg
import pickle
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from sklearn.dummy import DummyClassifier, DummyRegressor
from sklearn.pipeline import Pipeline

from cotune.data.run_table import RunTable
from cotune.data.whole_file import whole_file
from cotune.model.words import BATCH_ROWS
from cotune.pipelines.metrics import best_constant, constant_threshold
from cotune_runtime import Member, TableModel

_LONG_PASSES_S = 0.2
_SINGLE_PASSES = 5


def assemble(table: RunTable, members: Sequence[Member], threshold: float = 0.5, sharpness: float = 1.0) -> TableModel:
    """A model that averages the pipelines of each member and weighs the members; see TableModel for the rest."""
    return TableModel(table.schema, table.task, table.classes, _sharing(members), threshold, sharpness)


def _sharing(members: Sequence[Member]) -> list[Member]:
    """The same members, where preparation that was fitted alike is one object: smaller, and done once to predict."""
    steps: dict[str, Any] = {}

    def shared(pipeline: Pipeline) -> Pipeline:
        fitted_as = getattr(pipeline[0], "fitted_as_", None)
        if fitted_as is None:
            return pipeline
        return Pipeline([("prepare", steps.setdefault(fitted_as, pipeline[0])), pipeline.steps[-1]])

    return [(weight, [shared(p) for p in pipelines]) for weight, pipelines in members]


def constant_model(table: RunTable) -> TableModel:
    """The model of last resort: class shares, decided as suits the metric, or the constant that suits it."""
    y, weights, threshold = table.y[table.dev], table.weights_of(table.dev), 0.5
    if table.task == "regression":
        dummy: Any = DummyRegressor(strategy="constant", constant=best_constant(table.metric, y, weights))
    else:
        dummy, threshold = DummyClassifier(strategy="prior"), constant_threshold(table.metric, y, weights)
    fitted = Pipeline([("model", dummy.fit(np.zeros((len(y), 1)), y, weights))])
    return assemble(table, [(1.0, [fitted])], threshold)


def write_model(model: TableModel, file: Path) -> None:
    """Write a model so that `file` holds either the old or the new one, never half of one."""
    with whole_file(file) as partial, partial.open("wb") as out:
        _ModelPickler(out, protocol=pickle.HIGHEST_PROTOCOL).dump(model)


def stored_mb(pipeline: Pipeline) -> float:
    """How many MB a fitted pipeline takes when it is stored, without storing it."""
    counter = _Counter()
    pickle.dump(pipeline, counter, protocol=pickle.HIGHEST_PROTOCOL)
    return counter.n_bytes / 1e6


class _Counter:
    """A file that only counts what is written to it."""

    def __init__(self) -> None:
        self.n_bytes = 0

    def write(self, data: bytes) -> int:
        self.n_bytes += len(memoryview(data).cast("B"))
        return len(data)


class _ModelPickler(pickle.Pickler):
    """Forests are tens of thousands of small objects: this is several times quicker than joblib, whose pickler is
    Python. Arrays that are mapped from prepared folds are stored as plain ones."""

    dispatch_table = copyreg.dispatch_table | {np.memmap: lambda mapped: np.array(mapped, subok=False).__reduce__()}


def write_array(values: np.ndarray, file: Path) -> None:
    """Write an array as .npy, whole or not at all."""
    with whole_file(file) as partial, partial.open("wb") as out:
        np.save(out, values)


def read_model(file: Path) -> TableModel:
    """A model written by `write_model`. It runs code: read only files that this study wrote."""
    with file.open("rb") as stored:
        model: TableModel = pickle.load(stored)  # noqa: S301
    return model


class PredictTimes(NamedTuple):
    """Milliseconds, preparation included: a row of a batch of BATCH_ROWS, and one row that is asked alone.

    The latter is not measured (None) where a batch takes long already: a run's end has no time for it.
    """

    batch_ms: float
    single_ms: float | None


def predict_times(model: TableModel, table: RunTable) -> PredictTimes:
    rows = batch_of(table)
    batch_s = quickest_s(lambda: model.predict(rows))
    one = rows.iloc[:1]
    single_s = quickest_s(lambda: model.predict(one), _SINGLE_PASSES) if batch_s < _LONG_PASSES_S else None
    return PredictTimes(batch_s * 1000 / BATCH_ROWS, None if single_s is None else single_s * 1000)


def batch_of(table: RunTable) -> pd.DataFrame:
    """BATCH_ROWS rows that prediction is timed on, some of them more than once where a fold tests fewer.

    With words where the table has codes of categories: that is how rows come, and finding the codes takes its time.
    """
    rows = table.X.iloc[np.resize(table.folds[0][1], BATCH_ROWS)]
    return rows.astype(dict.fromkeys(rows.select_dtypes("category"), object))


def quickest_s(call: Callable[[], object], passes: int = 3) -> float:
    """Seconds of the quickest of a few passes: the first pays for what is loaded late. A long one is not repeated."""
    took_s: list[float] = []
    while len(took_s) < passes and sum(took_s) < _LONG_PASSES_S:
        began = time.perf_counter()
        call()
        took_s.append(time.perf_counter() - began)
    return min(took_s)
