"""What a human rejected comes back with new evidence only; asserted on the log."""

from __future__ import annotations

import pytest
from door import SPEC, START, Desk, answer, finish_trials, propose, rejected_in_turn

from cotune.gate.evidence import is_same_wish
from cotune.model import action as act
from cotune.model import event as ev
from cotune.model.action import Action
from cotune.model.gate import Permit
from cotune.model.spec import Range


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_a_rejected_proposal_does_not_come_back_by_itself(desk: Desk) -> None:
    desk.log.append(ev.GoalStated(turn="t1", text="predict y"))
    desk.gate.submit(propose(START, "p1", actor="agent", turn="t1", base_revision=1))
    rejected = desk.gate.decide(answer("card-p1", START, "reject", reason="too short"))
    assert (rejected.outcome, rejected.permit) == ("done", None)
    again = desk.gate.submit(propose(START, "p2", actor="agent", turn="t1", base_revision=2))
    assert (again.rule, "too short" in again.message) == ("rejected_before", True)
    assert desk.gate.submit(propose(START, "p3")).outcome == "card"


def test_a_rejected_proposal_may_come_back_after_a_new_goal(desk: Desk) -> None:
    desk.log.append(ev.GoalStated(turn="t1", text="predict y"))
    desk.gate.submit(propose(START, "p1", actor="agent", turn="t1", base_revision=1))
    desk.gate.decide(answer("card-p1", START, "reject"))
    desk.log.append(ev.GoalStated(turn="t2", text="start after all"))
    again = propose(START, "p2", actor="agent", turn="t2", base_revision=3)
    assert desk.gate.submit(again.having(asked=True)).outcome == "card"


@pytest.mark.parametrize("words", ["hello", "how is it going?"])
def test_words_that_do_not_ask_for_it_bring_nothing_back(desk: Desk, words: str) -> None:
    rejected_in_turn(desk)
    desk.log.append(ev.GoalStated(turn="t2", text=words))
    again = desk.gate.submit(propose(START, "p2", actor="agent", turn="t2"))
    assert (again.rule, "no words of theirs since that ask for it" in again.message) == ("rejected_before", True)


def test_nor_do_the_words_that_were_said_before_the_no(desk: Desk) -> None:
    rejected_in_turn(desk)
    assert desk.gate.submit(propose(START, "p2", actor="agent", turn="t1", asked=True)).rule == "rejected_before"


def test_another_turn_of_the_agent_alone_is_no_new_evidence(desk: Desk) -> None:
    rejected_in_turn(desk)
    again = desk.gate.submit(propose(START, "p2", actor="agent", turn="plateau-1"))
    assert again.rule == "rejected_before"


def test_twenty_finished_trials_are_new_evidence_for_the_agent(desk: Desk) -> None:
    finish_trials(desk, 30)
    rejected_in_turn(desk)
    finish_trials(desk, 19)
    finish_trials(desk, 5, "cancelled")
    assert desk.gate.submit(propose(START, "p2", actor="agent", turn="plateau-1")).rule == "rejected_before"
    finish_trials(desk, 1)
    assert desk.gate.submit(propose(START, "p3", actor="agent", turn="plateau-2")).outcome == "card"
    desk.gate.decide(answer("card-p3", START, "reject", id="d2"))
    assert desk.gate.submit(propose(START, "p4", actor="agent", turn="plateau-3")).rule == "rejected_before"


def test_the_same_wish_in_other_figures_is_no_new_evidence(desk: Desk) -> None:
    rejected_in_turn(desk)
    longer = act.StartSearch(spec=SPEC.having(seconds=61, random_state=7))
    again = desk.gate.submit(propose(longer, "p2", actor="agent", turn="watch-1"))
    assert (again.rule, "0 of the 20 trials" in again.message) == ("rejected_before", True)
    assert desk.log.events[-1].verdict.outcome == "deny"
    shorter = act.StartSearch(spec=SPEC.having(seconds=30))
    assert desk.gate.submit(propose(shorter, "p3", actor="agent", turn="watch-2")).outcome == "card"


def test_another_search_is_new_evidence(desk: Desk) -> None:
    more = act.ExtendRun(seconds=9000)
    desk.run_started(Permit(proposal="p0", action_digest="d", source="allowed"))
    desk.gate.submit(propose(more, "p1", actor="agent", turn="watch-1"))
    desk.gate.decide(answer("card-p1", more, "reject"))
    assert desk.gate.submit(propose(more, "p2", actor="agent", turn="watch-2")).rule == "rejected_before"
    desk.run_started(Permit(proposal="p0", action_digest="d", source="allowed"))
    assert desk.gate.submit(propose(more, "p3", actor="agent", turn="watch-3")).rule == "rejected_before"
    desk.run_started(Permit(proposal="p0", action_digest="d", source="allowed"), SPEC.having(metric="f1"))
    assert desk.gate.submit(propose(more, "p4", actor="agent", turn="watch-4")).outcome == "card"


DEEP = (Range(family="xgboost", name="max_depth", low=6, high=12),)


@pytest.mark.parametrize(
    ("rejected", "proposed", "same"),
    [
        (act.ExtendRun(seconds=600), act.ExtendRun(seconds=400), True),
        (act.ExtendRun(seconds=600), act.ExtendRun(seconds=6000), True),
        (act.ExtendRun(seconds=600), act.ExtendRun(seconds=300), False),
        (act.ExtendRun(seconds=600), act.ExtendRun(trials=5), True),
        (act.ExtendRun(trials=100), act.ExtendRun(trials=50), False),
        (START, act.StartSearch(spec=SPEC.having(metric="f1")), False),
        (act.Steer(family="knn"), act.Steer(family="knn", weight=0.2), True),
        (act.Steer(family="xgboost"), act.Steer(family="xgboost", ranges=DEEP), False),
        (act.BanFamily(family="knn"), act.BanFamily(family="svm"), False),
        (act.UnsealHoldout(), act.UnsealHoldout(), True),
    ],
)
def test_what_counts_as_the_same_wish(rejected: Action, proposed: Action, same: bool) -> None:
    assert is_same_wish(rejected, proposed) is same
