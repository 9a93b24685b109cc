"""A yes is to what the card says: where that is no longer true the card is drawn anew, once, and nothing is done."""

from __future__ import annotations

from pathlib import Path

import pytest
from door import SPEC, START, Desk, answer, propose
from session import Session

from cotune.gate import Ruling
from cotune.model import action as act
from cotune.model import event as ev
from cotune.model.gate import Card, Permit
from cotune.model.spec import SearchSpec

HOUR = 3600.0
F1 = act.StartSearch(spec=SPEC.having(metric="f1"))


@pytest.fixture
def desk() -> Desk:
    """One search has run and ended before its time."""
    desk = Desk()
    desk.gate.submit(propose(START))
    desk.run_started(desk.gate.decide(answer("card-p1", START)).permit)
    end(desk)
    return desk


def end(desk: Desk) -> None:
    desk.log.append(ev.RunEnded(run=1, why="stopped", active_s=10))


def go_on(desk: Desk) -> None:
    desk.log.append(ev.RunExtended(run=1, seconds=10, trials=None), ev.RunResumed(run=1, active_s=10))


def yes(desk: Desk, card: str, action: act.Action, id: str = "y") -> Ruling:
    return desk.gate.decide(answer(card, action, id=id))


def test_a_search_that_would_now_end_another_is_not_started_by_a_yes_from_before(desk: Desk) -> None:
    desk.gate.submit(propose(F1, "p2"))
    go_on(desk)
    refused = yes(desk, "card-p2", F1)
    assert (refused.outcome, refused.rule, refused.card_id) == ("refused", "changed", "card-p2.2")
    (card,) = desk.log.view.cards
    assert (card.id, card.proposal.id, card.verdict.asking) == ("card-p2.2", "p2", ("changes_meaning", "replaces_run"))
    again = yes(desk, "card-p2", F1, "y2")
    assert (again.rule, again.card_id) == ("changed", "card-p2.2")
    assert yes(desk, "card-p2.2", F1, "y3").outcome == "done"
    assert yes(desk, "card-p2", F1, "y4").outcome == "ignored"


def test_it_is_drawn_anew_once_as_the_run_goes_on(desk: Desk) -> None:
    desk.gate.submit(propose(F1, "p2"))
    desk.gate.withdraw_outlived()
    assert [c.id for c in desk.log.view.cards] == ["card-p2"]
    go_on(desk)
    for _ in range(3):
        desk.gate.withdraw_outlived()
    assert [c.id for c in desk.log.view.cards] == ["card-p2.2"]
    assert desk.gate.submit(propose(F1, "p2")).card_id == "card-p2.2"


def test_what_asks_no_more_than_the_card_says_passes(desk: Desk) -> None:
    go_on(desk)
    desk.gate.submit(propose(F1, "p2"))
    end(desk)
    desk.gate.withdraw_outlived()
    assert yes(desk, "card-p2", F1).outcome == "done"


def test_what_a_search_costs_stands_on_its_card_in_any_case(desk: Desk) -> None:
    desk.gate.submit(propose(F1, "p2"))
    desk.free_memory_mb = 150
    desk.gpus = ("A GPU",)
    assert yes(desk, "card-p2", F1).outcome == "done"


def test_a_card_that_is_drawn_anew_does_not_count_as_the_agent_asking_again(desk: Desk) -> None:
    desk.log.append(ev.GoalStated(turn="t", text="optimise f1"))
    desk.gate.submit(propose(F1, "p2", actor="agent", turn="t", base_revision=desk.log.view.revision))
    go_on(desk)
    desk.gate.withdraw_outlived()
    assert [c.id for c in desk.log.view.cards] == ["card-p2.2"]
    assert len(desk.log.view.cards_of_agent) == 1


def test_an_edit_that_seals_other_rows_is_asked_about(desk: Desk) -> None:
    desk.gate.submit(propose(F1, "p2"))
    edited = act.StartSearch(spec=F1.spec.having(holdout_fraction=0.3, seconds=50))
    ruling = desk.gate.decide(answer("card-p2", F1, "edit", "e", edited=edited))
    assert (ruling.outcome, ruling.rule) == ("card", "reseals_holdout")
    assert "30% of the rows are sealed anew" in ruling.message
    (card,) = desk.log.view.cards
    assert (card.proposal.actor, card.proposal.action) == ("human", edited)
    assert yes(desk, card.id, edited).action == edited


def test_an_edit_that_says_all_itself_is_done(desk: Desk) -> None:
    other = act.StartSearch(spec=SPEC.having(seconds=900))
    desk.gate.submit(propose(other, "p2"))
    edited = act.StartSearch(spec=SPEC.having(seconds=1200, metric="f1", exclude_columns=("a",)))
    assert desk.gate.decide(answer("card-p2", other, "edit", "e", edited=edited)).action == edited


@pytest.fixture
def extending(tmp_path: Path) -> Session:
    """An hour more is asked for a run of 300 s."""
    session = Session(tmp_path)
    spec = SearchSpec(target="churn", task="binary", metric="roc_auc", seconds=300)
    permit = Permit(proposal="p", action_digest="d", source="approved", decision="d")
    session.log.append(ev.RunStarted(run=1, spec=spec, permit=permit, seed=0, workers=1, versions={}))
    session.watch(act.ExtendRun(seconds=HOUR))
    return session


def the_card(session: Session) -> Card:
    (card,) = session.log.view.cards
    return card


def test_an_extension_is_not_given_in_other_figures_than_its_card_had(extending: Session) -> None:
    before = the_card(extending)
    assert [(c.before, c.after) for c in before.changes] == [("300", "3900")]
    extending.log.append(ev.RunEnded(run=1, why="stopped", active_s=40))
    refused = extending.gate.decide(answer(before.id, before.proposal.action))
    assert (refused.outcome, refused.rule) == ("refused", "changed")
    drawn = the_card(extending)
    assert [(c.before, c.after) for c in drawn.changes] == [("300", "3640")]
    assert "stays ended" in drawn.if_no
    assert extending.gate.decide(answer(drawn.id, drawn.proposal.action, id="d2")).outcome == "done"


@pytest.mark.parametrize(
    "body",
    [
        ev.RunEnded(run=1, why="stopped", active_s=40),
        ev.RunExtended(run=1, seconds=60, trials=None),
    ],
)
def test_its_card_follows_the_run(extending: Session, body: ev.EventBody) -> None:
    before = the_card(extending)
    extending.gate.withdraw_outlived()
    assert the_card(extending) == before
    extending.log.append(body)
    extending.gate.withdraw_outlived()
    assert the_card(extending).id == f"{before.id}.2"


def test_a_run_that_came_to_its_time_takes_nothing_from_a_yes_to_more(extending: Session) -> None:
    before = the_card(extending)
    extending.log.append(ev.RunEnded(run=1, why="time", active_s=301.2))
    extending.gate.withdraw_outlived()
    assert the_card(extending) == before
    assert extending.gate.decide(answer(before.id, before.proposal.action)).outcome == "done"
