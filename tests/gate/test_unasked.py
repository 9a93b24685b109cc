"""What the agent proposes by itself always needs a yes, at every level of autonomy, also what is free for people."""

from __future__ import annotations

import pytest
from door import SPEC, Desk, answer, finish_trials, propose

from cotune.model import action as act
from cotune.model import event as ev
from cotune.model.action import Action
from cotune.model.gate import Permit
from cotune.study.waiting import resting


@pytest.fixture
def desk() -> Desk:
    desk = Desk()
    desk.run_started(Permit(proposal="p0", action_digest="d", source="allowed"))
    desk.log.append(ev.AutonomySet(autonomy="ask_costly"))
    return desk


@pytest.mark.parametrize("action", [act.StopRun(), act.BanFamily(family="knn"), act.ExtendRun(seconds=5)])
def test_what_nobody_asked_for_gets_a_card(desk: Desk, action: Action) -> None:
    assert desk.gate.submit(propose(action, "p1", actor="agent", turn="watch-1-plateau")).outcome == "card"
    (card,) = desk.log.view.cards
    assert card.is_unasked
    assert card.verdict.reasons[0] == "the agent proposes this by itself, from the figures of the run"


def test_the_same_from_a_person_or_for_their_words_is_done_at_once(desk: Desk) -> None:
    assert desk.gate.submit(propose(act.BanFamily(family="svm"), "p1")).outcome == "done"
    desk.log.append(ev.GoalStated(turn="t1", text="stop"))
    revision = desk.log.view.revision
    stop = propose(act.StopRun(), "p2", actor="agent", turn="t1", base_revision=revision)
    assert desk.gate.submit(stop.having(asked=True)).outcome == "done"


def test_a_question_without_ready_answers_is_waited_for_as_well(desk: Desk) -> None:
    desk.log.append(ev.RunEnded(run=1, why="stopped", active_s=1), ev.GoalStated(turn="t", text="hm"))
    desk.log.append(
        ev.AgentSpoke(turn="t", text="What is it for?", question=True), ev.TurnEnded(turn="t", status="done")
    )
    assert resting(desk.log.view) == "question"


def test_a_yes_to_it_is_carried_out(desk: Desk) -> None:
    desk.gate.submit(propose(act.StopRun(), "p1", actor="agent", turn="watch-1-plateau"))
    ruling = desk.gate.decide(answer("card-p1", act.StopRun()))
    assert (ruling.outcome, ruling.permit.source) == ("done", "approved")


def test_asking_whether_it_would_listen_leaves_no_trace(desk: Desk) -> None:
    stop = propose(act.StopRun(), "p1", actor="agent", turn="watch-1-plateau")
    before = len(desk.log.events)
    assert desk.gate.would_listen(stop)
    assert len(desk.log.events) == before
    desk.gate.submit(stop)
    assert not desk.gate.would_listen(stop)
    assert not desk.gate.would_listen(propose(act.BanFamily(family="knn"), "p2", actor="agent", turn="watch-1-x"))


def test_after_a_no_it_does_not_listen_until_there_is_new_evidence(desk: Desk) -> None:
    desk.gate.submit(propose(act.StopRun(), "p1", actor="agent", turn="watch-1-plateau"))
    desk.gate.decide(answer("card-p1", act.StopRun(), "reject"))
    again = propose(act.StopRun(), "p2", actor="agent", turn="watch-2-plateau")
    assert not desk.gate.would_listen(again)
    finish_trials(desk, 20)
    assert desk.gate.would_listen(again)


def test_there_is_nothing_to_stop_when_nothing_runs(desk: Desk) -> None:
    desk.log.append(ev.RunEnded(run=1, why="time", active_s=9))
    assert not desk.gate.would_listen(propose(act.StopRun(), "p1", actor="agent", turn="watch-1-plateau"))


def test_nobody_has_to_wait_for_an_answer_to_it(desk: Desk) -> None:
    desk.log.append(ev.RunEnded(run=1, why="time", active_s=9))
    desk.gate.submit(propose(act.ExtendRun(seconds=60), "p1", actor="agent", turn="watch-1-still_improving"))
    assert resting(desk.log.view) == "ended"
    desk.gate.submit(propose(act.StartSearch(spec=SPEC.having(seconds=9000)), "p2"))
    assert resting(desk.log.view) == "card"
