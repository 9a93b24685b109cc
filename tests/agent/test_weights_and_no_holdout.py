"""A goal may name the column of row weights, and may want no sealed rows."""

from __future__ import annotations

import pandas as pd
import pytest

from cotune.agent.planner.understand import understand
from cotune.data import profile_table

PROFILE = profile_table(pd.DataFrame({"fnlwgt": range(100, 160), "age": range(60), "income": ["lo", "hi"] * 30}))


def stated(goal: str, field: str) -> object:
    found = understand(goal, PROFILE).fields.get(field)
    return found.value if found else None


@pytest.mark.parametrize(
    "goal",
    [
        "predict income, weighted by fnlwgt",
        "predict income; use fnlwgt as sample weight",
        "predict income. fnlwgt is the survey weight.",
        "predict income; weights: fnlwgt",
        "predict income, weigh the rows by fnlwgt, 2 minutes",
        "income vorhersagen, gewichtet nach fnlwgt",
    ],
)
def test_the_column_of_weights_is_read(goal: str) -> None:
    assert stated(goal, "weight_column") == "fnlwgt"


@pytest.mark.parametrize(
    ("goal", "column"),
    [
        ("predict income, weighted by fnlwgt", "fnlwgt"),
        ("predict income, weight the rows by fnlwgt", "fnlwgt"),
        ("predict income, use fnlwgt as weights", "fnlwgt"),
        ("predict income, weighted by weight", "weight"),
        ("predict the weight, weighted by fnlwgt", "fnlwgt"),
        ("predict weight from fnlwgt", None),
        ("predict weight by fnlwgt", None),
        ("predict income from weight and age", None),
    ],
)
def test_a_column_called_weight_does_not_take_the_word(goal: str, column: str | None) -> None:
    heavy = profile_table(
        pd.DataFrame({"weight": [60.5 + i for i in range(60)], "fnlwgt": range(100, 160), "age": range(60)}).assign(
            income=["lo", "hi"] * 30
        )
    )
    found = understand(goal, heavy).fields.get("weight_column")
    assert (found.value if found else None) == column


@pytest.mark.parametrize("goal", ["predict income with weighted f1", "predict age from fnlwgt", "predict income"])
def test_other_weights_are_none(goal: str) -> None:
    assert stated(goal, "weight_column") is None


@pytest.mark.parametrize(
    "words", ["without a holdout", "no hold-out", "no holdout set", "seal no rows", "ohne Holdout", "hold back nothing"]
)
def test_no_holdout_is_read(words: str) -> None:
    assert stated(f"predict income, {words}, 3 trials", "holdout_fraction") == 0.0


@pytest.mark.parametrize("words", ["there is no test set yet", "30% holdout", "do not open the holdout"])
def test_other_words_keep_sealed_rows(words: str) -> None:
    assert stated(f"predict income, {words}", "holdout_fraction") in (None, 0.3)
