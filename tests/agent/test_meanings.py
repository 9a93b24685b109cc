"""Who asks what a word means is told so, shortly; who asks for something else isn't."""

from __future__ import annotations

import threading

import pytest
from studies import request, running

from cotune.agent import Agent
from cotune.agent.planner import meanings
from cotune.agent.planner.meanings import meaning_asked_for
from cotune.model.wording import FAMILY_NAMES, METRIC_NAMES
from cotune.model.words import FAMILIES, METRICS

ASKED = [
    ("what does ROC AUC mean?", "ROC AUC"),
    ("What is MAPE?", "per cent"),
    ("how does a random forest work?", "averages many deep trees"),
    ("so what are the sealed rows", "set aside"),
    ("what does \u00b1 mean", "standard error"),
    ("was ist ein Testset?", "set aside"),
    ("c'est quoi le rappel ?", "Recall"),
    ("\u00bfqu\u00e9 es la validaci\u00f3n cruzada?", "folds"),
]
NOT_ASKED = [
    "what is the best model?",
    "what is the best AUC so far?",
    "explain trial 5",
    "what does the holdout say?",
    "what are the hyperparameters of the best trial?",
    "what is churn?",
    "predict churn by AUC",
    "use F1 instead",
]


@pytest.mark.parametrize(("text", "said"), ASKED)
def test_a_word_that_is_asked_for_is_explained(text: str, said: str) -> None:
    assert said in meaning_asked_for(text)


@pytest.mark.parametrize("text", NOT_ASKED)
def test_nothing_else_is(text: str) -> None:
    assert meaning_asked_for(text) == ""


@pytest.mark.parametrize("metric", METRICS)
def test_every_metric_is_known_by_the_name_that_the_panel_shows(metric: str) -> None:
    assert meaning_asked_for(f"what does {METRIC_NAMES[metric]} mean?").endswith(" is better.")


@pytest.mark.parametrize("family", FAMILIES)
def test_every_family_is_known_by_the_name_that_the_panel_shows(family: str) -> None:
    assert meaning_asked_for(f"what is {FAMILY_NAMES[family]}?") == meanings._FAMILIES[family]


def test_it_is_the_whole_answer_beside_a_search_and_before_one() -> None:
    for asked in (request("what is log loss?", running()), request("what is log loss?")):
        result = Agent().take_turn(asked, threading.Event())
        assert result.text == meaning_asked_for("what is log loss?")
        assert (result.drafts, result.question) == ((), None)
