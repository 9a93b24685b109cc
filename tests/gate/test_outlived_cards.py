"""Cards that are about what is over: nobody shall say yes to them, and the log tells why they went."""

from __future__ import annotations

import pytest
from door import SPEC, START, Desk, answer, finish_trials, propose

from cotune.model import action as act
from cotune.model import event as ev
from cotune.model.action import Action

STOP = act.StopRun()


@pytest.fixture
def desk() -> Desk:
    """A run is under way, and the agent has put an action on a card that the person's words don't ask for."""
    desk = Desk()
    desk.log.append(ev.AutonomySet(autonomy="ask_costly"))
    desk.gate.submit(propose(START))
    desk.run_started(desk.gate.decide(answer("card-p1", START)).permit)
    return desk


def drafted(desk: Desk, action: Action, id: str = "p2") -> None:
    turn = f"turn-{id}"
    desk.log.append(ev.GoalStated(turn=turn, text="hm"))
    revision = desk.log.view.revision
    ruling = desk.gate.submit(propose(action, id, actor="agent", turn=turn, base_revision=revision))
    assert ruling.outcome == "card"


def closed(desk: Desk) -> list[tuple[str, str]]:
    return [(e.card, e.reason) for e in desk.log.events if isinstance(e, ev.CardClosed)]


def end_run(desk: Desk) -> None:
    desk.log.append(ev.RunEnded(run=desk.log.view.run.run, why="time", active_s=60))


def test_a_card_that_would_stop_the_run_goes_when_the_run_has_ended(desk: Desk) -> None:
    drafted(desk, STOP)
    desk.gate.withdraw_outlived()
    assert closed(desk) == []
    end_run(desk)
    desk.gate.withdraw_outlived()
    desk.gate.withdraw_outlived()
    assert closed(desk) == [("card-p2", "nothing is running")]
    last = desk.log.view.chat[-1]
    assert (last.who, last.turn) == ("cotune", "turn-p2")
    assert last.text == "No longer asked: stop the search and make the model. Nothing is running."


def test_who_answers_a_withdrawn_card_is_told_why_it_went(desk: Desk) -> None:
    drafted(desk, STOP)
    end_run(desk)
    desk.gate.withdraw_outlived()
    ruling = desk.gate.decide(answer("card-p2", STOP, id="d2"))
    assert (ruling.outcome, ruling.message) == ("refused", "this is no longer asked: the study has moved on")


def test_another_card_stays(desk: Desk) -> None:
    drafted(desk, act.ExtendRun(seconds=3600))
    end_run(desk)
    desk.gate.withdraw_outlived()
    assert closed(desk) == []


@pytest.mark.parametrize("action", [STOP, act.PauseRun(), act.ExtendRun(seconds=3600)])
def test_with_the_next_search_go_the_cards_of_the_one_before_it(desk: Desk, action: Action) -> None:
    drafted(desk, action)
    other = act.StartSearch(spec=SPEC.having(seconds=30))
    ruling = desk.gate.submit(propose(other, "p3"))
    assert ruling.outcome == "done"
    assert closed(desk) == [("card-p2", "another search began")]


def test_a_choice_that_came_to_nothing_can_be_made_again(desk: Desk) -> None:
    finish_trials(desk, 1)
    choice = act.UseTrial(trial=0)
    end_run(desk)
    desk.gate.submit(propose(choice, "p2"))
    desk.log.append(ev.TrialChosen(run=1, trial=0, by="human"))
    assert desk.gate.submit(propose(choice, "p3")).outcome == "ignored"
    desk.log.append(ev.Remarked(turn=f"{ev.MAKING_CHOSEN}1", text="It could not be made.", failed="choosing"))
    assert desk.gate.submit(propose(choice, "p4")).outcome == "done"
