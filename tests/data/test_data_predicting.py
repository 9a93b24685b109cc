"""A model predicts on any table that training accepted, as the person has it: raw, row by row, in any order."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cotune.data import normalise, read_table
from cotune.data.profile import profile_table
from cotune.errors import DataError
from cotune.model.profile import TableShape
from cotune.model.space import Configuration
from cotune.pipelines import BuildJob, family, fit
from cotune.study.predicting import predictions
from cotune_runtime import UNSEEN, TableModel, TableSchema, UnusableTable
from tables import ZOO, Animal

each_animal = pytest.mark.parametrize("animal", ZOO, ids=lambda animal: animal.name)


def raw_and_schema(animal: Animal, seed: int = 0) -> tuple[pd.DataFrame, pd.DataFrame, TableSchema]:
    raw = animal.make(60, seed).drop(columns="y")
    normal = normalise(raw)
    return raw, normal, TableSchema.of(normal)


def model_of(normal: pd.DataFrame, schema: TableSchema) -> TableModel:
    """A decision tree that tells odd rows from even ones: what it learns doesn't matter here."""
    kinds = schema.kinds
    shape = TableShape(
        task="binary",
        n_rows=len(normal),
        n_numeric=kinds.count("number") + kinds.count("boolean"),
        n_categorical=kinds.count("category"),
        n_text=kinds.count("text"),
        n_datetime=kinds.count("datetime"),
        max_cardinality=max((len(levels) for levels in schema.levels.values()), default=0),
        n_classes=2,
        has_missing=True,
    )
    job = BuildJob.of(schema, shape, "roc_auc", random_state=0)
    pipeline = family("decision_tree").build(Configuration(family="decision_tree"), job)
    fitted = fit(pipeline, schema.conform(normal), np.arange(len(normal)) % 2)
    return TableModel(schema, "binary", ("even", "odd"), [(1.0, [fitted])])


def expect_same(found: pd.DataFrame, expected: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(
        found.reset_index(drop=True), expected.reset_index(drop=True), check_dtype=False, check_index_type=False
    )


@each_animal
def test_raw_rows_are_read_as_their_normal_form(animal: Animal) -> None:
    raw, normal, schema = raw_and_schema(animal)
    expected = schema.conform(normal)
    expect_same(schema.conform(raw), expected)
    for i in range(0, len(raw), 7):
        expect_same(schema.conform(raw.iloc[[i]]), expected.iloc[[i]])
        named = {str(name): value for name, value in zip(raw.columns, raw.iloc[i], strict=True)}
        expect_same(schema.conform({name: [value] for name, value in named.items()}), expected.iloc[[i]])


@each_animal
def test_a_fitted_model_predicts_on_the_raw_table_in_any_shape(animal: Animal) -> None:
    raw, normal, schema = raw_and_schema(animal)
    model = model_of(normal, schema)
    expected = model.predict_proba(normal)
    shuffled = raw.sample(frac=1, axis=1, random_state=1).assign(**{"one more": "x", "and more": 1.5})
    shuffled.index = pd.Index([f"row {i}" for i in range(len(raw))])
    np.testing.assert_allclose(model.predict_proba(shuffled), expected)
    single = [model.predict_proba(raw.iloc[[i]]) for i in range(0, len(raw), 9)]
    np.testing.assert_allclose(np.vstack(single), expected[::9])
    for position, name in enumerate(raw.columns[:12]):
        emptied = raw.copy()
        emptied.isetitem(position, [None] * len(raw))
        assert np.isfinite(model.predict_proba(emptied)).all(), name


CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 3),
    st.integers(),
    st.just(10**400),
    st.complex_numbers(),
    st.floats(),
    st.decimals(allow_nan=False),
    st.sampled_from(["1", "1.0", "True", " 1", "", " ", "no", "2020-01-01", "x", "007", "1e31"]),
    st.text(max_size=3),
    st.binary(max_size=2),
    st.dates(),
    st.timedeltas(),
    st.lists(st.integers(0, 2), max_size=2),
    st.dictionaries(st.text(max_size=1), st.integers(0, 1), max_size=1),
)


