"""What a model is told of its mistakes: no figure of a column, unless figures are shared."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from scripted_model import ScriptedChatModel
from studies import phone_profile, request, running, shared, view_of

from cotune.agent import Agent, TurnRequest
from cotune.data import normalise, profile_table
from cotune.host.checks import Checks
from cotune.host.shape import rough_shape
from cotune.model import event as ev
from cotune.model.action import Action
from cotune.model.profile import TableProfile
from cotune.model.view import RunView
from cotune.model.words import BUILT_IN_PLANNER

ROWS = 83
Guess = Callable[[str], tuple[str, dict[str, object]]]


def _profile() -> TableProfile:
    """Each column has its own, odd number of values."""
    rows = np.arange(ROWS)
    names = np.array([f"value {i}" for i in range(ROWS)], dtype=object)
    frame = pd.DataFrame(
        {
            "fee": rows * 1.5 - 17,
            "code": names[rows % 43],
            "half_known": pd.Series(rows % 37 * 1.0).where(rows < 29),
            "few_known": pd.Series(rows * 1.0).where(rows < 7),
            "rare": np.where(rows == 5, "yes", "no"),
            "times": pd.Timestamp("2024-01-01") + pd.to_timedelta(rows % 13, unit="D"),
            "one_time": pd.Series(pd.Timestamp("2024-01-01"), index=rows),
            "pair": np.where(rows % 2, "a", "b"),
            "prices": [f"EUR {i:,}.-" for i in rows * 1009],
            "holey_weights": pd.Series(rows * 1.0 + 1).where(rows < 71),
        }
    )
    return profile_table(normalise(frame))


PROFILE = _profile()
MISTAKES: dict[str, dict[str, object]] = {
    "no target for the task": {"target": "fee", "task": "binary"},
    "no target at all": {"target": "code"},
    "no target as it is": {"target": "prices"},
    "too few rows": {"target": "few_known"},
    "too few rows for the folds": {"target": "half_known", "folds": 20},
    "a class of one row": {"target": "rare"},
    "one time": {"target": "fee", "time_column": "one_time"},
    "times that are missing": {"target": "fee", "time_column": "half_known"},
    "too few times": {"target": "fee", "time_column": "times", "folds": 20},
    "one group": {"target": "fee", "group_column": "one_time"},
    "too few groups": {"target": "fee", "group_column": "pair", "holdout_fraction": 0.2},
    "groups that are missing": {"target": "fee", "group_column": "half_known"},
    "missing weights": {"target": "fee", "weight_column": "holey_weights"},
    "a metric for other values": {"target": "fee", "metric": "rmsle"},
}


def _told(fields: dict[str, object], level: int) -> str:
    view = view_of(shared(level))
    seen = {c: f"column_{n}" for n, c in enumerate(PROFILE.names(), 1)} if level == 0 else {}
    called = {k: seen.get(v, v) if isinstance(v, str) else v for k, v in fields.items()}
    model = ScriptedChatModel(steps=[[("draft_search", called)], "I see."])
    Agent(model).take_turn(TurnRequest(turn="t", text="predict it", view=view, profile=PROFILE), threading.Event())
    return str(model.seen[1][-1].text)


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_tells_a_column_s_figures_only_where_they_are_shared(name: str) -> None:
    at_zero, at_one, at_two = (_told(MISTAKES[name], level) for level in (0, 1, 2))
    assert at_one.startswith("Not possible: ")
    bare = at_one.partition(" (")[0]
    figures = at_two.partition(bare)[2].partition(" (")[0]
    assert figures
    assert at_two == at_one.replace(bare, bare + figures)
    known = {n for c in PROFILE.columns for n in (c.n_unique, c.n_missing, ROWS - c.n_missing) if n}
    assert known.isdisjoint(map(int, re.findall(r"(?<!_)\b\d+", at_zero + at_one)))


def test_the_planner_on_this_machine_is_told_all_and_its_words_are_not_sent() -> None:
    words = ev.GoalStated(turn="t0", text="predict few_known with 5 folds")
    said = Agent().take_turn(
        TurnRequest(turn="t0", text="predict few_known with 5 folds", view=view_of(words), profile=PROFILE),
        threading.Event(),
    )
    assert "only 7 have one" in said.text
    view = view_of(words, ev.AgentSpoke(turn="t0", text=said.text, by=BUILT_IN_PLANNER))
    model = ScriptedChatModel(steps=["I see."])
    Agent(model).take_turn(TurnRequest(turn="t1", text="why?", view=view, profile=PROFILE), threading.Event())
    assert "That is not possible" in str(model.seen[0])
    assert "only 7" not in str(model.seen[0])


MISSPELT: dict[str, tuple[str, dict[str, object], str]] = {
    "of a hint": ("draft_steer", {"family": "xgboost", "ranges": [{"name": "max_depth", "lowest": 1}]}, "'low'"),
    "of a search": ("draft_search", {"ranges": [{"name": "max_depth", "chioces": [1]}]}, "'choices'"),
    "of what a question understood": (
        "ask_question",
        {"text": "Which?", "understood": {"ranges": [{"name": "max_depth", "lows": 1}]}},
        "'low'",
    ),
    "of the tool itself": ("draft_steer", {"family": "xgboost", "wy": "small"}, "'why'"),
}


@pytest.mark.parametrize("name", MISSPELT)
def test_a_misspelt_argument_is_corrected_by_those_that_its_place_takes(name: str) -> None:
    tool, arguments, meant = MISSPELT[name]
    model = ScriptedChatModel(steps=[[(tool, arguments)], "I see."])
    Agent(model).take_turn(request("look at small trees", running()), threading.Event())
    assert meant in str(model.seen[1][-1].text)


def test_a_label_that_is_not_shared_is_answered_like_one_that_is_none() -> None:
    frame = pd.DataFrame({"grade": ["very_good", "very_bad"] * 40, "fee": np.arange(80.0)})
    profile = profile_table(normalise(frame))

    def told(label: str, *shares: ev.EventBody, said: str = "which one?") -> str:
        asks = ("ask_question", {"text": "Which one?", "candidates": [label]})
        model = ScriptedChatModel(steps=[[asks], "I see."])
        asked = TurnRequest(turn="t", text=said, view=view_of(*shares), profile=profile)
        question = Agent(model).take_turn(asked, threading.Event()).question
        return "asked" if question else str(model.seen[1][-1].text)

    made_up = told("very_fine")
    assert made_up.startswith("Not possible: there is no 'very_fine'")
    assert told("very_good") == told("very_good", shared(2)) == made_up.replace("very_fine", "very_good")
    assert told("very_good", shared(3, "grade")) == told("very_good", said="is it very_good?") == "asked"
    assert told("very_fine", shared(3, "grade")) == made_up


def _check(action: Action, view: RunView) -> None:
    Checks(phone_profile(), lambda: view, lambda spec: rough_shape(phone_profile(), spec)).check(action)


def _answered(call: tuple[str, dict[str, object]], *shares: ev.EventBody, said: str = "predict it") -> str:
    """What a model is told of its call; `drafted` and `asked` where it was taken."""
    model = ScriptedChatModel(steps=[[call], "I see."])
    agent = Agent(model, check=_check)
    result = agent.take_turn(request(said, running(*shares)), threading.Event())
    return "asked" if result.question else "drafted" if result.drafts else str(model.seen[1][-1].text)


COLUMN_GUESSES = [
    lambda name: ("draft_search", {"target": name}),
    lambda name: ("draft_search", {"target": "column_8", "exclude_columns": [name]}),
    lambda name: ("draft_search", {"target": "column_8", "group_column": name}),
    lambda name: ("ask_question", {"text": "Which?", "about": "target", "candidates": [name]}),
    lambda name: ("ask_question", {"text": "Which?", "about": "column", "candidates": [name]}),
    lambda name: ("ask_question", {"text": "Which?", "about": "other", "candidates": [name]}),
    lambda name: ("ask_question", {"text": "Which?", "understood": {"target": name}}),
]
ELSEWHERE = [
    lambda name: ("draft_search", {"target": "column_8", "metric": name}),
    lambda name: ("draft_search", {"target": "column_8", "families_only": [name]}),
    lambda name: ("draft_search", {"target": "column_8", "ranges": [{"family": "xgboost", "name": name, "low": 1}]}),
    lambda name: ("draft_steer", {"family": "xgboost", "ranges": [{"name": name, "low": 1}]}),
    lambda name: ("draft_trial", {"family": "xgboost", "params": {name: 1}}),
    lambda name: ("draft_ban", {"family": name}),
    lambda name: ("draft_unsteer", {"steer_id": name}),
    lambda name: ("compare_families", {"first": name, "second": "svm"}),
    lambda name: (name, {}),
    lambda name: ("draft_pause", {name: 1}),
    lambda name: ("ask_question", {"text": "Which?", "about": name}),
    lambda name: ("ask_question", {"text": "Which?", "about": "metric", "candidates": [name]}),
]


@pytest.mark.parametrize("guess", COLUMN_GUESSES + ELSEWHERE)
def test_a_hidden_name_is_answered_like_one_that_is_none(guess: Guess) -> None:
    answers = {name: _answered(guess(name), shared(0)) for name in ("data_gb", "data_kg", "my_data_gb")}
    assert all(answer.startswith("Not possible: ") for answer in answers.values()), answers
    assert len({answer.replace(name, "?") for name, answer in answers.items()}) == 1


@pytest.mark.parametrize("guess", COLUMN_GUESSES)
def test_an_alias_is_taken(guess: Guess) -> None:
    assert _answered(guess("column_2"), shared(0)) in ("asked", "drafted")


def test_a_class_that_the_person_names_wrongly_tells_no_hidden_name() -> None:
    guess = ("draft_search", {"target": "column_8", "positive_class": "yep"})
    assert _answered(guess, shared(0), said="who says yep?") == "Not possible: 'column_8' has no class 'yep'"


LABEL_GUESSES = [
    lambda label: ("draft_search", {"target": "left_us", "positive_class": label}),
    lambda label: ("ask_question", {"text": "Which?", "understood": {"positive_class": label}}),
]


@pytest.mark.parametrize("guess", LABEL_GUESSES)
def test_a_label_can_t_be_found_out_by_naming_it_as_the_positive_class(guess: Guess) -> None:
    for level in (1, 2):
        told = _answered(guess("yes"), shared(level))
        assert told.startswith("Not possible: ")
        assert told == _answered(guess("yep"), shared(level)).replace("yep", "yes")
    assert _answered(guess("yes"), shared(1), said="who says Yes?") in ("asked", "drafted")
    assert _answered(guess("yes"), shared(3, "left_us")) in ("asked", "drafted")
