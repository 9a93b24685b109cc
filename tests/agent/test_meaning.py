"""What words mean to the planner: names that say the same in other words, and what is asked when it isn't sure."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from cotune.agent import plan
from cotune.agent.planner.meaning import meaning, nearness, said_of
from cotune.data import normalise, profile_table
from cotune.model.profile import TableProfile

N = 200


@pytest.fixture(scope="module")
def shop() -> TableProfile:
    r = np.random.default_rng(0)
    frame = {
        "staff_count": r.integers(1, 9, N),
        "waste_kg": r.gamma(2.0, 3.0, N),
        "closed_down": r.choice(["no", "no", "yes"], N),
        "seats": r.integers(10, 90, N),
        "inspector": r.choice(list("abc"), N),
        "customer": [f"c{i % 60}" for i in range(N)],
    }
    return profile_table(normalise(pd.DataFrame(frame)))


def test_a_meaning_is_a_direction_and_no_words_have_none() -> None:
    assert np.linalg.norm(meaning("how much we throw away")) == pytest.approx(1.0)
    assert not meaning(" 12 ? ").any()
    assert nearness("rubbish", "rubbish") == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("said", "meant", "not_meant"),
    [
        ("the place will be shut", "closed down", "staff count"),
        ("what we throw away", "waste", "seats"),
        ("coming back or not", "returned", "delivery days"),
        ("head count on each trip", "passengers", "roadworks"),
        ("kilos that are thrown away", "waste", "price"),
    ],
)
def test_words_that_mean_the_same_are_near(said: str, meant: str, not_meant: str) -> None:
    assert nearness(said, meant) > nearness(said, not_meant) + 0.1


def test_a_name_is_read_as_its_words() -> None:
    assert said_of("unit_qty") == "unit quantity"
    assert said_of("waste_kg") == "waste"


@pytest.mark.parametrize(
    ("goal", "target"),
    [("Will the place be shut?", "closed_down"), ("How much garbage is there in the evening?", "waste_kg")],
)
def test_a_column_is_found_though_no_word_of_its_name_is_said(goal: str, target: str, shop: TableProfile) -> None:
    drafted = plan(goal, shop)
    assert drafted.question is None
    assert drafted.stated["target"] == target


@pytest.mark.parametrize("goal", ["Predict the weather on Mars.", "Tell me who wins the lottery."])
def test_nothing_near_is_asked_about(goal: str, shop: TableProfile) -> None:
    drafted = plan(goal, shop)
    assert drafted.question is not None
    assert drafted.question.about == "target"


def test_a_question_begins_with_what_the_goal_may_mean(shop: TableProfile) -> None:
    drafted = plan("We open at six. The garbage at the end of a day is what bothers me.", shop)
    assert drafted.question is not None
    assert drafted.question.candidates[0] == "waste_kg"


def test_whose_thing_it_is_isnt_the_target(shop: TableProfile) -> None:
    """Names of things that rows share are no classes, unless the goal asks for them outright."""
    asked = plan("Which of our customers is it worth calling?", shop)
    assert asked.stated.get("target") != "customer"
    assert plan("Predict customer.", shop).stated["target"] == "customer"
