from __future__ import annotations

import warnings

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from cotune.data import normalise
from cotune_runtime import UNSEEN, MissingColumns, TableSchema, UnreadableValues, UnusableTable

FRAME = pd.DataFrame(
    {
        "n": [1, 2, 3],
        "x": [1.5, np.nan, 2.0],
        "b": [True, False, True],
        "c": pd.Categorical(["x", "1", None], categories=["x", "1"]),
        "t": pd.Series(["lorem ipsum", None, "z"], dtype="str"),
        "d": pd.to_datetime(["2020-01-01", None, "2021-02-03"]),
    }
)
SCHEMA = TableSchema.of(FRAME)


def test_kinds_and_levels_come_from_the_frame() -> None:
    assert SCHEMA.kinds == ["number", "number", "boolean", "category", "text", "datetime"]
    assert SCHEMA.levels == {"c": ["x", "1"]}
    assert SCHEMA.named("number", "boolean") == ["n", "x", "b"]


def test_conforming_twice_changes_nothing() -> None:
    once = SCHEMA.conform(FRAME)
    pd.testing.assert_frame_equal(SCHEMA.conform(once), once)


def test_raw_values_are_read_as_the_training_table_was() -> None:
    raw = pd.DataFrame(
        {
            "more": [0, 0, 0],
            "d": ["2020-01-01", "garbage", pd.Timestamp("2020-01-01", tz="Asia/Tokyo")],
            "t": [None, 3, "z"],
            "c": [1.0, "q", " x "],
            "b": ["yes", None, "False"],
            "x": ["7 ", "much", None],
            "n": [np.inf, "4", True],
        },
        index=["r", "s", "t"],
    )
    read = SCHEMA.conform(raw)
    assert list(read.index) == ["r", "s", "t"]
    assert list(read.columns) == SCHEMA.names
    np.testing.assert_array_equal(read["n"], [np.nan, 4, 1])
    np.testing.assert_array_equal(read["x"], [7, np.nan, np.nan])
    np.testing.assert_array_equal(read["b"], [1, np.nan, 0])
    assert read["c"].tolist() == ["1", UNSEEN, "x"]
    pd.testing.assert_frame_equal(SCHEMA.conform(read), read)
    assert read["t"].tolist() == [None, "3", "z"]
    assert read["d"].tolist() == [pd.Timestamp("2020-01-01"), pd.NaT, pd.Timestamp("2019-12-31 15:00")]


@pytest.mark.parametrize("nothing", [None, np.nan, pd.NA, pd.NaT])
def test_columns_without_any_value_are_missing_values(nothing: object) -> None:
    read = SCHEMA.conform(pd.DataFrame({name: pd.Series([nothing] * 2, dtype=object) for name in SCHEMA.names}))
    assert read.isna().all(axis=None)
    assert read.dtypes.astype(str).tolist()[:4] == ["float64", "float64", "float64", "category"]


@pytest.mark.parametrize(
    "convert", [pd.DataFrame.convert_dtypes, lambda f: f.astype(object), dict, lambda f: f.iloc[:0]]
)
def test_other_containers_of_the_same_table_are_taken(convert: object) -> None:
    assert callable(convert)
    read = SCHEMA.conform(convert(FRAME))
    expected = SCHEMA.conform(FRAME).iloc[: len(read)]
    pd.testing.assert_frame_equal(read, expected, check_dtype=False, check_index_type=False)


def test_a_column_may_be_a_named_level_of_the_index() -> None:
    expected = SCHEMA.conform(FRAME)
    for names in (["d"], ["c", "n"]):
        read = SCHEMA.conform(FRAME.set_index(names)).reset_index(drop=True)
        pd.testing.assert_frame_equal(read, expected)
    pd.testing.assert_frame_equal(SCHEMA.conform(FRAME.rename_axis(index="x")), expected, check_names=False)


