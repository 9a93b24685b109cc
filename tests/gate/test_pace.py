"""How often the agent may ask, on a clock of the test's own; asserted on the log."""

from __future__ import annotations

from datetime import timedelta

import pytest
from door import SPEC, Desk, answer, propose

from cotune.gate import Ruling
from cotune.model import action as act
from cotune.model import event as ev


@pytest.fixture
def desk() -> Desk:
    return Desk()


def draft(desk: Desk, number: int, turn: str, **fields: object) -> Ruling:
    steer = act.StartSearch(spec=SPEC.having(seconds=1000 + number))
    return desk.gate.submit(propose(steer, f"p{number}", actor="agent", turn=turn, **fields))


def test_what_nobody_asked_for_waits_while_a_card_does(desk: Desk) -> None:
    assert draft(desk, 1, "watch-1").outcome == "card"
    held = draft(desk, 2, "watch-2")
    assert (held.outcome, held.rule) == ("refused", "asks_too_often")
    assert "one thing at a time" in held.message
    assert [c.id for c in desk.log.view.cards] == ["card-p1"]
    assert desk.log.kinds().count("card_opened") == 1


def test_the_agent_opens_four_cards_an_hour_and_is_told_when_it_may_again(desk: Desk) -> None:
    for number in range(20):
        draft(desk, number, f"watch-{number}")
        for card in desk.log.view.cards:
            desk.gate.decide(answer(card.id, card.proposal.action, id=f"d{number}"))
        desk.now += timedelta(minutes=2)
    assert desk.log.kinds().count("card_opened") == 4
    assert desk.log.events[-1].verdict.rule == "asks_too_often"
    assert "again in 22 min" in desk.log.events[-1].verdict.reasons[0]
    desk.now += timedelta(minutes=20)
    assert draft(desk, 99, "watch-99").outcome == "card"


def test_a_human_who_speaks_gets_a_card_each_time(desk: Desk) -> None:
    for number in range(6):
        desk.log.append(ev.GoalStated(turn=f"t{number}", text="another search"))
        assert draft(desk, number, f"t{number}").outcome == "card"
    assert draft(desk, 100, "t5").rule == "asks_too_often"


def test_one_sentence_gets_several_cards_only_from_who_wants_to_be_asked_everything(desk: Desk) -> None:
    desk.log.append(ev.GoalStated(turn="t1", text="no knn, and search longer"))
    assert draft(desk, 1, "t1").outcome == "card"
    assert "one thing at a time" in draft(desk, 2, "t1").message
    desk.log.append(ev.AutonomySet(autonomy="ask_all"))
    assert draft(desk, 3, "t1").outcome == "card"


def test_a_try_again_is_an_answer_to_the_human(desk: Desk) -> None:
    for number in range(4):
        desk.log.append(ev.GoalStated(turn=f"t{number}", text="another search"))
        draft(desk, number, f"t{number}")
        desk.log.append(ev.TurnEnded(turn=f"t{number}", status="stopped"))
    desk.log.append(ev.TurnRetried(turn="again", words_of="t3"))
    assert draft(desk, 50, "again").outcome == "card"


def test_humans_are_not_held_back(desk: Desk) -> None:
    for number in range(8):
        assert desk.gate.submit(propose(act.GrantBudget(seconds=60 + number), f"p{number}")).outcome == "card"
