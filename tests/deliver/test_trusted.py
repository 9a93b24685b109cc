"""Which types a .skops file may hold: all that a model of any family is made of, and nothing that runs other code."""

from __future__ import annotations

import functools
import importlib
from pathlib import Path
from typing import get_args

import numpy as np
import pandas as pd
import pytest
import skops.io
from models import fitted_model
from sklearn.datasets import load_files
from sklearn.preprocessing import FunctionTransformer

from cotune.deliver import export_model, load_model
from cotune.deliver.trusted import TRUSTED
from cotune.errors import UserError
from cotune.model.profile import TableShape
from cotune.model.space import ChoiceParam, Configuration
from cotune.model.words import FAMILIES, Family, Task
from cotune.pipelines import BuildJob, family, fit
from cotune_runtime import TableModel, TableSchema

ROWS = 40
LABELS = {"binary": ("no", "yes"), "multiclass": ("a", "b", "c"), "regression": ()}


def table() -> pd.DataFrame:
    """A column of each kind, and categories that are one-hot and that are too many for it."""
    random = np.random.default_rng(0)
    words = np.array(["red", "blue", "round", "flat"])
    return pd.DataFrame(
        {
            "number": np.where(random.random(ROWS) < 0.1, np.nan, random.normal(size=ROWS)),
            "flag": random.random(ROWS) < 0.5,
            "colour": pd.Categorical(random.choice(["r", "g", "b"], ROWS)),
            "town": pd.Categorical([f"t{i % 25}" for i in range(ROWS)]),
            "note": pd.Series([" ".join(random.choice(words, 3)) for _ in range(ROWS)], dtype="str"),
            "when": pd.date_range("2024", periods=ROWS),
        }
    )


def jobs(task: Task, schema: TableSchema) -> list[BuildJob]:
    """A small table, one with many columns, one with many rows, and for numbers the absolute error."""
    shape = TableShape(
        task=task,
        n_rows=ROWS,
        n_numeric=2,
        n_categorical=2,
        n_text=1,
        n_datetime=1,
        max_cardinality=25,
        n_classes=len(LABELS[task]),
        has_missing=True,
    )
    shapes = (shape, shape.having(n_numeric=400), shape.having(n_rows=100_000))
    metric = "rmse" if task == "regression" else "log_loss"
    found = [BuildJob.of(schema, shape, metric, random_state=0).having(fewest_rows=ROWS) for shape in shapes]
    return [*found, found[0].having(metric="mae")] if task == "regression" else found


def members(name: Family, task: Task, X: pd.DataFrame) -> list[tuple[float, list[object]]]:
    """A pipeline of each job, and for the first one of each choice; numbers are the least, so that each is small."""
    schema = TableSchema.of(X)
    y = np.arange(ROWS) * 0.5 if task == "regression" else np.arange(ROWS) % len(LABELS[task])
    built = []
    for i, job in enumerate(jobs(task, schema)):
        params = family(name).space(job.shape).params
        least = {p.name: p.low for p in params if not isinstance(p, ChoiceParam)}
        choices = [{p.name: c} for p in params if isinstance(p, ChoiceParam) for c in p.choices if c != p.default]
        for changes in ({}, *(choices if i == 0 else ())):
            values = family(name).complete({**least, **changes}, job.shape)
            pipeline = family(name).build(Configuration(family=name, params=values), job.having(rounds=2))
            built.append((1.0, [fit(pipeline, schema.conform(X), y)]))
    return built


@pytest.mark.parametrize("columns", [list(table()), ["number", "colour"]], ids=["all", "few"])
@pytest.mark.parametrize("task", get_args(Task))
@pytest.mark.parametrize("name", FAMILIES)
def test_a_model_of_any_settings_comes_back(name: Family, task: Task, columns: list[str], tmp_path: Path) -> None:
    """Neighbours of few columns are found by other means than those of many."""
    X = table()[columns]
    model = TableModel(TableSchema.of(X), task, LABELS[task], members(name, task, X))
    back = load_model(export_model(model, tmp_path / "m", "skops"))
    np.testing.assert_array_equal(back.predict(X), model.predict(X))


def parted(full: str) -> tuple[str, str, str]:
    home, _, name = full.rpartition(".")
    return full, home, name


def test_nothing_else_that_could_be_called_is_trusted() -> None:
    found = {full: getattr(importlib.import_module(home), name, None) for full, home, name in map(parted, TRUSTED)}
    functions = {full for full, thing in found.items() if callable(thing) and not isinstance(thing, type)}
    assert functions == {"sklearn.utils.validation.check_array", "scipy._lib.array_api_compat.numpy._aliases.asarray"}


@pytest.mark.parametrize(
    "foreign", [np.testing.runstring, np.savetxt, load_files, functools.partial(np.testing.runstring, "1")]
)
def test_a_function_of_a_library_that_models_are_made_with_is_refused(foreign: object, tmp_path: Path) -> None:
    """Each would run as soon as the model predicts."""
    model, _ = fitted_model("naive_bayes")
    of_schema = TableModel(model.schema, model.task, model.classes, model.members)
    vars(of_schema)["schema"] = TableSchema(["a"], ["number"])
    vars(of_schema.schema)["conform"] = foreign
    inside = TableModel(model.schema, model.task, model.classes, [(1.0, [FunctionTransformer(foreign)])])
    for bad in (of_schema, inside):
        skops.io.dump(bad, tmp_path / "m.skops")
        with pytest.raises(UserError, match=r"no cotune model has.*(runstring|savetxt|load_files)"):
            load_model(tmp_path / "m.skops")
