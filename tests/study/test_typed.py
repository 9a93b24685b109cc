"""Hyperparameters as they are typed behind a command."""

from __future__ import annotations

import pytest

from cotune.errors import UserError
from cotune.study.typed import typed_ranges, typed_values


def test_a_range_is_an_interval_or_a_choice() -> None:
    words = ["max_depth=3..6", "learning_rate=0.01..1e-1", "grow_policy=lossguide,depthwise", "n_estimators=200"]
    assert typed_ranges(words) == {
        "max_depth": (3, 6),
        "learning_rate": (0.01, 0.1),
        "grow_policy": ["lossguide", "depthwise"],
        "n_estimators": [200],
    }


def test_a_value_is_a_number_a_truth_value_or_a_word() -> None:
    words = ["max_depth=4", "gamma=0.5", "shrinking=True", "kernel=rbf"]
    assert typed_values(words) == {"max_depth": 4, "gamma": 0.5, "shrinking": True, "kernel": "rbf"}


@pytest.mark.parametrize("word", ["max_depth=3..", "max_depth=..6", "max_depth=low..high"])
def test_an_interval_has_two_numbers(word: str) -> None:
    with pytest.raises(UserError, match=r"is no interval\n  -> give two numbers, for example 3\.\.6"):
        typed_ranges([word])


@pytest.mark.parametrize("word", ["max_depth", "=4", "max_depth="])
def test_what_is_no_setting_is_told_what_one_looks_like(word: str) -> None:
    with pytest.raises(UserError, match=r"max_depth=3\.\.6"):
        typed_ranges([word])
