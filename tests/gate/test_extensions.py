"""More budget for a run: asked only where it can be given, and in figures that come true."""

from __future__ import annotations

from pathlib import Path

import pytest
from session import Session

from cotune.gate import Ruling
from cotune.model import action as act
from cotune.model import event as ev
from cotune.model.gate import Grant, Permit, Proposal, Verdict
from cotune.model.spec import SearchSpec
from written_studies import trial

HOUR = 3600.0


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return Session(tmp_path)


def searched(session: Session, *, seconds: float | None = None, trials: int | None = None) -> None:
    spec = SearchSpec(target="churn", task="binary", metric="roc_auc", seconds=seconds, trials=trials)
    permit = Permit(proposal="p", action_digest="d", source="approved", decision="d")
    session.log.append(ev.RunStarted(run=1, spec=spec, permit=permit, seed=0, workers=1, versions={}))


def ended(session: Session, active_s: float) -> None:
    session.log.append(ev.RunEnded(run=1, why="stopped", active_s=active_s))


def test_no_card_asks_for_time_where_trials_are_the_budget(session: Session) -> None:
    searched(session, trials=20)
    (ruling,) = session.watch(act.ExtendRun(seconds=HOUR))
    assert (ruling.outcome, ruling.rule) == ("refused", "invalid")
    assert "a number of trials" in ruling.message
    assert session.log.view.cards == ()


def test_nor_for_trials_where_time_is_the_budget_or_used_up(session: Session) -> None:
    searched(session, seconds=60)
    (ruling,) = session.watch(act.ExtendRun(trials=10))
    assert "budget is a time" in ruling.message
    searched(session, seconds=60, trials=90)
    ended(session, 59.5)
    (ruling,) = session.watch(act.ExtendRun(trials=10))
    assert "time is used up" in ruling.message
    assert session.log.view.cards == ()


def test_the_card_of_a_run_that_goes_on_counts_from_its_budget(session: Session) -> None:
    searched(session, seconds=300)
    session.watch(act.ExtendRun(seconds=HOUR))
    (card,) = session.log.view.cards
    assert [(c.field, c.before, c.after) for c in card.changes] == [("seconds", "300", "3900")]


def test_the_card_of_a_run_that_has_ended_counts_from_what_it_has_used(session: Session) -> None:
    searched(session, seconds=300)
    ended(session, 20.04)
    session.watch(act.ExtendRun(seconds=HOUR))
    (card,) = session.log.view.cards
    assert [(c.field, c.before, c.after) for c in card.changes] == [("seconds", "300", "3620")]


def test_a_run_that_was_extended_beyond_what_a_search_may_ask_for_still_gets_cards(session: Session) -> None:
    searched(session, seconds=6 * 24 * HOUR)
    session.log.append(ev.RunExtended(run=1, seconds=5 * 24 * HOUR, trials=None))
    spec = SearchSpec(target="churn", task="binary", metric="log_loss", seconds=60)
    (ruling,) = session.watch(act.StartSearch(spec=spec))
    assert ruling.outcome == "card"


@pytest.mark.parametrize("seconds", [1, HOUR])
def test_time_beside_trials_does_not_stand_for_a_limit_that_the_run_has_not(session: Session, seconds: float) -> None:
    searched(session, trials=20)
    ruling = submitted(session, act.ExtendRun(seconds=seconds, trials=1_000_000))
    assert (ruling.outcome, ruling.rule) == ("refused", "invalid")
    assert "a number of trials" in ruling.message
    assert "by trials alone" in ruling.message


def test_no_card_asks_to_go_on_where_nothing_is_left(session: Session) -> None:
    searched(session, seconds=60)
    ended(session, 59.5)
    (ruling,) = session.watch(act.ResumeRun())
    assert "has used its time" in ruling.message
    assert session.log.view.cards == ()


def held(session: Session, seconds: float, trials: int | None = None) -> None:
    """A search that was allowed without a card."""
    spec = SearchSpec(target="churn", task="binary", metric="roc_auc", seconds=seconds, trials=trials)
    proposal = Proposal(id="h", action=act.StartSearch(spec=spec), actor="human", door="python")
    allowed = Verdict(outcome="allow", rule="within_budget", reasons=())
    session.log.append(ev.ActionProposed(proposal=proposal, verdict=allowed))
    permit = Permit(proposal="h", action_digest="d", source="allowed")
    session.log.append(ev.RunStarted(run=1, spec=spec, permit=permit, seed=0, workers=1, versions={}))


def submitted(session: Session, action: act.Action) -> Ruling:
    return session.gate.submit(Proposal(id=f"s{len(session.log.events)}", action=action, actor="human", door="python"))


def test_free_seconds_that_went_back_are_held_again_by_more_trials(session: Session) -> None:
    held(session, 600, trials=1)
    ended(session, 2.3)
    assert submitted(session, act.ExtendRun(trials=100)).rule == "within_budget"
    session.log.append(ev.RunExtended(run=1, seconds=None, trials=100), ev.RunResumed(run=1, active_s=2.3))
    assert submitted(session, act.GrantBudget(seconds=60)).outcome == "card"
    (card,) = session.log.view.cards
    assert [(c.before, c.after) for c in card.changes] == [("0 s", "60 s")]


def test_a_run_on_a_grant_that_was_taken_back_goes_on_only_after_a_yes(session: Session) -> None:
    session.log.append(ev.GrantGiven(grant=Grant(id="g", seconds=7200)))
    held(session, 7200)
    ended(session, 10)
    assert submitted(session, act.ResumeRun()).rule == "continues"
    session.log.append(ev.GrantRevoked(grant="g"))
    ruling = submitted(session, act.ResumeRun())
    assert (ruling.outcome, ruling.rule) == ("card", "exceeds_budget")
    assert ruling.message == "it takes up to 2 h of search; 9.8 min are free without asking"


def tried(session: Session, trials: int) -> None:
    for event in (event for n in range(trials) for event in trial(n, "ok")):
        session.log.append(event)


@pytest.mark.parametrize(
    ("active_s", "trials", "used"), [(20, 4, "its trials"), (59.5, 2, "its time"), (59.5, 4, "its time and its trials")]
)
def test_what_ran_out_is_what_is_named_and_what_to_extend_by(
    session: Session, active_s: float, trials: int, used: str
) -> None:
    searched(session, seconds=60, trials=4)
    tried(session, trials)
    ended(session, active_s)
    (ruling,) = session.watch(act.ResumeRun())
    assert f"has used {used}" in ruling.message
    assert ("by 300 s" in ruling.message, "by 20 trials" in ruling.message) == ("time" in used, "trials" in used)


def test_more_time_alone_is_not_enough_where_the_trials_of_both_ran_out(session: Session) -> None:
    searched(session, seconds=60, trials=4)
    tried(session, 4)
    ended(session, 20)
    (ruling,) = session.watch(act.ExtendRun(seconds=300))
    assert "trials are used up" in ruling.message
    assert "by trials too" in ruling.message
