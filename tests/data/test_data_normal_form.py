"""What each kind of column becomes; and that any objects whatever normalise, idempotently, or are refused."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cotune.data import normalise, profile_table, read_snapshot, write_snapshot
from cotune.data.content import content_hash
from cotune.data.normal_form import normal_form
from cotune.errors import DataError
from cotune_runtime import MissingColumns, TableSchema, UnusableTable


def _normal(values: object) -> pd.Series:
    return normalise(pd.DataFrame({"v": values}))["v"]


def test_numbers_written_as_text_become_numbers() -> None:
    assert _normal(["1", " 2", "3"]).tolist() == [1, 2, 3]
    assert _normal(["1", "2", "3"]).dtype == np.int64
    totals = _normal(["1.5", " ", "", "?", "NA", "2e3"])
    assert totals.dtype == np.float64
    assert totals.isna().tolist() == [False, True, True, True, True, False]


def test_codes_with_leading_zeros_stay_codes() -> None:
    assert _normal(["01067", "80331", "10115"] * 4).cat.categories.tolist() == ["01067", "10115", "80331"]


def test_a_few_words_among_numbers_count_as_missing_with_a_warning_that_quotes_none() -> None:
    form = normal_form(pd.DataFrame({"v": [str(i) for i in range(99)] + ["secret"]}))
    assert form.frame["v"].dtype == np.float64
    assert form.frame["v"].isna().sum() == 1
    (warning,) = form.warnings
    assert warning.kind == "mixed_types"
    assert warning.column == "v"
    assert "secret" not in warning.message


def test_half_numbers_half_words_stay_words_with_a_warning() -> None:
    form = normal_form(pd.DataFrame({"v": ["1", "2", "many", "few"] * 10}))
    assert isinstance(form.frame["v"].dtype, pd.CategoricalDtype)
    assert [w.kind for w in form.warnings] == ["mixed_types"]


def test_missing_booleans_and_blank_strings() -> None:
    flags = _normal(pd.array([True, None, False], dtype="boolean"))
    assert flags.cat.categories.tolist() == ["False", "True"]
    assert flags.tolist()[::2] == ["True", "False"]
    assert _normal([True, None]).dropna().tolist() == ["True"]
    assert _normal(["a", "  ", None]).isna().tolist() == [False, True, True]
    assert _normal(["", " "]).isna().all()


def test_odd_number_types() -> None:
    assert _normal([Decimal("1.25"), None]).tolist()[0] == 1.25
    assert _normal(pd.to_timedelta([1, 2], unit="min")).tolist() == [60.0, 120.0]
    assert _normal([dt.timedelta(minutes=1), None]).tolist()[0] == 60.0
    assert _normal([10**30, 1]).tolist() == [1e30, 1.0]
    assert _normal([1e31, 1.0, -1e300]).isna().tolist() == [True, False, True]
    assert _normal(np.array([2**64 - 1], dtype=np.uint64)).dtype == np.float64
    assert _normal([1.0, np.inf, -np.inf]).isna().tolist() == [False, True, True]


@pytest.mark.parametrize(
    "values",
    [
        ["2024-01-31", "2023-12-01"],
        ["2024/01/31", "2023/12/01"],
        ["2024-01-31T10:00:00Z", "2023-12-01T11:30:00+01:00"],
        ["1/31/2024", "12/1/2023"],
        ["01/31/2024 02:00 PM", "12/01/2023 9:30:00 am"],
        ["31-Jan-2024", "01-DEC-2023"],
        ["31 January 2024 10:15", "1 Dec 2023"],
        ["Jan 31, 2024", "December 1 2023"],
        [dt.date(2024, 1, 31), None],
        [dt.datetime(2024, 1, 31, tzinfo=dt.UTC), dt.datetime(2023, 1, 1, tzinfo=dt.timezone(dt.timedelta(hours=2)))],
        pd.period_range("2024-01", periods=2, freq="M"),
        pd.date_range("2024", periods=2, tz="Asia/Tokyo"),
        [dt.date(1, 1, 1), dt.date(9999, 12, 31)],
    ],
)
def test_dates_become_dates_without_zone(values: object) -> None:
    assert str(_normal(values).dtype) == "datetime64[us]"


@pytest.mark.parametrize("odd", ["unknown", "?", "-", "0000-00-00", "NA"])
@pytest.mark.parametrize("form", ["%Y-%m-%d", "%m/%d/%Y", "%d-%b-%Y"])
def test_a_few_odd_values_among_dates_count_as_missing_with_a_warning(form: str, odd: str) -> None:
    values = pd.date_range("2020", periods=99).strftime(form).tolist()
    profile = profile_table(pd.DataFrame({"v": [*values, odd]}))
    (column,) = profile.columns
    assert (column.kind, column.n_missing, column.is_id_like) == ("datetime", 1, False)
    assert any("can't be read" in w.message for w in profile.warnings) == (odd == "unknown")


@pytest.mark.parametrize("form", ["%Y-%m-%d", "%d %b %Y"])
def test_other_forms_among_dates_are_read_where_they_are_clear_and_never_guessed(form: str) -> None:
    dates = pd.date_range("2024-01-01", periods=98).strftime(form).tolist()
    read = normal_form(pd.DataFrame({"v": [*dates, "31-Jan-2024", "2024-02-01"]}))
    assert read.frame["v"].tolist()[-2:] == [pd.Timestamp("2024-01-31"), pd.Timestamp("2024-02-01")]
    assert not read.warnings
    read = normal_form(pd.DataFrame({"v": [*dates, "03.02.2024", "05/02/2024"]}))
    assert read.frame["v"].isna().tolist() == [False] * 98 + [True] * 2
    assert "2 of its values can't be read" in read.warnings[0].message
    read = normal_form(pd.DataFrame({"v": [*dates[:56], *["03.02.2024", "05/02/2024"] * 5]}))
    assert read.frame["v"].dtype != "datetime64[us]"


def test_many_odd_values_among_dates_leave_text_that_is_no_identifier() -> None:
    values = pd.date_range("2020", periods=90).strftime("%Y-%m-%d").tolist()
    profile = profile_table(pd.DataFrame({"v": values + [f"visit{i}" for i in range(10)]}))
    assert not profile.columns[0].is_id_like
    assert any("seems to hold dates" in w.message for w in profile.warnings)


@pytest.mark.parametrize(
    ("values", "advice"),
    [(["01/02/2024 02:00 PM", "3/4/2024 1:00 AM"], "the day or the month;"), (["31.1.24", "1.2.24"], "the day;")],
)
def test_the_advice_on_dates_says_what_they_may_start_with(values: list[str], advice: str) -> None:
    frame = pd.DataFrame({"v": values * 20, "w": range(40)})
    assert any(advice in w.message for w in profile_table(frame).warnings)


@pytest.mark.parametrize("values", [["31.01.2024", "01.12.2023"], ["1/2/2024", "3/4/2024"], ["31/1/2024", "1/2/2024"]])
def test_dates_that_read_differently_elsewhere_stay_text_with_a_warning(values: list[str]) -> None:
    frame = pd.DataFrame({"v": values * 20, "w": range(40)})
    assert isinstance(normalise(frame)["v"].dtype, pd.CategoricalDtype)
    assert [w.kind for w in profile_table(frame).warnings if w.column == "v"] == ["mixed_types"]


def test_dates_and_texts_of_dates_together_are_dates_without_a_warning() -> None:
    form = normal_form(pd.DataFrame({"v": pd.Series([dt.date(2024, 1, 31), "2024-02-01"] * 9, dtype=object)}))
    assert str(form.frame["v"].dtype) == "datetime64[us]"
    assert form.warnings == ()


def test_zones_are_converted_to_utc() -> None:
    assert _normal(["2024-01-31T10:00:00+02:00", "2024-01-31T08:00:00Z"]).nunique() == 1


def test_categories_keep_their_order_and_lose_unused_levels() -> None:
    sizes = pd.Categorical(["s", "l", None], categories=["s", "m", "l"], ordered=True)
    assert _normal(sizes).cat.categories.tolist() == ["s", "l"]
    assert _normal(pd.Categorical([2.0, 1.0])).cat.categories.tolist() == ["1", "2"]


def test_named_levels_of_the_index_are_columns_and_unnamed_ones_are_not() -> None:
    frame = pd.DataFrame({"day": pd.date_range("2020", periods=4), "shop": list("abab"), "sales": range(4)})
    assert normalise(frame.set_index("day")).equals(normalise(frame))
    assert normalise(frame.set_index(["shop", "day"])).equals(normalise(frame[["shop", "day", "sales"]]))
    assert normalise(frame.groupby("shop").agg({"sales": ["mean", "max"]})).columns[0] == "shop"
    for dull in (frame.rename_axis(index="sales"), frame.set_axis(list("wxyz"))):
        assert normalise(dull).equals(normalise(frame))


def test_sentences_are_text_and_repeated_phrases_are_categories() -> None:
    reviews = [f"this is review number {i} of many" for i in range(30)]
    assert not isinstance(_normal(reviews).dtype, pd.CategoricalDtype)
    assert isinstance(_normal(["senior software engineer", "head of the department"] * 20).dtype, pd.CategoricalDtype)


def test_text_with_broken_unicode_can_be_stored(tmp_path: Path) -> None:
    write_snapshot(pd.DataFrame({"v": pd.Series(["ok", "bad \ud800", "bad ?", "\x00"] * 5, dtype=object)}), tmp_path)
    assert read_snapshot(tmp_path)["v"].nunique() == 3


KINDS = (
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=8),
    st.binary(max_size=4),
    st.decimals(allow_nan=False),
    st.dates(),
    st.datetimes(),
    st.datetimes(timezones=st.just(dt.UTC)),
    st.timedeltas(min_value=dt.timedelta(days=-90_000), max_value=dt.timedelta(days=90_000)),
    st.times(),
    st.lists(st.integers(), max_size=2),
    st.dictionaries(st.text(max_size=2), st.integers(), max_size=2),
    st.sampled_from(
        [
            Decimal("NaN"),
            pd.NA,
            pd.NaT,
            np.nan,
            np.float32(1),
            np.int8(3),
            np.datetime64("2020"),
            "1",
            "?",
            "2020-01-01",
        ]
    ),
)
CELLS = st.one_of(*KINDS)
ALIKE = st.one_of(*(st.lists(st.none() | kind, min_size=1, max_size=12) for kind in KINDS))


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(values=st.lists(CELLS, min_size=1, max_size=12) | ALIKE)
def test_any_objects_normalise_idempotently_and_can_be_hashed(values: list[object]) -> None:
    frame = pd.DataFrame({"v": pd.Series(values, dtype=object)})
    once = normalise(frame)
    pd.testing.assert_frame_equal(normalise(once), once)
    assert content_hash(once) == content_hash(normalise(frame.copy()))
    profile_table(frame)


@pytest.mark.parametrize("dates", [pd.date_range("2024", periods=4), pd.period_range("2024-01", periods=4, freq="M")])
def test_dates_that_are_the_index_are_a_column_also_without_a_name(dates: pd.Index) -> None:
    frame = pd.DataFrame({"sales": [1.0, 2.0, 3.0, 4.0]}, index=dates)
    normal = normalise(frame)
    assert normal.dtypes.astype(str).to_dict() == {"index": "datetime64[us]", "sales": "float64"}
    schema = TableSchema.of(normal)
    for table in (frame, frame.reset_index(), frame.iloc[::-1]):
        read = schema.conform(table)
        assert read["index"].sort_values().tolist() == normal["index"].tolist()
    assert list(normalise(frame.assign(index=1)).columns) == ["sales", "index"]
    with pytest.raises(MissingColumns, match="'index'"):
        schema.conform(frame.reset_index(drop=True))


@pytest.mark.parametrize("names", [["k", "k"], [1, "1"]])
def test_levels_of_the_index_that_share_a_name_are_refused(names: list[object]) -> None:
    index = pd.MultiIndex.from_arrays([[1, 2, 3], [4, 5, 6]], names=names)
    frame = pd.DataFrame({"y": [1, 2, 3]}, index=index)
    with pytest.raises(DataError, match=rf"more than one level named '{names[1]}'"):
        normalise(frame)
    with pytest.raises(UnusableTable, match=rf"more than one level named '{names[1]}'"):
        TableSchema([str(names[1]), "y"], ["number", "number"]).conform(frame)
    assert TableSchema(["y"], ["number"]).conform(frame)["y"].tolist() == [1, 2, 3]
