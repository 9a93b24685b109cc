"""Messages beside a search in words that no rule knows: the encoder reads them, and what it reads is asked about."""

from __future__ import annotations

import threading

import pytest
from runs import TrialByTrial
from studies import SPEC, request

from cotune.agent import Agent, TurnResult
from cotune.agent.planner.followup import read_words
from cotune.agent.planner.trying import SETTINGS, wanted_trial
from cotune.model import action as act
from cotune.model import event as ev
from cotune.model.view import RunView
from cotune.search.catalog import built_in
from shapes import shape_of


def searched() -> RunView:
    run = TrialByTrial(SPEC.having(seconds=600))
    run.trial(0.70, "linear", origin="default")
    run.trial(0.81, "xgboost", params={"max_depth": 7})
    run.trials(20, 0.74, "random_forest")
    run.trial(0.84)
    run.tell(ev.FamilyBanned(family="mlp"))
    return run.view


def say(text: str) -> TurnResult:
    result = Agent().take_turn(request(text, searched()), threading.Event())
    assert result.status == "done", result.problem
    return result


INDIRECT = [
    ("hold your horses, my laptop is needed for a call", act.PauseRun()),
    ("my call is done, get to work again", act.ResumeRun()),
    ("wrap it up, I have seen what I wanted", act.StopRun()),
    ("let it cook for another 20 minutes", act.ExtendRun(seconds=1200)),
    ("give it twice the time", act.ExtendRun(seconds=600)),
    ("the nearest neighbour stuff is a waste of time, get rid of it", act.BanFamily(family="knn")),
    ("neural nets may come back in", act.UnbanFamily(family="mlp")),
    ("go with number 1 alone, not the mix", act.UseTrial(trial=1)),
    ("forget my pick, go back to the mixture", act.UseTrial(trial=None)),
    ("time for the final exam on the locked away rows", act.UnsealHoldout()),
]


@pytest.mark.parametrize(("text", "action"), INDIRECT)
def test_an_order_in_other_words_is_drafted_and_not_taken_for_granted(text: str, action: act.Action) -> None:
    (draft,) = say(text).drafts
    assert draft.action == action
    assert not draft.asked or action.kind in ("extend_run", "ban_family", "unban_family"), "rules know these"


def test_a_plain_stop_is_never_doubted() -> None:
    for text in ("stop if possible", "stop", "stop the search now please"):
        (draft,) = say(text).drafts
        assert (draft.action, draft.asked) == (act.StopRun(), True), text


NOTHING = [
    "what does ROC AUC mean?",
    "thanks, looks good",
    "don't stop it yet",
    "why did you stop?",
    "we had banned svm in the last project",
    "I will extend it tomorrow maybe",
    "my boss wants to see this on Monday",
    "is xgboost written in C++?",
]


@pytest.mark.parametrize("text", NOTHING)
def test_what_asks_for_nothing_drafts_nothing(text: str) -> None:
    result = say(text)
    assert result.drafts == ()
    assert result.question is None


ABOUT_AN_ACT = [
    "why open the holdout?",
    "should I open the holdout now?",
    "explain why I should open the holdout",
    "what does it mean to open the sealed rows",
    "why do we need 5 more minutes?",
    "would 5 more minutes help?",
    "why pause?",
    "should we stop?",
    "tell me if we should stop",
    "would it help to ban knn?",
    "why ban knn?",
    "why use trial 1?",
]


@pytest.mark.parametrize("text", ABOUT_AN_ACT)
def test_a_question_about_an_act_is_answered_and_orders_nothing(text: str) -> None:
    result = say(text)
    assert (result.drafts, result.question) == ((), None)
    assert "no language model" not in result.text


QUESTIONS = [
    ("where are we?", "The search is running"),
    ("how is number 1 set up?", "Trial 1 (XGBoost)"),
    ("has it flattened out?", "trial 22"),
    ("which knobs make a difference?", "What matters can't be told yet"),
    ("what does the model look at when it predicts?", "study.column_importance()"),
]


@pytest.mark.parametrize(("text", "answer"), QUESTIONS)
def test_a_question_in_other_words_is_answered(text: str, answer: str) -> None:
    result = say(text)
    assert result.drafts == ()
    assert answer in result.text


@pytest.mark.parametrize("text", ["let it run a little longer", "give it some more time"])
def test_what_an_order_lacks_is_asked_for_and_each_answer_is_an_order(text: str) -> None:
    result = say(text)
    assert result.question is not None
    assert result.question.candidates
    for answer in result.question.candidates:
        assert len(say(answer).drafts) == 1, answer


TRIED = [
    ("try xgboost with depth 3", "xgboost", {"max_depth": 3}),
    ("try xgboost with a learning rate of 0.05, depth 4", "xgboost", {"learning_rate": 0.05, "max_depth": 4}),
    ("run a knn with k=50 next", "knn", {"n_neighbors": 50}),
    ("test a random forest with 300 trees", "random_forest", {"n_estimators": 300}),
    ("what about svm with C = 10", "svm", {"C": 10}),
    ("probier mal XGBoost mit Tiefe 4", "xgboost", {"max_depth": 4}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "family", "params"), TRIED)
def test_one_configuration_is_tried_by_its_settings(text: str, family: str, params: dict[str, float]) -> None:
    assert wanted_trial(read_words(text)) == {"family": family, "params": params}
    (draft,) = say(text).drafts
    assert isinstance(draft.action, act.EnqueueTrial)
    assert (draft.action.configuration.family, draft.action.configuration.params) == (family, params)


def test_each_setting_is_one_of_its_family() -> None:
    for _, names in SETTINGS:
        for name, families in names.items():
            for family in families:
                space = built_in(family).space(shape_of(task="binary"))
                assert name in {param.name for param in space.params}, (family, name)


@pytest.mark.parametrize(
    "text", ["try xgboost", "xgboost had a depth of 3", "focus on xgboost", "try xgboost or svm with C 3"]
)
def test_without_settings_of_one_family_nothing_is_tried(text: str) -> None:
    assert wanted_trial(read_words(text)) is None
