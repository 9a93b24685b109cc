"""Tables made for these tests: every kind of column, holes everywhere, and targets of each task."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cotune.model.profile import TableShape
from cotune.model.words import Metric, Task, default_metric
from cotune.pipelines import BuildJob
from cotune_runtime import TableSchema


def nasty_frame(n_rows: int = 120, seed: int = 0) -> pd.DataFrame:
    """Normalised columns of every kind, each with missing cells, a constant, an empty one and a rare level."""
    rng = np.random.default_rng(seed)
    words = np.array(["red", "blue", "round", "flat", "old", "new", "cheap", "fine"])
    frame = pd.DataFrame(
        {
            "number": rng.normal(size=n_rows),
            "heavy tail": np.exp(rng.normal(size=n_rows) * 6),
            "count": rng.integers(0, 5, n_rows),
            "flag": rng.random(n_rows) < 0.3,
            "constant": np.ones(n_rows),
            "empty": np.full(n_rows, np.nan),
            "colour": pd.Categorical(rng.choice(["r", "g", "b"], n_rows)),
            "town": pd.Categorical([f"t{i}" for i in rng.integers(0, 40, n_rows)]),
            "note": pd.Series([" ".join(rng.choice(words, 3)) for _ in range(n_rows)], dtype="str"),
            "blank": pd.Series([None] * n_rows, dtype="str"),
            "when": pd.Timestamp("2020-01-01") + pd.to_timedelta(rng.integers(0, 900, n_rows), unit="D"),
        }
    )
    frame.loc[0, "colour"] = "r"
    frame["colour"] = frame["colour"].cat.add_categories(["never seen", "once"])
    frame.loc[n_rows - 1, "colour"] = "once"
    for name in ("number", "heavy tail", "colour", "town", "note", "when"):
        frame.loc[rng.random(n_rows) < 0.15, name] = None
    return frame


def target_for(frame: pd.DataFrame, task: Task, seed: int = 1) -> np.ndarray:
    """A target that the columns tell something about; class 3 of the multiclass one has a single row."""
    rng = np.random.default_rng(seed)
    signal = frame["number"].fillna(0).to_numpy() + (frame["colour"] == "g").to_numpy() + frame["flag"].to_numpy()
    signal = signal + rng.normal(scale=0.3, size=len(frame))
    if task == "regression":
        return np.asarray(100 + 10 * signal, dtype=np.float64)
    if task == "binary":
        return (signal > np.median(signal)).astype(np.int64)
    codes = np.digitize(signal, np.quantile(signal, [0.4, 0.7])).astype(np.int64)
    codes[5] = 3
    return codes


def shape_of(schema: TableSchema, task: Task, n_rows: int, n_classes: int) -> TableShape:
    return TableShape(
        task=task,
        n_rows=n_rows,
        n_numeric=len(schema.named("number", "boolean")),
        n_categorical=len(schema.named("category")),
        n_text=len(schema.named("text")),
        n_datetime=len(schema.named("datetime")),
        max_cardinality=max((len(levels) for levels in schema.levels.values()), default=0),
        n_classes=n_classes,
        has_missing=True,
    )


class Case:
    """A table with its schema, conformed X, target and build job."""

    def __init__(self, task: Task, metric: Metric | None = None, n_rows: int = 120, seed: int = 0) -> None:
        self.raw = nasty_frame(n_rows, seed)
        self.schema = TableSchema.of(self.raw)
        self.X = self.schema.conform(self.raw)
        self.y = target_for(self.raw, task)
        self.task = task
        self.n_classes = {"binary": 2, "multiclass": 4, "regression": 0}[task]
        shape = shape_of(self.schema, task, n_rows, self.n_classes)
        self.job = BuildJob.of(self.schema, shape, metric or default_metric(task), random_state=0)
