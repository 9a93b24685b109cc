"""Hyperparameters as they are typed behind a command."""

from __future__ import annotations

import pytest

from cotune.errors import UserError
from cotune.model.spec import Range
from cotune.study.typed import typed_hint, typed_values


def test_a_range_is_an_interval_or_a_choice() -> None:
    words = ["max_depth=3..6", "learning_rate=.01..1e-1", "grow_policy=lossguide,depthwise", "n_estimators=200"]
    hint = typed_hint("xgboost", words, weight=0.3)
    assert (hint.family, hint.weight) == ("xgboost", 0.3)
    assert hint.ranges == (
        Range(family="xgboost", name="max_depth", low=3, high=6),
        Range(family="xgboost", name="learning_rate", low=0.01, high=0.1),
        Range(family="xgboost", name="grow_policy", choices=("lossguide", "depthwise")),
        Range(family="xgboost", name="n_estimators", choices=(200,)),
    )


def test_a_setting_is_never_taken_for_an_argument_of_ours() -> None:
    hint = typed_hint("xgboost", ["weight=0.3", "family=linear"])
    assert hint.weight == 0.5
    assert [r.name for r in hint.ranges] == ["weight", "family"]


def test_a_value_is_a_number_a_truth_value_or_a_word() -> None:
    words = ["max_depth=4", "gamma=.5", "alpha=+1e-3", "shrinking=True", "kernel=rbf", "how=nan"]
    assert typed_values(words) == {
        "max_depth": 4,
        "gamma": 0.5,
        "alpha": 0.001,
        "shrinking": True,
        "kernel": "rbf",
        "how": "nan",
    }


@pytest.mark.parametrize("word", ["max_depth", "=4", "max_depth="])
def test_what_is_no_setting_is_told_what_one_looks_like(word: str) -> None:
    with pytest.raises(UserError, match=r"max_depth=3\.\.6"):
        typed_hint("xgboost", [word])


@pytest.mark.parametrize("text", ["..6", "3..", "3..deep", "low..high", ".."])
def test_an_interval_has_both_its_ends(text: str) -> None:
    with pytest.raises(UserError, match="both of its ends"):
        typed_hint("xgboost", [f"max_depth={text}"])


def test_a_setting_that_is_given_twice_is_told() -> None:
    with pytest.raises(UserError, match="grow_policy is given twice"):
        typed_hint("xgboost", ["grow_policy=lossguide", "grow_policy=depthwise"])