def test_what_cannot_be_mended_is_said() -> None:
    with pytest.raises(MissingColumns, match=r"lacks 2 column.*'n', 'c'"):
        SCHEMA.conform(FRAME.drop(columns=["n", "c"]))
    with pytest.raises(UnusableTable, match="more than one column named 'x'"):
        SCHEMA.conform(pd.concat([FRAME, FRAME[["x"]]], axis=1))
    with pytest.raises(UnusableTable, match="6 columns"):
        SCHEMA.conform(np.zeros((2, 3)))


AGES = TableSchema.of(pd.DataFrame({"age": [30.0, 41.5], "n": [1, 2]}))
EUROPEAN = ["30.000,50", "1.200,00", "7,5"]


@pytest.mark.parametrize(
    "values", [["old"] * 3, EUROPEAN, [[1], [2], None], pd.Categorical(EUROPEAN), pd.date_range("2024", periods=3)]
)
def test_a_column_of_numbers_without_one_is_refused(values: object) -> None:
    with pytest.raises(UnusableTable, match=r"none of the \d values of column 'age' is a number"):
        AGES.conform(pd.DataFrame({"age": values, "n": [1, 2, 3]}))


def test_values_that_are_no_numbers_are_told_once_for_each_column() -> None:
    table = pd.DataFrame({"age": ["30", "old", "", None, "NA", "1e300", "4,5"], "n": [1, 2, 3, 4, 5, 6, "x"]})
    with pytest.warns(UnreadableValues) as told:
        read = AGES.conform(table)
    assert [str(w.message) for w in told] == [
        "column 'age': 2 of 4 values are no numbers and count as missing",
        "column 'n': 1 of 7 values is no number and counts as missing",
    ]
    assert read["age"].tolist()[0] == 30.0
    assert read["age"].isna().sum() == 6


