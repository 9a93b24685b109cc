"""The door, through its two methods; asserted on the log."""

from __future__ import annotations

import pytest
from door import SPEC, START, Desk, answer, propose

from cotune.gate import permitted
from cotune.model import action as act
from cotune.model import event as ev
from cotune.model.action import Action
from cotune.model.gate import Permit
from cotune.model.view import RunView


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_an_allowed_action_gets_a_permit_that_the_log_bears_out(desk: Desk) -> None:
    ruling = desk.gate.submit(propose(act.ResumeRun()))
    assert ruling.outcome == "done"
    assert permitted(desk.log.view, ruling.permit)
    assert not permitted(desk.log.view, ruling.permit.having(action_digest="0"))
    assert not permitted(RunView(), ruling.permit)


@pytest.mark.parametrize("action", [act.PauseRun(), act.StopRun()])
def test_with_nothing_running_there_is_nothing_to_pause_or_stop(desk: Desk, action: Action) -> None:
    ruling = desk.gate.submit(propose(action))
    assert (ruling.outcome, ruling.message, ruling.permit) == ("ignored", "nothing is running", None)


def test_asking_opens_a_card_with_its_consequences(desk: Desk) -> None:
    ruling = desk.gate.submit(propose(START))
    assert (ruling.outcome, ruling.card_id, ruling.permit) == ("card", "card-p1", None)
    card = desk.log.view.card("card-p1")
    assert card.verdict.rule == "first_search"
    assert card.estimate.seconds_high == 60
    assert card.action_digest == START.digest()
    assert ("target", "y") in [(c.field, c.after) for c in card.changes]
    assert card.if_no
    assert card.reversible


def test_approving_grants_exactly_what_was_shown(desk: Desk) -> None:
    desk.gate.submit(propose(START))
    ruling = desk.gate.decide(answer("card-p1", START))
    assert ruling.outcome == "done"
    assert ruling.action == START
    assert permitted(desk.log.view, ruling.permit)
    assert desk.log.view.cards == ()


def test_an_answer_to_something_else_than_shown_is_refused(desk: Desk) -> None:
    desk.gate.submit(propose(START))
    other = act.StartSearch(spec=SPEC.having(seconds=36000))
    ruling = desk.gate.decide(answer("card-p1", other))
    assert (ruling.outcome, ruling.rule) == ("refused", "digest")
    assert desk.log.view.card("card-p1")


def test_the_same_id_counts_once(desk: Desk) -> None:
    first, second = desk.gate.submit(propose(START)), desk.gate.submit(propose(START))
    assert second.card_id == first.card_id
    assert desk.gate.decide(answer("card-p1", START)).outcome == "done"
    assert desk.gate.decide(answer("card-p1", START)).outcome == "ignored"
    assert desk.gate.decide(answer("card-p1", START, id="d2")).outcome == "ignored"
    assert desk.gate.submit(propose(START)).outcome == "ignored"
    assert desk.log.kinds() == ["action_proposed", "card_opened", "decision_made"]


def test_an_id_of_a_decision_answers_one_card_only(desk: Desk) -> None:
    steer = act.Steer(family="knn")
    desk.log.append(ev.AutonomySet(autonomy="ask_all"))
    desk.gate.submit(propose(START, "p1"))
    desk.gate.submit(propose(steer, "p2"))
    assert desk.gate.decide(answer("card-p1", START)).outcome == "done"
    assert desk.gate.decide(answer("card-p2", steer)).outcome == "ignored"
    assert desk.log.view.card("card-p2")


def test_what_the_agent_drafts_to_a_running_search_is_free_only_where_it_was_asked_for(desk: Desk) -> None:
    desk.log.append(ev.GoalStated(turn="t1", text="stop"))
    desk.run_started(Permit(proposal="p0", action_digest="d", source="allowed"))
    unasked = desk.gate.submit(propose(act.StopRun(), "p1", actor="agent", turn="t1"))
    assert (unasked.outcome, unasked.rule) == ("card", "nobody_asked")
    assert "you didn't ask for this" in desk.log.view.cards[0].verdict.reasons[0]
    again = desk.gate.submit(propose(act.StopRun(), "p2", actor="agent", turn="t1"))
    assert (again.outcome, again.card_id) == ("card", unasked.card_id)
    assert desk.gate.submit(propose(act.StopRun(), "p3")).outcome == "done"
    assert desk.log.view.cards == ()
    assert desk.gate.submit(propose(act.StopRun(), "p4", actor="agent", turn="t1", asked=True)).outcome == "done"


def test_a_stale_revision_is_refused_but_a_pause_is_not(desk: Desk) -> None:
    desk.log.append(ev.GoalStated(turn="t1", text="predict y"))
    desk.log.append(ev.GoalStated(turn="t2", text="no, a"))
    desk.run_started(Permit(proposal="p0", action_digest="d", source="allowed"))
    stale = {"actor": "agent", "base_revision": 1, "turn": "t1"}
    assert desk.gate.submit(propose(START, **stale)).rule == "stale"
    assert desk.gate.submit(propose(act.PauseRun(), "p2", **stale, asked=True)).outcome == "done"
    assert desk.gate.submit(propose(START, "p3", actor="agent", base_revision=3, turn="t2")).outcome == "card"


