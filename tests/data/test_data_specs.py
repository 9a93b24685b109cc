"""What a few fields become: task and metric from the column, labels from the values."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import tables
from cotune.data import build_run_table, check_spec, complete_spec, profile_table, read_table, tasks_for, write_snapshot
from cotune.data.labels import encode_target
from cotune.errors import SpecError
from cotune.model.words import FAMILIES
from cotune_runtime import TableModel

TASKS = {
    "booleans": ([True, False] * 50, ("binary",)),
    "booleans with holes": ([True, False, None, True] * 25, ("binary",)),
    "two words": (["a", "b"] * 50, ("binary",)),
    "two numbers": ([1, 2] * 50, ("binary", "regression")),
    "three words": (["a", "b", "c", "a"] * 25, ("multiclass",)),
    "few whole numbers": (list(range(5)) * 20, ("multiclass", "regression")),
    "codes from 0": (list(range(20)) * 5, ("multiclass", "regression")),
    "whole numbers with gaps": ([i * i for i in range(20)] * 5, ("regression", "multiclass")),
    "many whole numbers": (list(range(100)), ("regression",)),
    "fractions": (np.linspace(0, 1, 100), ("regression",)),
    "a few fractions": ([0.5, 1.5, 2.5, 3.5] * 25, ("regression",)),
    "words of their own": ([f"w{i}" for i in range(100)], ()),
    "constant": ([1] * 100, ()),
    "empty": ([None] * 100, ()),
    "dates": (pd.date_range("2024", periods=100), ()),
}


@pytest.mark.parametrize("case", TASKS.values(), ids=TASKS)
def test_the_tasks_a_column_allows(case: tuple[object, tuple[str, ...]]) -> None:
    values, expected = case
    column = profile_table(pd.DataFrame({"y": values})).column("y")
    assert column is not None
    assert tasks_for(column, 100) == expected


@pytest.mark.parametrize(
    ("name", "first"), [("goals", "regression"), ("final_grade", "regression"), ("letter", "multiclass")]
)
def test_codes_without_gaps_are_classes_where_the_name_says_so(name: str, first: str) -> None:
    column = profile_table(pd.DataFrame({name: list(range(20)) * 5})).column(name)
    assert column is not None
    assert tasks_for(column, 100)[0] == first


def test_defaults_come_from_the_target() -> None:
    spec = complete_spec({"target": "y"}, profile_table(tables.plain()))
    assert (spec.task, spec.metric, spec.seconds, spec.families) == ("binary", "roc_auc", 300.0, FAMILIES)
    assert complete_spec(spec, profile_table(tables.plain())) == spec


def test_the_metric_chooses_among_the_tasks_of_the_column() -> None:
    profile = profile_table(pd.DataFrame({"x": np.random.default_rng(0).normal(size=100), "y": [1, 2, 3, 4] * 25}))
    assert complete_spec({"target": "y"}, profile).task == "multiclass"
    assert complete_spec({"target": "y", "metric": "mae"}, profile).task == "regression"
    assert complete_spec({"target": "y", "task": "regression"}, profile).metric == "rmse"


def test_a_trial_budget_alone_has_no_time_limit() -> None:
    assert complete_spec({"target": "y", "trials": 5}, profile_table(tables.plain())).seconds is None
    assert complete_spec({"target": "y", "trials": 5, "seconds": 9}, profile_table(tables.plain())).seconds == 9


@pytest.mark.parametrize(("said", "meant"), [("gpu", "cuda"), ("GPU", "cuda"), ("cpu", "cpu")])
def test_a_gpu_is_the_device_cuda(said: str, meant: str) -> None:
    assert complete_spec({"target": "y", "device": said}, profile_table(tables.plain())).device == meant


def test_lists_may_be_written_as_people_do() -> None:
    profile = profile_table(tables.plain())
    spec = complete_spec({"target": "y", "families": "xgboost, linear", "exclude_columns": "c"}, profile)
    assert spec.families == ("xgboost", "linear")
    assert spec.exclude_columns == ("c",)
    assert complete_spec({"target": "y", "families": ["linear"]}, profile).families == ("linear",)


def test_columns_may_be_named_as_pandas_names_them() -> None:
    frame = tables.plain().set_axis([0, 1.5, ("a", "b"), pd.Timestamp("2024-01-01")], axis=1)
    profile = profile_table(frame)
    spec = complete_spec({"target": frame.columns[-1], "exclude_columns": [0, np.float64(1.5)]}, profile)
    assert (spec.target, spec.exclude_columns) == (str(frame.columns[-1]), ("0", "1.5"))
    for names in ([("a", "b")], frame.columns[2:3], np.array([0]), 0, {0}):
        excluded = complete_spec({"target": frame.columns[-1], "exclude_columns": names}, profile).exclude_columns
        assert excluded in (("('a', 'b')",), ("0",))
    numbered = profile_table(tables.plain().set_axis(range(4), axis=1))
    assert complete_spec({"target": np.int64(3), "exclude_columns": [1]}, numbered).exclude_columns == ("1",)


def test_a_spec_that_fitted_another_table_is_checked_again() -> None:
    spec = complete_spec({"target": "y"}, profile_table(tables.plain()))
    with pytest.raises(SpecError, match="no column 'y'"):
        check_spec(spec, profile_table(tables.plain().rename(columns={"y": "outcome"})))
    with pytest.raises(SpecError, match="regression"):
        check_spec(spec, profile_table(tables.skewed_numbers()))


POSITIVES = {
    "yes": (["yes", "no", "yes"], None, "yes"),
    "true": ([True, True, False], None, True),
    "one": ([0, 1, 1], None, 1),
    "the rarer": (["good", "good", "bad"], None, "bad"),
    "the rarer number": ([1, 1, 2], None, 2),
    "the last when even": (["a", "b"], None, "b"),
    "as said": (["yes", "no", "yes"], "no", "no"),
    "a number as said": ([0.0, 1.0, 1.0], "0", 0),
}


@pytest.mark.parametrize("case", POSITIVES.values(), ids=POSITIVES)
def test_the_positive_class(case: tuple[list[object], str | None, object]) -> None:
    values, said, positive = case
    column = pd.Series(values).astype("category") if isinstance(values[0], str) else pd.Series(values)
    labels = encode_target(column, "binary", said)
    assert labels.classes[1] == positive
    assert type(labels.classes[1]) is type(positive)
    assert [labels.classes[code] for code in labels.y] == values


@pytest.mark.parametrize("case", POSITIVES.values(), ids=POSITIVES)
def test_a_search_names_the_class_that_its_metric_counts(
    case: tuple[list[object], str | None, object],
) -> None:
    values, said, positive = case
    rows = [value for value in values for _ in range(30)]
    profile = profile_table(pd.DataFrame({"y": rows, "x": np.arange(len(rows)) % 17}))
    for metric in ("f1", "f2", "precision", "recall", "average_precision"):
        spec = complete_spec({"target": "y", "metric": metric, "positive_class": said}, profile)
        assert spec.positive_class == str(positive)
        assert complete_spec(spec.having(positive_class=None), profile).positive_class is not None
    assert complete_spec({"target": "y", "metric": "roc_auc"}, profile).positive_class is None


LABELS = {
    "category of ints": lambda: pd.Series([3, 7] * 100).astype("category"),
    "category of floats": lambda: pd.Series([2.0, 1.5] * 100).astype("category"),
    "category of booleans": lambda: pd.Series([True, False] * 100).astype("category"),
    "digit strings": lambda: pd.Series(["3", "7.0"] * 100, dtype=object),
    "strings of truth": lambda: pd.Series(["True", "False"] * 100, dtype=object),
    "strings of truth in a category": lambda: pd.Series(["True", "False"] * 100).astype("category"),
    "numbers and words": lambda: pd.Series([1, "a"] * 100, dtype=object),
    "words": lambda: pd.Series(["yes", "no"] * 100),
    "objects that are ints": lambda: pd.Series([3, 7] * 100, dtype=object),
    "nullable ints": lambda: pd.Series([3, 7] * 100, dtype="Int64"),
}


@pytest.mark.parametrize("make", LABELS.values(), ids=LABELS)
def test_labels_come_back_as_they_were_given(make: Callable[[], pd.Series], tmp_path: Path) -> None:
    y = make()
    table = build_run_table(
        tmp_path, complete_spec({"target": "y"}, write_snapshot(tables.plain().assign(y=y), tmp_path))
    )
    labels = [table.classes[code] for code in table.y]
    assert labels == y.tolist()
    model = TableModel(table.schema, table.task, table.classes, [])
    assert (model.classes_[table.y] == y.to_numpy()).all()


def test_the_labels_of_a_csv_file_are_what_its_text_says(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("x,y\n4,unknown\n" + "1.5,3\n2.5,7\n" * 50)
    spec = complete_spec({"target": "y"}, write_snapshot(read_table(tmp_path / "a.csv"), tmp_path))
    assert sorted(build_run_table(tmp_path, spec).classes) == [3, 7]


def test_booleans_with_holes_give_boolean_classes(tmp_path: Path) -> None:
    frame = tables.plain(200).assign(y=[True, None, False, True] * 50)
    table = build_run_table(tmp_path, complete_spec({"target": "y"}, write_snapshot(frame, tmp_path)))
    assert table.classes == (False, True)
    assert table.y.sum() == 100
    assert len(table.y) == 150


def test_columns_with_another_role_are_no_features(tmp_path: Path) -> None:
    frame = tables.useless_columns(200).assign(w=2.0 + np.arange(200) % 5, again=lambda f: f["b"])
    profile = write_snapshot(frame, tmp_path)
    fields = {"target": "y", "weight_column": "w", "exclude_columns": ["again"]}
    table = build_run_table(tmp_path, complete_spec(fields, profile))
    assert list(table.X.columns) == ["a", "b", "c", "part"]
    assert table.weights is not None
    assert np.array_equal(table.weights, frame["w"])
    assert (table.shape.n_numeric, table.shape.n_categorical, table.shape.max_cardinality) == (3, 1, 3)
