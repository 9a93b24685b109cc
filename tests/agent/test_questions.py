"""Questions about the search, as the built-in planner answers them: true figures, each with what bears it out."""

from __future__ import annotations

import json
import threading

import pytest
from runs import TrialByTrial
from scripted_model import ScriptedChatModel
from studies import SPEC, request, view_of

from cotune.agent import Agent, TurnResult
from cotune.model import event as ev
from cotune.model.view import RunView
from insights import KNOWN


def story(seconds: float = 600, explained: bool = True) -> TrialByTrial:
    """Trial 0 linear 0.70, trial 1 xgboost 0.81, trial 2 out of time, then both families, and the best at the end."""
    run = TrialByTrial(SPEC.having(seconds=seconds))
    run.trial(0.70, "linear", origin="default")
    run.trial(0.81, "xgboost", origin="portfolio", params={"max_depth": 7})
    run.trial(None, "svm", status="timeout", seconds=40)
    run.trials(12, 0.74, "linear")
    run.trials(44, 0.82)
    run.trial(0.80, status="pruned")
    run.trial(0.8401)
    if explained:
        run.tell(ev.SearchExplained(insight=KNOWN))
    return run


def say(text: str, view: RunView) -> TurnResult:
    result = Agent().take_turn(request(text, view), threading.Event())
    assert result.status == "done", result.problem
    assert result.drafts == ()
    return result


ANSWERS = [
    (
        "Explain trial 1",
        ["Trial 1 (XGBoost) was a proven setting", "0.81 ± 0.002", "max_depth 7", "trial 60 with 0.8401"],
    ),
    ("why is trial 1 worse than the best?", ["0.0301 better than trial 1", "more than the noise of their folds"]),
    ("Why did trial 2 fail?", ["Support vectors", "ran out of time after 40 s"]),
    ("what happened to trial 59?", ["given up after its first folds", "at about ROC AUC 0.8"]),
    ("compare trials 1 and 60", ["Trial 1 (XGBoost)", "Trial 60 (XGBoost)", "number 1 of 59"]),
    ("explain the best trial", ["Trial 60 (XGBoost)", "number 1 of 59"]),
    ("why is the best one the best?", ["Trial 60 (XGBoost)", "number 1 of 59"]),
    ("erkläre Versuch 1", ["Trial 1 (XGBoost)"]),
    ("explique l'essai 1", ["Trial 1 (XGBoost)"]),
    ("why is xgboost worse than linear?", ["So XGBoost is ahead", "its best is trial 60 with 0.8401", "13 trials"]),
    ("Why is the linear model so bad?", ["Trial 60 is", "better than trial 3", "So XGBoost is ahead"]),
    ("compare svm and xgboost", ["Support vectors took 40 s in 1 trial, 1 of them failed", "nothing to compare yet"]),
    ("is xgboost better than knn?", ["Nearest neighbours has no finished trial"]),
    ("is it still improving?", ["Yes.", "trial 60", "beyond noise"]),
    ("wird es noch besser?", ["Yes."]),
    ("what should I do next?", ["Nothing in the figures calls for a change"]),
    ("why does the search look there?", ["XGBoost (45 trials)", "62% (41% to 70%)", "learning_rate 31% (20% to 40%)"]),
    ("which hyperparameters matter most?", ["learning_rate 31% (20% to 40%), max_depth 12%", "13 of 30"]),
    ("how much of the space was explored?", ["21% were tried together"]),
]


@pytest.mark.parametrize(("question", "parts"), ANSWERS)
def test_the_planner_answers_from_the_figures(question: str, parts: list[str]) -> None:
    result = say(question, story().view)
    for part in parts:
        assert part in result.text, result.text
    assert [(f.text, f.note) for f in result.figures if f.bears == "nothing"] == []


def test_its_trials_lead_to_the_trials() -> None:
    result = say("why is xgboost worse than linear?", story().view)
    assert {3, 60} <= {f.trial for f in result.figures}


def test_a_trial_that_is_not_there_is_told_with_the_last_one() -> None:
    assert "the last is trial 60" in say("explain trial 99", story().view).text


def test_a_plateau_is_called_one_and_the_step_waits_for_words() -> None:
    run = story(seconds=3600)
    run.trials(60, 0.8395)
    assert "no earlier trial comes near it. Since then: 60 trials" in say("is it still improving?", run.view).text
    text = say("what should I do next?", run.view).text
    assert "come to rest" in text
    assert "Say 'stop'" in text


def test_before_the_first_look_it_says_what_is_missing() -> None:
    few = TrialByTrial()
    few.trials(3, 0.8)
    assert "3 trials have a score, and it takes 20" in say("which settings matter?", few.view).text


@pytest.mark.parametrize("text", ["explain trial 1", "is it still improving?", "which settings matter?"])
def test_without_a_run_nothing_is_looked_up(text: str) -> None:
    result = Agent().take_turn(request(text, view_of()), threading.Event())
    assert "Trial 1" not in result.text


@pytest.mark.parametrize("text", ["20 more trials", "no svm", "focus on xgboost", "stop", "use f1 instead"])
def test_orders_stay_orders(text: str) -> None:
    result = Agent().take_turn(request(text, story().view), threading.Event())
    assert len(result.drafts) == 1


LOOKS = [
    ("look_at_trial", {"trial": 1}, {"rank": 46, "of": 59}),
    ("compare_families", {"first": "xgboost", "second": "linear"}, {"beyond_noise": True}),
    ("look_at_progress", {}, {"best": 60, "evidence": []}),
    ("look_at_search", {}, {"explored": 0.213}),
]


@pytest.mark.parametrize(("tool", "arguments", "told"), LOOKS)
def test_a_language_model_may_look_all_of_it_up(tool: str, arguments: dict, told: dict) -> None:
    model = ScriptedChatModel(steps=[[(tool, arguments)], "Done."])
    result = Agent(model).take_turn(request("why?", story().view), threading.Event())
    assert result.status == "done", result.problem
    seen = [json.loads(str(m.content)) for call in model.seen for m in call if m.type == "tool"]
    assert told.items() <= seen[-1].items()


def test_made_up_families_come_back_with_the_closest_name() -> None:
    call = ("compare_families", {"first": "xgbost", "second": "linear"})
    model = ScriptedChatModel(steps=[[call], "Done."])
    Agent(model).take_turn(request("why?", story().view), threading.Event())
    assert any("xgboost" in str(m.content) for c in model.seen for m in c if m.type == "tool")


def test_a_run_that_has_ended_is_told_with_what_can_be_done_now() -> None:
    run = story()
    run.ended("stopped")
    text = say("what should I do next?", run.view).text
    assert text.startswith("The run has ended, and nothing in its figures calls for another. In the last fifth")
    assert "open the holdout" in text