def test_what_a_stopped_turn_drafts_is_refused(desk: Desk) -> None:
    desk.log.append(ev.GoalStated(turn="t1", text="predict y"), ev.TurnEnded(turn="t1", status="stopped"))
    ruling = desk.gate.submit(propose(START, actor="agent", turn="t1", base_revision=1))
    assert (ruling.outcome, ruling.rule) == ("refused", "stopped_turn")
    assert desk.log.events[-1].verdict.outcome == "deny"


def test_a_spec_that_does_not_fit_never_reaches_the_human(desk: Desk) -> None:
    ruling = desk.gate.submit(propose(act.StartSearch(spec=SPEC.having(target="yy"))))
    assert (ruling.outcome, ruling.rule) == ("refused", "invalid")
    assert ruling.message == "No column 'yy'. Did you mean 'y'?"
    assert "card_opened" not in desk.log.kinds()


def test_an_edit_is_assessed_again(desk: Desk) -> None:
    desk.gate.submit(propose(START))
    wrong = act.StartSearch(spec=SPEC.having(target="yy"))
    gpu = act.StartSearch(spec=SPEC.having(device="cuda"))
    good = act.StartSearch(spec=SPEC.having(seconds=30))
    assert desk.gate.decide(answer("card-p1", START, "edit", "d1", edited=wrong)).rule == "invalid"
    assert desk.gate.decide(answer("card-p1", START, "edit", "d2", edited=gpu)).rule == "no_such_gpu"
    assert desk.gate.decide(answer("card-p1", START, "edit", "d3", edited=act.StopRun())).rule == "edit"
    assert desk.log.view.card("card-p1")
    ruling = desk.gate.decide(answer("card-p1", START, "edit", "d4", edited=good))
    assert ruling.action == good
    assert ruling.permit.action_digest == good.digest()
    assert permitted(desk.log.view, ruling.permit)
    assert not permitted(desk.log.view, ruling.permit.having(action_digest=START.digest()))


def test_a_gpu_found_after_the_card_was_shown_is_not_part_of_the_yes(desk: Desk) -> None:
    desk.gate.submit(propose(START))
    desk.gpus = ("A GPU",)
    assert desk.gate.decide(answer("card-p1", START)).permit.gpu is False


def test_a_gpu_that_the_card_or_the_edit_names_is_part_of_the_yes(desk: Desk) -> None:
    desk.gpus = ("A GPU",)
    desk.gate.submit(propose(START, "p1"))
    assert desk.gate.decide(answer("card-p1", START)).permit.gpu is True
    desk.gpus = ()
    desk.gate.submit(propose(START, "p2"))
    desk.gpus = ("A GPU",)
    named = act.StartSearch(spec=SPEC.having(device="cuda"))
    assert desk.gate.decide(answer("card-p2", START, "edit", "d2", edited=named)).permit.gpu is True


def test_what_policy_denies_now_can_not_be_approved(desk: Desk) -> None:
    desk.gate.submit(propose(START))
    desk.free_memory_mb = 50
    assert desk.gate.decide(answer("card-p1", START)).rule == "too_much_memory"
    assert desk.log.view.card("card-p1")


def test_a_rejection_leaves_no_permit(desk: Desk) -> None:
    desk.gate.submit(propose(START))
    desk.gate.decide(answer("card-p1", START, "reject"))
    forged = Permit(proposal="p1", action_digest=START.digest(), source="approved", decision="d1")
    assert not permitted(desk.log.view, forged)
    assert not permitted(desk.log.view, forged.having(source="allowed"))


def test_a_newer_search_closes_the_older_card(desk: Desk) -> None:
    other = act.StartSearch(spec=SPEC.having(seconds=30))
    desk.gate.submit(propose(START, "p1"))
    desk.gate.submit(propose(other, "p2"))
    assert [c.id for c in desk.log.view.cards] == ["card-p2"]
    assert desk.gate.decide(answer("card-p1", START)).rule == "no_card"


def test_the_same_wish_twice_makes_one_card(desk: Desk) -> None:
    desk.gate.submit(propose(START, "p1"))
    assert desk.gate.submit(propose(START, "p2")).card_id == "card-p1"
    assert len(desk.log.view.cards) == 1


def test_a_running_search_shows_its_difference_and_goes_on_until_approved(desk: Desk) -> None:
    desk.gate.submit(propose(START))
    desk.run_started(desk.gate.decide(answer("card-p1", START)).permit)
    better = act.StartSearch(spec=SPEC.having(metric="f1"))
    desk.gate.submit(propose(better, "p2"))
    card = desk.log.view.card("card-p2")
    assert [(c.field, c.before, c.after) for c in card.changes] == [("metric", "roc_auc", "f1")]
    assert "goes on" in card.if_no
    assert desk.log.view.run.phase == "running"
