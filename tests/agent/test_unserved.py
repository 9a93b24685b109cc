"""Wishes that nothing comes of are answered, those that are denied or served otherwise are not."""

from __future__ import annotations

import threading

import pytest
from studies import request, running

from cotune.agent import Agent
from cotune.agent.planner.unserved import unserved

SERVED_NOT = [
    ("predict churn and stop when nothing improves for 2 minutes", "until its budget is used"),
    ("predict churn, early stopping please", "until its budget is used"),
    ("churn. hör auf, sobald es nicht mehr besser wird", "until its budget is used"),
    ("predict churn, e-mail me when it is done", "no messages"),
    ("churn please, let me know once you are finished", "no messages"),
    ("predict churn, then deploy it", "study.export"),
    ("predict churn, balance the classes with SMOTE", "weighs the classes"),
    ("predict churn after feature selection", "leave out the columns"),
    ("predict churn and plot the ROC curve", "the panel shows"),
    ("predict churn, start it at 8 pm", "when you approve it"),
    ("predict churn; it answers 200 single requests a second, one after the other", "one row alone"),
    ("predict churn. The requests come in live, one by one, 20 ms each.", "one row alone"),
]
COLUMNS_ASKED = [
    "which columns matter most?",
    "what are the most important features",
    "What drives churn?",
    "welche Merkmale sind wichtig?",
]
NOTHING_TO_SAY = [
    "predict churn, 5 minutes",
    "predict churn, stop after 5 minutes",
    "predict churn but don't oversample",
    "keep the rows of one plot together, predict the weight",
    "predict churn; our dashboard shows F1",
    "customers complain as soon as we are late",
    "predict churn without feature selection",
    "predict churn, 1,000 rows in a second",
    "predict churn for every single customer, at most 5 ms a row",
]


@pytest.mark.parametrize(("goal", "said"), SERVED_NOT)
def test_a_wish_that_nothing_comes_of_is_answered(goal: str, said: str) -> None:
    assert said in unserved(goal)


@pytest.mark.parametrize("goal", NOTHING_TO_SAY)
def test_other_words_are_not(goal: str) -> None:
    assert unserved(goal) == ""


def test_it_stands_beside_the_draft_and_its_wait_is_no_budget() -> None:
    goal = "predict the monthly fee and stop when nothing improves for 2 minutes"
    result = Agent().take_turn(request(goal), threading.Event())
    (draft,) = result.drafts
    assert "seconds" not in draft.stated
    assert result.text.startswith("I ask to search")
    assert result.text.endswith("I propose to stop.")


@pytest.mark.parametrize("words", ["stop when nothing improves", "stop once it gets no better", "pause at 5 pm"])
def test_an_order_for_later_is_not_done_now(words: str) -> None:
    result = Agent().take_turn(request(words, running()), threading.Event())
    assert result.drafts == ()


@pytest.mark.parametrize("words", COLUMNS_ASKED)
def test_a_question_for_columns_is_not_answered_with_settings(words: str) -> None:
    result = Agent().take_turn(request(words, running()), threading.Event())
    assert "column_importance()" in result.text


def test_an_order_for_now_is() -> None:
    (draft,) = Agent().take_turn(request("stop if possible", running()), threading.Event()).drafts
    assert draft.action.kind == "stop_run"


@pytest.mark.parametrize(
    "goal",
    [
        "Predict churn. An error in the north is ten of the others.",
        "Predict churn. Errors in the first month are forgiven.",
    ],
)
def test_words_of_errors_from_which_no_metric_is_read_are_told(goal: str) -> None:
    result = Agent().take_turn(request(goal), threading.Event())
    assert "metric" not in result.drafts[0].stated
    assert "I read no metric from it" in result.text


@pytest.mark.parametrize(
    "goal", ["Predict churn.", "Predict churn by recall, a missed one is worse.", "churn in 5 minutes"]
)
def test_where_a_metric_is_read_or_nothing_is_said_of_errors_there_is_nothing_to_tell(goal: str) -> None:
    assert "no metric" not in Agent().take_turn(request(goal), threading.Event()).text


def test_a_text_too_long_to_be_a_goal_is_answered_at_once() -> None:
    answered = Agent().take_turn(request("predict churn, " + 700 * "no xgboost "), threading.Event())
    assert "up to 4,000 characters" in answered.text
    assert not answered.drafts
