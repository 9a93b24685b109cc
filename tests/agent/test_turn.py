"""Turns with scripted models: what is drafted, what goes back to the model, what the person gets."""

from __future__ import annotations

import threading

import pytest
from scripted_model import ScriptedChatModel
from studies import request, running

from cotune.agent import Agent
from cotune.agent.turn import TurnResult
from cotune.errors import UserError
from cotune.model import action as act

GOAL = "Predict left_us with F1 in two minutes"
SEARCH = {"target": "left_us", "metric": "f1", "seconds": 120, "words": {"metric": "F1", "seconds": "two minutes"}}


def take(steps: list[object], text: str = GOAL, **fields: object) -> TurnResult:
    return Agent(ScriptedChatModel(steps=steps)).take_turn(request(text, **fields), threading.Event())


def test_a_drafted_search_is_complete_and_says_where_its_fields_come_from() -> None:
    result = take([[("draft_search", SEARCH)], "A search is drafted."])
    assert (result.status, result.text) == ("done", "A search is drafted.")
    (draft,) = result.drafts
    assert isinstance(draft.action, act.StartSearch)
    assert (draft.action.spec.task, draft.action.spec.seconds) == ("binary", 120)
    origins = {o.field: o for o in draft.origins}
    assert origins["metric"].source == "stated"
    assert origins["seconds"].words == "two minutes"
    assert origins["folds"].source == "default"
    assert (result.usage.input_tokens, result.usage.output_tokens) == (20, 10)


def test_words_that_the_goal_does_not_hold_are_not_stated() -> None:
    invented = {"target": "left_us", "folds": 7, "words": {"folds": "seven folds"}}
    result = take([[("draft_search", invented)], "Done."])
    assert {o.field: o.source for o in result.drafts[0].origins}["folds"] == "implied"


def test_correcting_a_class_names_no_label_of_the_table() -> None:
    wrong = SEARCH | {"positive_class": "churned"}
    model = ScriptedChatModel(steps=[[("draft_search", wrong)], "Done."])
    Agent(model).take_turn(request(GOAL), threading.Event())
    correction = str(model.seen[1][-1].content)
    assert "no class 'churned'" in correction
    assert "yes" not in correction


def test_after_two_corrections_the_turn_fails_and_drafts_nothing() -> None:
    wrong = [("draft_search", {"target": "left_us", "seconds": -5})]
    result = take([wrong, wrong, wrong, "I did it."])
    assert (result.status, result.drafts, result.text) == ("failed", (), "")
    assert "didn't fit" in result.problem


def test_a_question_ends_the_turn_with_its_candidates() -> None:
    ask = {
        "text": "Which one?",
        "about": "target",
        "candidates": ["left_us", "plan_grade"],
        "understood": {"seconds": 60},
    }
    result = take([[("ask_question", ask)], "never said"])
    assert result.question is not None
    assert result.question.candidates == ("left_us", "plan_grade")
    assert result.stated == {"seconds": 60}
    assert (result.text, result.drafts) == ("", ())


def test_a_model_that_never_ends_is_stopped() -> None:
    result = take([[("look_at_trial", {"trial": 0})] for _ in range(20)], view=running())
    assert result.status == "failed"
    assert "without an end" in result.problem


def test_a_change_keeps_the_rest_of_the_present_search() -> None:
    result = take([[("draft_search", {"metric": "f1"})], "Done."], "use f1 instead", view=running())
    spec = result.drafts[0].action.spec
    assert (spec.target, spec.metric, spec.seconds) == ("left_us", "f1", 120)


def test_a_cancelled_turn_returns_at_once_and_drops_its_drafts() -> None:
    cancelled = threading.Event()
    cancelled.set()
    model = ScriptedChatModel(steps=[[("draft_search", SEARCH)], "Done."])
    result = Agent(model).take_turn(request(GOAL), cancelled)
    assert (result.status, result.drafts) == ("stopped", ())


def test_what_is_no_chat_model_is_refused() -> None:
    with pytest.raises(UserError, match="no LangChain chat model"):
        Agent(object())  # type: ignore[arg-type]


def test_what_is_given_up_while_it_is_noted_is_not_sent() -> None:
    model, cancelled = ScriptedChatModel(steps=["too late"]), threading.Event()
    agent = Agent(model, note=lambda _outgoing: cancelled.set())
    assert agent.take_turn(request(GOAL), cancelled).status == "stopped"
    for thread in threading.enumerate():
        if thread.name.startswith("model-"):
            thread.join(60)
    assert model.seen == []
