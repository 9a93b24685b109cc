"""What a goal tells of other people or of the past is no wish; what it says beside that is."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from cotune.agent import plan
from cotune.data import normalise, profile_table

_R = np.random.default_rng(0)
_N = 400
FLATS = profile_table(
    normalise(
        pd.DataFrame(
            {
                "area_sqm": _R.normal(70, 20, _N).round(1),
                "rooms": _R.integers(1, 7, _N),
                "floor": _R.integers(0, 9, _N),
                "district": _R.choice(["north", "south", "east", "west"], _N),
                "listed_on": pd.date_range("2024-01-01", periods=_N),
                "rent_eur": _R.gamma(3.0, 300.0, _N).round(2),
            }
        )
    )
)


def stated(words: str) -> dict[str, object]:
    found = plan(f"Predict rent_eur. {words}", FLATS)
    assert found.question is None, found.question
    return {name: value for name, value in found.stated.items() if name not in ("target", "task")}


@pytest.mark.parametrize(
    "words",
    [
        "My colleague used a single core last week.",
        "My colleague took half a gig of memory.",
        "Last year my boss used no holdout.",
        "My boss tried threefold cross validation.",
        "My boss used no gpu.",
        "My colleague used the cpu only.",
        "My predecessor left floor out.",
        "My colleague dropped the district column.",
        "My colleague dropped the caste column.",
        "Last year my boss split by district.",
        "Last month we weighted the rows by floor.",
        "Last month my colleague used only area_sqm and rooms.",
        "Last year we stratified.",
        "My boss made a time split on listed_on.",
        "My colleague tried classification with 3 classes.",
        "My boss needed 500 folds.",
        "They trained for -5 minutes on a TPU.",
    ],
)
def test_what_others_did_is_no_wish(words: str) -> None:
    assert stated(words) == {}


@pytest.mark.parametrize(
    ("words", "wish"),
    [
        ("My boss tried threefold cross validation. Use 10 folds.", {"folds": 10}),
        ("My colleague used the cpu only. Use the gpu.", {"device": "cuda"}),
        ("My colleague ran at most 5 trials. Run at least 50 trials.", {"trials": 50}),
        ("Run 5 minutes. My boss ran it for at least 3 hours.", {"seconds": 300.0}),
        ("My colleague used floor last year. Leave it out.", {"exclude_columns": ("floor",)}),
        (
            "We had three flats per house, so split by district.",
            {"split": "group", "group_column": "district"},
        ),
        ("Leave out floor. Last year my boss had it used.", {"exclude_columns": ("floor",)}),
    ],
)
def test_what_is_said_beside_it_is(words: str, wish: dict[str, object]) -> None:
    assert stated(words) == wish