@pytest.mark.parametrize("values", [["30", " 41.5 "], ["", "nan"], [None, None], [True, 2], [1e300, "1e300"]])
def test_numbers_and_missing_values_are_not_told(values: list[object]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        AGES.conform(pd.DataFrame({"age": pd.Series(values, dtype=object), "n": [1, 2]}))


@pytest.mark.parametrize("mark", ["?", "-", " -- ", ".", "nil", "#n/a", "NULL"])
def test_what_is_a_missing_mark_in_training_is_one_in_prediction(mark: str) -> None:
    schema = TableSchema.of(normalise(pd.DataFrame({"a": ["1", "2", mark, "4"] * 10})))
    assert schema.kinds == ["number"]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert schema.conform({"a": [mark, mark]})["a"].isna().all()


WHEN = TableSchema(["when"], ["datetime"])
FLAG = TableSchema(["flag"], ["boolean"])


@pytest.mark.parametrize(
    ("schema", "values", "noun"),
    [
        (WHEN, ["soon", "later"], "date"),
        (WHEN, [1.7e9, 1.8e9], "date"),
        (WHEN, ["03.02.2024", "04.02.2024"], "date"),
        (WHEN, ["03/02/2024", "31/01/2024"], "date"),
        (WHEN, ["03-02-24", "04-02-24"], "date"),
        (FLAG, ["Ja", "Nein"], "truth value"),
        (FLAG, [2, 3], "truth value"),
    ],
)
def test_a_column_of_dates_or_truth_values_without_one_is_refused(
    schema: TableSchema, values: list[object], noun: str
) -> None:
    with pytest.raises(UnusableTable, match=rf"none of the 2 values of column '\w+' is a {noun}, as.*is written like"):
        schema.conform({schema.names[0]: values})


@pytest.mark.parametrize(
    ("schema", "values", "told", "read"),
    [
        (WHEN, ["2024-01-31", "x", "-"], "1 of 2 values is no date and counts", ["2024-01-31", None, None]),
        (WHEN, ["2024-01-31", "03.02.2024", "1.2.24"], "2 of 3 values are no dates and count", ["2024-01-31"]),
        (WHEN, ["31 Jan 2024", "03/02/2024", "31/01/2024"], "2 of 3 values are no dates and count", ["2024-01-31"]),
        (FLAG, ["yes", "Nein", "N/A"], "1 of 2 values is no truth value and counts", [1.0]),
        (FLAG, [1, 0, 7], "1 of 3 values is no truth value and counts", [1.0, 0.0]),
    ],
)
def test_unread_dates_and_truth_values_are_told(
    schema: TableSchema, values: list[object], told: str, read: list[object]
) -> None:
    with pytest.warns(UnreadableValues, match=f"{told} as missing"):
        found = schema.conform({schema.names[0]: values}).iloc[:, 0]
    expected = pd.Series([*read, *[None] * (3 - len(read))], dtype=found.dtype)
    pd.testing.assert_series_equal(found, expected, check_names=False)


@pytest.mark.parametrize("text", ["now", "today", "12:30", "12:30:15.1234", "10 am", "may", "T1"])
def test_a_text_without_a_year_is_no_date(text: str) -> None:
    """Read off the clock, a model would predict otherwise on another day."""
    with pytest.warns(UnreadableValues, match="1 of 2 values is no date"):
        assert WHEN.conform({"when": ["2024-01-31", text]})["when"].isna().tolist() == [False, True]


def test_what_reads_as_dates_and_truth_values_is_not_told() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        dates = ["01/31/2024", "2/3/2024", "2024-02-03 10:00", "3 Feb 2024", "2024-02", None, "0000-00-00"]
        assert WHEN.conform({"when": dates})["when"].dt.month.tolist()[:5] == [1, 2, 2, 2, 2]
        FLAG.conform({"flag": [True, None, "no", 1.0, ""]})
        WHEN.conform(pd.DataFrame({"when": pd.Series([None, None], dtype=float)}))


@pytest.mark.parametrize("make", [pa.table, lambda columns: Columns(pd.DataFrame(columns))])
def test_other_tables_are_read_by_the_names_of_their_columns(make: object) -> None:
    assert callable(make)
    read = TableSchema(["a", "b"], ["number", "number"]).conform(make({"b": [1.0, 2.0], "a": [10.0, 20.0]}))
    assert read["a"].tolist() == [10.0, 20.0]


class Columns:
    """A table of some other library, which numpy takes for an array."""

    def __init__(self, frame: pd.DataFrame) -> None:
        self.columns, self.frame = list(frame.columns), frame

    def __array__(self, *_: object, **__: object) -> np.ndarray:
        return self.frame.to_numpy()

    def to_pandas(self) -> pd.DataFrame:
        return self.frame


def test_a_table_whose_names_are_lost_is_not_read_by_position() -> None:
    table = Columns(pd.DataFrame({"b": [1.0], "a": [10.0]}))
    table.to_pandas = None
    with pytest.raises(UnusableTable, match="columns of a Columns can't be read by name; pass a pandas DataFrame"):
        TableSchema(["a", "b"], ["number", "number"]).conform(table)


def test_single_values_are_one_row() -> None:
    schema = TableSchema(["age", "town"], ["number", "category"], {"town": ["Ulm"]})
    read = schema.conform({"age": 30, "town": "Ulm"})
    assert read.to_dict("records") == [{"age": 30.0, "town": "Ulm"}]
    with pytest.raises(UnusableTable, match="these columns make no table"):
        schema.conform({"age": [30, 31], "town": ["Ulm"]})


def test_a_column_called_none_is_not_the_index_without_a_name() -> None:
    with pytest.raises(MissingColumns, match="'None'"):
        TableSchema(["None"], ["number"]).conform(pd.DataFrame({"a": [1.0]}))


def test_a_single_value_may_be_a_stray_one() -> None:
    with pytest.warns(UnreadableValues, match="'age': 1 of 1 values is no number"):
        assert AGES.conform({"age": ["old"], "n": [1]})["age"].isna().all()
