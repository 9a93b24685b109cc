"""What a model makes up goes back to it with the closest valid names, and never reaches the person."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from scripted_model import ScriptedChatModel
from studies import phone_profile, request, running

from cotune.agent import Agent, TurnResult
from cotune.host.checks import Checks
from cotune.host.shape import rough_shape
from cotune.model.action import Action
from cotune.model.view import RunView

Call = tuple[str, dict[str, Any]]


def fits(action: Action, view: RunView) -> None:
    """The check that a study's host gives to its agent."""
    profile = phone_profile()
    Checks(profile, lambda: view, lambda spec: rough_shape(profile, spec)).check(action)


def take(*steps: Any) -> tuple[TurnResult, ScriptedChatModel]:
    model = ScriptedChatModel(steps=list(steps))
    asked = request("what the person said", view=running())
    return Agent(model, check=fits).take_turn(asked, threading.Event()), model


def search(**fields: object) -> Call:
    return ("draft_search", fields)


MADE_UP: dict[str, tuple[Call, str, str]] = {
    "column": (search(target="left"), "left", "'left_us'"),
    "column to leave out": (search(exclude_columns=["region_code"]), "region_code", "'region'"),
    "group column": (search(group_column="households"), "households", "'household'"),
    "candidate": (
        ("ask_question", {"text": "?", "about": "target", "candidates": ["plan_grades"]}),
        "plan_grades",
        "'plan_grade'",
    ),
    "understood column": (
        ("ask_question", {"text": "?", "about": "other", "understood": {"exclude_columns": ["regions"]}}),
        "regions",
        "'region'",
    ),
    "metric to choose": (("ask_question", {"text": "?", "about": "metric", "candidates": ["f3"]}), "f3", " f1,"),
    "candidate, otherwise written": (
        ("ask_question", {"text": "?", "about": "Target", "candidates": ["revenue_total"]}),
        "revenue_total",
        "left_us",
    ),
    "subject of a question": (("ask_question", {"text": "?", "about": "goal"}), "goal", "target, task, metric"),
    "free candidate": (
        ("ask_question", {"text": "?", "candidates": ["It is fine", "plan_grades"]}),
        "plan_grades",
        "'plan_grade'",
    ),
    "free candidate in camels": (("ask_question", {"text": "?", "candidates": ["monthlyFees"]}), "monthlyFees", "Fee'"),
    "model of others": (("ask_question", {"text": "?", "candidates": ["CatBoost"]}), "CatBoost", "'xgboost'"),
    "metric": (search(metric="auc_roc"), "auc_roc", "roc_auc,"),
    "task": (search(task="binary_classification"), "binary_classification", "binary,"),
    "family": (search(families_only=["xgbost"]), "xgbost", "'xgboost'"),
    "banned family": (("draft_ban", {"family": "forest"}), "forest", "'random_forest'"),
    "hyperparameter": (
        ("draft_trial", {"family": "xgboost", "params": {"maximum_depth": 3}}),
        "maximum_depth",
        "'max_depth'",
    ),
    "value": (("draft_trial", {"family": "xgboost", "params": {"max_depth": 999}}), "999", "may be"),
    "trial of before": (("draft_trial", {"family": "linear"}), "trial 1 tried this", "ROC AUC 0.74"),
    "range's hyperparameter": (
        search(ranges=[{"family": "xgboost", "name": "learn_rate", "high": 0.1}]),
        "learn_rate",
        "'learning_rate'",
    ),
    "range": (
        ("draft_steer", {"family": "xgboost", "ranges": [{"name": "max_depth", "low": 500, "high": 600}]}),
        "'max_depth' leaves nothing",
        "2 to 12",
    ),
    "range's family": (search(ranges=[{"family": "xgb", "name": "max_depth", "high": 3}]), "xgb", "'xgboost'"),
    "hint": (("draft_unsteer", {"steer_id": "steer-9"}), "steer-9", "in force: none"),
    "trial": (("look_at_trial", {"trial": 99}), "99", "the last is trial 2"),
    "tool": (("draft_stopping", {}), "draft_stopping", "'draft_stop'"),
    "argument": (search(metrics="f1"), "metrics", "'metric'"),
    "argument's kind": (search(seconds="five minutes"), "seconds", "number"),
}


@pytest.mark.parametrize("what", MADE_UP)
def test_it_goes_back_with_the_closest_names(what: str) -> None:
    call, name, closest = MADE_UP[what]
    result, model = take([call], [search(metric="f1")], "Done.")
    correction = str(model.seen[1][-1].content)
    assert correction.startswith("Not possible: ")
    assert name in correction
    assert closest in correction
    assert [d.action.spec.metric for d in result.drafts] == ["f1"]
    assert (result.status, result.question) == ("done", None)


@pytest.mark.parametrize("what", MADE_UP)
def test_the_third_time_ends_the_turn(what: str) -> None:
    call, name, _ = MADE_UP[what]
    result, model = take([call], [call], [call], "I did it.")
    assert (result.status, result.drafts, result.text, result.question) == ("failed", (), "", None)
    assert "even after corrections" in result.problem
    assert name not in result.problem
    assert len(model.seen) == 3


def test_ranges_of_the_search_and_of_hints_are_drafted() -> None:
    depth = {"family": "xgboost", "name": "max_depth", "low": 3, "high": 5}
    result, _ = take([search(ranges=[depth]), ("draft_steer", {"family": "xgboost", "ranges": [depth]})], "Done.")
    started, steered = (d.action for d in result.drafts)
    assert [(r.name, r.low, r.high) for r in started.spec.ranges] == [("max_depth", 3, 5)]
    assert steered.ranges == started.spec.ranges


def test_ranges_of_an_earlier_draft_are_kept() -> None:
    both = {"family": "xgboost", "name": "max_depth", "low": 3, "high": 5}
    result, _ = take([search(ranges=[both])], "Done.")
    (draft,) = result.drafts
    model = ScriptedChatModel(
        steps=[[search(ranges=[{"family": "xgboost", "name": "learning_rate", "high": 0.1}])], "Done."]
    )
    asked = request("slower", view=running(spec=draft.action.spec))
    (later,) = Agent(model, check=fits).take_turn(asked, threading.Event()).drafts
    assert {r.name for r in later.action.spec.ranges} == {"max_depth", "learning_rate"}


def test_calls_of_one_message_are_drafted_in_their_order() -> None:
    families = ["svm", "knn", "mlp", "linear", "naive_bayes"]
    result, _ = take([("draft_ban", {"family": f}) for f in families], "Done.")
    assert [d.action.family for d in result.drafts] == families


def test_a_question_offers_names_of_the_table_and_of_cotune_and_what_is_no_name() -> None:
    offered = ["plan_grade", "roc_auc", "xgboost", "XGBoost", "ten minutes", "Yes", "Q3", "max. 5", "Said_Before"]
    model = ScriptedChatModel(steps=[[("ask_question", {"text": "?", "about": "Other ", "candidates": offered})]])
    result = Agent(model).take_turn(request("said_before or not?"), threading.Event())
    assert result.question is not None
    assert (result.question.about, result.question.candidates) == ("other", tuple(offered))
