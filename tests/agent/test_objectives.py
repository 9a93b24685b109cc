"""What the built-in planner makes of wishes for fast predictions or small models, and for one trial as the model."""

from __future__ import annotations

import threading

import pytest
from goal_book import profile_of
from scripted_model import ScriptedChatModel
from studies import SPEC, request, running

from cotune.agent import Agent, TurnResult
from cotune.agent.planner.understand import understand
from cotune.agent.planner.understanding import Stated
from cotune.model import action as act
from cotune.model.view import RunView

CHURN = profile_of("mlc_churn")
FAST, SMALL, ALONE = ("score", "predict_ms"), ("score", "size_mb"), ("score",)
WISHES = [
    ("fast predictions matter too", FAST, "fast predictions"),
    ("Predictions must be fast", FAST, "Predictions must be fast"),
    ("with low latency", FAST, "low latency"),
    ("ROC AUC and prediction time", FAST, "AUC and prediction time"),
    ("it should predict quickly", FAST, "predict quickly"),
    ("prediction speed counts as well", FAST, "prediction speed counts"),
    ("schnelle Vorhersagen sind auch wichtig", FAST, "schnelle Vorhersagen"),
    ("des prédictions rapides", FAST, "prédictions rapides"),
    ("predicciones rápidas", FAST, "predicciones rápidas"),
    ("score and model size", SMALL, "score and model size"),
    ("the size of the model matters too", SMALL, "size of the model matters"),
    ("with a compact model", SMALL, "compact model"),
    ("keep the model small", SMALL, "keep the model small"),
    ("I need a small model file", SMALL, "small model file"),
    ("prediction speed does not matter", ALONE, "prediction speed does not matter"),
]
NO_WISHES = [
    "quickly, in two minutes",
    "a small model that I can explain",
    "my colleague got fast predictions with a neural net",
    "the fast way",
    "predictions must be fast: within 5 ms",
]


def wished(text: str) -> Stated | None:
    found = understand(f"Predict churn. {text}.", CHURN)
    assert found.question is None, found.question
    return found.fields.get("objectives")


@pytest.mark.parametrize(("text", "objectives", "words"), WISHES)
def test_a_wish_for_speed_or_size_is_a_second_objective(text: str, objectives: tuple[str, ...], words: str) -> None:
    stated = wished(text)
    assert stated is not None
    assert (stated.value, stated.words, stated.source) == (objectives, words, "stated")


@pytest.mark.parametrize("text", NO_WISHES)
def test_other_words_are_none(text: str) -> None:
    assert wished(text) is None


def test_a_limit_for_the_time_says_enough_of_it() -> None:
    found = understand("Predict churn. Predictions must be fast: within 5 ms.", CHURN).fields
    assert found["max_predict_ms"].value == 5
    assert "objectives" not in found


def test_a_small_model_file_is_not_a_model_to_explain() -> None:
    assert "interpretable" not in understand("Predict churn. I need a small model file.", CHURN).fields


def say(text: str, view: RunView, model: ScriptedChatModel | None = None) -> TurnResult:
    result = Agent(model).take_turn(request(text, view), threading.Event())
    assert result.status == "done", result.problem
    return result


def test_a_wish_about_the_search_keeps_the_rest_of_it() -> None:
    (draft,) = say("fast predictions matter too", running()).drafts
    assert isinstance(draft.action, act.StartSearch)
    searched = running().spec
    assert searched is not None
    assert draft.action.spec == searched.having(objectives=FAST)


def test_a_wish_is_taken_back() -> None:
    (draft,) = say("prediction speed doesn't matter any more", running(spec=SPEC.having(objectives=FAST))).drafts
    assert isinstance(draft.action, act.StartSearch)
    assert draft.action.spec.objectives == ()


ORDERS = [
    ("take trial 12", act.UseTrial(trial=12)),
    ("Please use trial 3 as the model", act.UseTrial(trial=3)),
    ("make trial 0 the model", act.UseTrial(trial=0)),
    ("I want trial #7", act.UseTrial(trial=7)),
    ("let's go with trial number 4", act.UseTrial(trial=4)),
    ("nimm Versuch 5", act.UseTrial(trial=5)),
    ("prends l'essai 2", act.UseTrial(trial=2)),
    ("go back to the blend", act.UseTrial()),
    ("use the default model again", act.UseTrial()),
]


@pytest.mark.parametrize(("text", "action"), ORDERS)
def test_a_trial_is_chosen_by_words(text: str, action: act.Action) -> None:
    assert [d.action for d in say(text, running()).drafts] == [action]


@pytest.mark.parametrize("text", ["20 more trials", "don't take trial 3", "how is trial 3 doing?"])
def test_other_words_about_trials_choose_none(text: str) -> None:
    assert not [d for d in say(text, running()).drafts if isinstance(d.action, act.UseTrial)]


def test_a_language_model_drafts_both() -> None:
    fields = {"objectives": ["score", "size_mb"], "words": {"objectives": "small"}}
    (draft,) = say("small", running(), ScriptedChatModel(steps=[[("draft_search", fields)], "Done."])).drafts
    assert isinstance(draft.action, act.StartSearch)
    assert draft.action.spec.objectives == SMALL
    steps = [[("draft_use", {"trial": 3})], "Done."]
    (chosen,) = say("take the third", running(), ScriptedChatModel(steps=steps)).drafts
    assert chosen.action == act.UseTrial(trial=3)
