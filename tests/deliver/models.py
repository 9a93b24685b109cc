"""Small fitted models."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
from sklearn.datasets import load_breast_cancer

from cotune.data import RunTable, build_run_table, complete_spec, normalise, write_snapshot
from cotune.deliver.final import assemble
from cotune.deliver.fitting import fit
from cotune.model.space import Configuration
from cotune.model.words import Family
from cotune_runtime import TableModel


def frame() -> pd.DataFrame:
    bunch = load_breast_cancer(as_frame=True).frame.iloc[:120]
    kind = pd.Series(["a", "b", "c"] * 40, dtype="category")
    return pd.DataFrame({"mean radius": bunch["mean radius"], "kind": kind, "y": bunch["target"]})


@cache
def run_table(**fields: object) -> RunTable:
    with TemporaryDirectory() as place:
        profile = write_snapshot(normalise(frame()), Path(place))
        return build_run_table(Path(place), complete_spec({"target": "y", **fields}, profile))


def fitted_on(frame: pd.DataFrame, family: Family = "naive_bayes") -> TableModel:
    """A model of a table with the target y."""
    with TemporaryDirectory() as place:
        profile = write_snapshot(normalise(frame), Path(place))
        table = build_run_table(Path(place), complete_spec({"target": "y"}, profile))
        return assemble(table, [(1.0, [fit(Configuration(family=family), table, table.dev, 0)])])


@cache
def fitted_model(family: Family) -> tuple[TableModel, pd.DataFrame]:
    """A model of one pipeline, and the rows it can predict."""
    table = run_table()
    pipeline = fit(Configuration(family=family), table, table.dev, 0)
    return assemble(table, [(1.0, [pipeline])]), frame().drop(columns="y")
