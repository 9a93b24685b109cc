"""Plain warnings: each appears where it should, nowhere else, and quotes no cell value."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from sklearn.datasets import load_breast_cancer, load_diabetes, load_iris, load_wine

import tables
from cotune.data import complete_spec, normalise, profile_table, profile_target
from cotune.errors import SpecError


def _kinds(frame: pd.DataFrame) -> set[tuple[str, str | None]]:
    return {(w.kind, w.column) for w in profile_table(frame).warnings}


def _target_kinds(frame: pd.DataFrame, target: str = "y") -> set[tuple[str, str | None]]:
    return {(w.kind, w.column) for w in profile_target(normalise(frame), profile_table(frame), target).warnings}


def test_of_sealed_rows_no_leak_is_learned() -> None:
    """What gives the target away in all rows but the sealed ones does so no more when those are all that is left."""
    frame = tables.leaking(400)
    honest = frame.assign(call_duration=np.where(np.arange(400) < 200, frame["call_duration"], 100.0))
    profile = profile_table(honest)
    seen = [profile_target(normalise(honest), profile, "y", part) for part in (np.arange(200), np.arange(200, 400))]
    assert ["call_duration" in look.suspected_leaks() for look in seen] == [False, True]
    assert seen[0].minority_share == seen[1].minority_share


def test_a_plain_table_has_no_warnings() -> None:
    assert _kinds(tables.plain(300)) == set()
    assert _target_kinds(tables.plain(300)) == set()


def test_identifiers_and_constants() -> None:
    assert {
        ("id", "row_id"),
        ("constant", "one"),
        ("constant", "word"),
        ("constant", "nothing"),
    } == _kinds(tables.useless_columns(300))


def test_one_value_that_some_rows_lack_may_give_the_target_away() -> None:
    frame = tables.plain(400).assign(refund=lambda f: np.where(f["y"] == "yes", 1.0, np.nan))
    assert _kinds(frame) == set()
    assert "refund" in profile_target(normalise(frame), profile_table(frame), "y").suspected_leaks()


@pytest.mark.parametrize(
    "name",
    [
        "customerID",
        "Id",
        "user_id",
        "uuid",
        "Unnamed: 0",
        "id_card",
        "Invoice No.",
        "primary_key",
        "row number",
        "index",
    ],
)
def test_unique_numbers_under_the_name_of_an_identifier_are_one(name: str) -> None:
    numbers = np.random.default_rng(0).choice(10**9, 300, replace=False)
    assert ("id", name) in _kinds(tables.plain(300).assign(**{name: numbers}))


REAL = [
    "Number of inhabitants",
    "no of rooms",
    "key rate",
    "record high",
    "Index of quality",
    "body mass index",
    "no_show",
]


@pytest.mark.parametrize("name", ["income", "video", "width", "paid", "idle_time", *REAL])
def test_unique_numbers_under_another_name_are_not(name: str) -> None:
    numbers = np.random.default_rng(0).choice(10**9, 300, replace=False)
    assert ("id", name) not in _kinds(tables.plain(300).assign(**{name: numbers}))


def test_a_column_that_counts_the_rows_is_mentioned_and_kept() -> None:
    frame = tables.plain(300).assign(step=np.arange(300))
    profile = profile_table(frame)
    assert [(w.kind, w.column) for w in profile.warnings] == [("id", "step")]
    assert not profile.columns[-1].is_id_like


def test_numbers_with_signs_are_no_identifiers_but_mentioned() -> None:
    prices = [f"${i:,}.50" for i in range(900, 1200)]
    assert _kinds(tables.plain(300).assign(price=prices)) == {("mixed_types", "price")}


def test_codes_with_leading_zeros_raise_no_warning() -> None:
    assert _kinds(tables.plain(300).assign(postcode=["01067", "10115", "80331"] * 100)) == set()


def test_text_of_single_different_words_is_an_identifier_and_sentences_are_not() -> None:
    kinds = _kinds(tables.free_text(400))
    assert ("id", "code") in kinds
    assert ("id", "review") not in kinds
    assert ("high_cardinality", "shop") in kinds


def test_dates_groups_and_duplicates() -> None:
    assert ("date", "when") in _kinds(tables.dates(300))
    assert ("date", "iso") in _kinds(tables.dates(300))
    assert ("group", "patient_id") in _kinds(tables.repeated_patients(300))
    assert ("duplicates", None) in _kinds(tables.copies(400))


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("Year", np.repeat([1999, 2004, 2001], 20)),
        ("year_month", np.repeat([202_312, 202_401, 202_307], 20)),
        ("timestamp", 1_700_000_000 + 977 * np.arange(60)[::-1]),
        ("sale_year", np.repeat([2001, 2004, 2009], 20)),
    ],
)
def test_numbers_that_tell_when_a_row_was_recorded_are_told_like_dates(name: str, values: np.ndarray) -> None:
    assert ("date", name) in _kinds(tables.plain(60).assign(**{name: values}))


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("year", np.repeat([1, 2, 3], 20)),
        ("year", np.repeat([1999.5, 2004, 2001], 20)),
        ("year_built", np.repeat([1999, 2004, 2001], 20)),
        ("years_of_study", np.repeat([1999, 2004, 2009], 20)),
        ("size", np.repeat([1999, 2004, 2009], 20)),
    ],
)
def test_other_numbers_are_not(name: str, values: np.ndarray) -> None:
    assert ("date", name) not in _kinds(tables.plain(60).assign(**{name: values}))


def test_a_group_without_a_telling_name_is_found_by_what_never_changes_within_it() -> None:
    r = np.random.default_rng(0)
    who = r.integers(0, 40, 600)
    born, home = r.normal(size=40)[who], r.normal(size=40)[who]
    frame = pd.DataFrame({"q": who, "born": born, "home": home, "x": r.normal(size=600)})
    assert ("group", "q") in _kinds(frame)
    assert ("group", "q") not in _kinds(frame.assign(born=r.normal(size=600)))


def test_few_rows_and_many_columns() -> None:
    assert {("small", None), ("wide", None)} <= _kinds(tables.wide(60))


def test_missing_targets_and_imbalance() -> None:
    assert ("missing_target", "y") in _target_kinds(tables.holes_everywhere(300))
    assert ("imbalance", "y") in _target_kinds(tables.unbalanced(300))
    assert ("imbalance", "y") in _target_kinds(tables.several_classes(300))
    frame = tables.unbalanced(200)
    assert profile_target(normalise(frame), profile_table(frame), "y").minority_share == 0.025


def test_a_leak_is_found_and_named_with_its_strength() -> None:
    frame = tables.leaking(1000)
    found = profile_target(normalise(frame), profile_table(frame), "y")
    assert found.suspected_leaks() == ("call_duration",)
    assert found.warnings[0].kind == "leak"


@pytest.mark.parametrize("copy", ["same", "recoded", "scaled"])
def test_copies_of_the_target_are_leaks(copy: str) -> None:
    frame = tables.skewed_numbers(1000) if copy == "scaled" else tables.plain(1000)
    y = frame["y"]
    columns = {"same": y, "recoded": (y == "yes").astype(float) if copy != "scaled" else y, "scaled": y}
    frame["proxy"] = columns[copy] * 3 + 1 if copy == "scaled" else columns[copy]
    assert profile_target(normalise(frame), profile_table(frame), "y").suspected_leaks()[0] == "proxy"


@pytest.mark.parametrize("load", [load_breast_cancer, load_diabetes, load_iris, load_wine])
def test_honest_tables_raise_no_leak_alarm(load: object) -> None:
    frame = load(as_frame=True).frame  # type: ignore[operator]
    assert profile_target(normalise(frame), profile_table(frame), "target").suspected_leaks() == ()


def test_no_warning_quotes_a_cell_value() -> None:
    secret = "Xq7Zsecret"
    for animal in tables.ZOO:
        frame = animal.make(200, 0)
        frame = frame.assign(canary=[secret, "9", "8", secret + "b"] * (len(frame) // 4))
        profile = profile_table(frame)
        for warning in (*profile.warnings, *profile_target(normalise(frame), profile, "y").warnings):
            assert secret not in warning.message


def test_a_leak_is_found_in_whole_numbers_and_among_repeats() -> None:
    frame = tables.skewed_numbers(1000)
    frame["copied"] = frame["y"].rank(method="first").floordiv(5) * 5
    assert "copied" in profile_target(normalise(frame), profile_table(frame), "y").suspected_leaks()


@pytest.mark.parametrize("huge", [1e308, -1e31, np.inf])
def test_numbers_that_are_too_large_to_calculate_with_are_counted_as_such(huge: float) -> None:
    frame = tables.plain(300).assign(some=[huge] * 3 + [1.5, 2.5, 3.5] * 99, all=huge)
    warnings = {(w.kind, w.column): w.message for w in profile_table(frame).warnings}
    assert "3 values are infinite or beyond 1e30" in warnings["too_large", "some"]
    assert "300 values are infinite or beyond 1e30" in warnings["too_large", "all"]
    assert set(warnings) == {("too_large", "some"), ("too_large", "all"), ("constant", "all")}


def test_a_target_of_numbers_that_are_too_large_is_refused_with_that_reason() -> None:
    with pytest.raises(SpecError, match="beyond 1e30"):
        complete_spec({"target": "y"}, profile_table(tables.plain(300).assign(y=1e308)))
