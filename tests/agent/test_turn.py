"""Turns with scripted models: what is drafted, what goes back to the model, what the person gets."""

from __future__ import annotations

import threading
from datetime import UTC, datetime

import pytest
from scripted_model import ScriptedChatModel
from studies import SPEC, request, running, view_of

from cotune.agent import Agent
from cotune.agent.turn import Draft, TurnResult
from cotune.errors import UserError
from cotune.gate.card import make_card
from cotune.model import action as act
from cotune.model import event as ev
from cotune.model.gate import Decision, Permit, Proposal, Verdict
from cotune.model.view import RunView

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


def origins_of(result: TurnResult) -> dict[str, tuple[str, str]]:
    return {o.field: (o.source, o.words) for o in result.drafts[-1].origins}


def proposed(draft: Draft, **edited: object) -> list[ev.EventBody]:
    """A search that waits on its card; or that runs as the person edited it."""
    proposal = Proposal(id="p", action=draft.action, actor="agent", door="panel", origins=draft.origins)
    verdict = Verdict(outcome="ask", rule="first_search", reasons=())
    at = datetime(2026, 1, 1, tzinfo=UTC)
    card = make_card(proposal, verdict, RunView(), None, at)
    events: list[ev.EventBody] = [
        ev.GoalStated(turn="t0", text=GOAL),
        ev.ActionProposed(proposal=proposal, verdict=verdict),
        ev.CardOpened(card=card),
        ev.TurnEnded(turn="t0", status="done"),
    ]
    if not edited:
        return events
    spec = draft.action.spec.having(**edited)
    decision = Decision(
        id="d", card=card.id, action_digest=card.action_digest, answer="edit", edited=act.StartSearch(spec=spec)
    )
    permit = Permit(proposal="p", action_digest="d", source="approved", decision="d")
    started = ev.RunStarted(run=1, spec=spec, permit=permit, seed=0, workers=1, versions={})
    return [*events, ev.DecisionMade(decision=decision), started]


def test_a_field_that_is_kept_comes_from_where_it_came_from() -> None:
    (draft,) = take([[("draft_search", SEARCH)], "Done."]).drafts
    change = [[("draft_search", {"folds": 3, "words": {"folds": "three folds"}})], "Done."]
    origins = origins_of(take(change, "three folds please", view=view_of(*proposed(draft))))
    assert origins["seconds"] == ("stated", "two minutes")
    assert origins["folds"] == ("stated", "three folds")
    assert origins["workers"] == ("default", "")


def test_of_what_a_person_edited_no_origin_is_made_up() -> None:
    (draft,) = take([[("draft_search", SEARCH)], "Done."]).drafts
    change = [[("draft_search", {"metric": "recall"})], "Done."]
    origins = origins_of(take(change, "recall", view=view_of(*proposed(draft, seconds=60))))
    assert "seconds" not in origins
    assert origins["metric"] == ("implied", "")


def test_words_said_before_a_question_count() -> None:
    earlier = view_of(ev.GoalStated(turn="t0", text=GOAL), ev.TurnEnded(turn="t0", status="done"))
    answered = take([[("draft_search", SEARCH)], "Done."], "left_us", view=earlier)
    assert origins_of(answered)["seconds"] == ("stated", "two minutes")


def test_ranges_and_a_metric_among_the_objectives_are_no_defaults() -> None:
    fields = {
        "target": "left_us",
        "objectives": ["f1", "size_mb"],
        "ranges": [{"family": "xgboost", "name": "max_depth", "high": 4}],
        "words": {"objectives": "F1", "ranges": "in two"},
    }
    origins = origins_of(take([[("draft_search", fields)], "Done."]))
    assert (origins["metric"], origins["ranges"]) == (("stated", "F1"), ("stated", "in two"))


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


def test_the_positive_class_is_kept_while_the_target_has_two_classes() -> None:
    counted = running(spec=SPEC.having(metric="f1", positive_class="no"))
    recall = take([[("draft_search", {"metric": "recall"})], "Done."], "recall instead", view=counted)
    assert recall.drafts[0].action.spec.positive_class == "no"
    another = {"target": "plan_grade", "metric": "rmse"}
    assert take([[("draft_search", another)], "Done."], view=counted).drafts[0].action.spec.positive_class is None
    grades = running(spec=SPEC.having(target="plan_grade", metric="f1", positive_class="1"))
    rmse = take([[("draft_search", {"metric": "rmse"})], "Done."], "rmse instead", view=grades)
    assert rmse.drafts[0].action.spec.positive_class is None


def test_a_positive_class_that_nobody_named_is_not_told_to_the_model() -> None:
    model = ScriptedChatModel(steps=[[("draft_search", SEARCH)], "Done."])
    (draft,) = Agent(model).take_turn(request(GOAL), threading.Event()).drafts
    assert draft.action.spec.positive_class == "yes"
    again = ScriptedChatModel(steps=["Hm."])
    Agent(again).take_turn(request("and now?", view=view_of(*proposed(draft, seconds=60))), threading.Event())
    said = [str(m.content) for sent in (*model.seen, *again.seen) for m in sent]
    assert not any("'yes'" in text or '"yes"' in text for text in said)


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