def column_of(cells: list[object]) -> pd.Series:
    values = np.empty(len(cells), dtype=object)
    values[:] = cells
    return pd.Series(values)


@settings(max_examples=150, deadline=None)
@given(trained=st.lists(CELLS, min_size=2, max_size=12), asked=st.lists(CELLS, min_size=1, max_size=6))
def test_no_cell_breaks_a_schema(trained: list[object], asked: list[object]) -> None:
    try:
        normal = normalise(pd.DataFrame({"a": column_of(trained)}))
    except DataError:  # the table was refused in plain words, so there is no model
        return
    with suppress(UnusableTable):  # plain words too: none of the cells is a number, a date, a truth value
        assert len(TableSchema.of(normal).conform(pd.DataFrame({"a": column_of(asked)}))) == len(asked)


@pytest.mark.parametrize(
    ("trained", "asked", "expected"),
    [
        ([1, True, "x", 1, True, "x"], [True, 1, "True", 1.0], ["True", "1", "True", "1"]),
        ([True, False, None, True], [1, 0.0, "True", 2], ["True", "False", "True", UNSEEN]),
        ([True, False, None], ["TRUE", "yes", " false ", "n", "maybe"], ["True", "True", "False", "False", UNSEEN]),
        ([[1, 2], {"k": 1}, [1, 2]], [[1, 2], {"k": 1}, [2, 1], (1, 2)], ["[1, 2]", "{'k': 1}", UNSEEN, UNSEEN]),
        (["0", "1", "x"] * 2, [True, 0], [UNSEEN, "0"]),
        (["a", "b"] * 3, ["c", None, np.nan, " ", "NA"], [UNSEEN, None, None, None, None]),
    ],
)
def test_a_cell_finds_the_level_that_it_had_in_training(
    trained: list[object], asked: list[object], expected: list[str | None]
) -> None:
    schema = TableSchema.of(normalise(pd.DataFrame({"a": column_of(trained)})))
    read = schema.conform(pd.DataFrame({"a": column_of(asked)}))["a"]
    assert [None if missing else level for level, missing in zip(read, read.isna(), strict=True)] == expected


@pytest.mark.parametrize("far", ["9999-12-31", "2300-01-01", "1500-06-01", "0001-01-01"])
def test_a_model_learns_from_far_dates_too(far: str) -> None:
    raw = pd.DataFrame({"valid_to": [far, "2023-05-11", "2023-06-12"] * 20})
    normal = normalise(raw)
    assert np.isfinite(model_of(normal, TableSchema.of(normal)).predict_proba(raw)).all()


def test_time_spans_are_found_again_in_a_csv_file(tmp_path: Path) -> None:
    spans = pd.to_timedelta(["10:00:00", "1 days", "-2 days +03:00:00.5", None])
    frame = pd.DataFrame({"a": spans, "b": range(4)})
    schema = TableSchema.of(normalise(frame))
    frame.to_csv(tmp_path / "a.csv", index=False)
    expected = schema.conform(frame)
    assert expected["a"].tolist()[:3] == [36000, 86400, -161999.5]
    pd.testing.assert_frame_equal(schema.conform(read_table(tmp_path / "a.csv")), expected)


def test_one_far_date_spoils_no_batch() -> None:
    normal = normalise(pd.DataFrame({"d": pd.date_range("2020", periods=60)}))
    schema = TableSchema.of(normal)
    asked = pd.DataFrame({"d": ["2020-05-05", "9999-12-31", "0000-00-00", np.datetime64("300000-01-01"), None]})
    assert schema.conform(asked)["d"].isna().tolist() == [False, False, True, True, True]
    seconds = pd.DataFrame({"d": np.array(["2020-05-05", "300000-01-01"], dtype="datetime64[s]")})
    assert schema.conform(seconds)["d"].isna().tolist() == [False, True]
    assert np.isfinite(model_of(normal, schema).predict_proba(asked)).all()


@pytest.mark.parametrize("dtype", ["date32[pyarrow]", "date64[pyarrow]", "timestamp[ns][pyarrow]", "datetime64[s]"])
def test_dates_of_any_library_are_read_as_in_training(dtype: str) -> None:
    pytest.importorskip("pyarrow")
    raw = pd.DataFrame({"d": pd.Series(pd.date_range("2020", periods=60)).astype(dtype)})
    normal = normalise(raw)
    schema = TableSchema.of(normal)
    pd.testing.assert_frame_equal(schema.conform(raw), normal)
    assert np.isfinite(model_of(normal, schema).predict_proba(raw)).all()


def test_a_class_that_pandas_reads_as_missing_is_found_again(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("size,note\n" + "None,ok\nbig,\nsmall,None\n" * 20)
    (tmp_path / "b.csv").write_text("size,note\nNone,None\nother,ok\n")
    schema = TableSchema.of(normalise(read_table(tmp_path / "a.csv")))
    for asked in (read_table(tmp_path / "b.csv"), pd.read_csv(tmp_path / "b.csv")):
        assert schema.conform(asked)["size"].tolist() == ["None", UNSEEN]
    assert schema.conform(read_table(tmp_path / "b.csv"))["note"].tolist() == ["None", "ok"]
    assert schema.conform(pd.read_csv(tmp_path / "b.csv"))["note"].tolist() == [np.nan, "ok"]


@pytest.mark.parametrize("make", [float, str])
def test_numbers_too_large_for_models_are_missing_as_in_training(make: Callable[[float], object]) -> None:
    schema = TableSchema.of(normalise(pd.DataFrame({"a": [1.5, 2.5, 1e31]})))
    read = schema.conform(pd.DataFrame({"a": [make(v) for v in (1e31, -1e31, 1e30, 3.0)]}))["a"]
    np.testing.assert_array_equal(read, [np.nan, np.nan, 1e30, 3.0])


def test_codes_of_a_part_of_a_table_are_still_words(tmp_path: Path) -> None:
    """In training one K1A 0B1 among the zip codes made words of them all; a file of few rows may hold digits only."""
    table = pd.DataFrame({"zip": ["00501", "02134", "10001", "K1A0B1"] * 10, "y": [0, 1, 0, 1] * 10})
    table.to_csv(tmp_path / "all.csv", index=False)
    table.iloc[[0, 1]].to_csv(tmp_path / "some.csv", index=False)
    normal = normalise(read_table(tmp_path / "all.csv").drop(columns="y"))
    schema = TableSchema.of(normal)
    model = model_of(normal, schema)
    assert list(predictions(model, tmp_path / "some.csv")) == list(predictions(model, tmp_path / "all.csv")[:2])
    assert list(schema.conform(pd.read_csv(tmp_path / "some.csv", dtype=schema.as_written))["zip"]) == [
        "00501",
        "02134",
    ]


def test_long_codes_are_words() -> None:
    accounts = [str(10**17 + k) for k in range(5)] * 10
    assert normalise(pd.DataFrame({"account": accounts}))["account"].nunique() == 5


def test_text_with_long_blanks_is_looked_at_at_once() -> None:
    """As in scraped pages; a pattern once took hours for it."""
    padded = [" " * 3000 + f"{k} x" + " " * 3000 for k in range(200)]
    assert not profile_table(pd.DataFrame({"text": padded, "y": range(200)})).column("text").n_missing


def test_decimals_of_a_database_are_read_with_what_is_missing() -> None:
    pyarrow = pytest.importorskip("pyarrow")
    prices = pd.Series([Decimal("1.50"), None, Decimal("2.25")] * 4, dtype=pd.ArrowDtype(pyarrow.decimal128(9, 2)))
    raw = pd.DataFrame({"price": prices})
    schema = TableSchema.of(normalise(raw))
    expect_same(schema.conform(raw), schema.conform(normalise(raw)))
