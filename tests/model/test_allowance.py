from __future__ import annotations

from datetime import UTC, datetime

from cotune.model import action as act
from cotune.model import event as ev
from cotune.model.action import Action
from cotune.model.fold import fold
from cotune.model.gate import Card, Decision, Grant, Permit, Proposal, Verdict
from cotune.model.ledger import allowance
from cotune.model.spec import SearchSpec
from cotune.model.view import RunView


def search(seconds: float | None) -> Action:
    spec = SearchSpec(target="y", task="binary", metric="roc_auc", seconds=seconds, trials=5)
    return act.StartSearch(spec=spec)


def view_after(*bodies: ev.EventBody) -> RunView:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    return fold(ev.Event(seq=i, at=at, epoch=1, body=body) for i, body in enumerate(bodies, start=1))


def done(outcome: str, action: Action) -> ev.ActionProposed:
    proposal = Proposal(id="p", action=action, actor="agent", door="python")
    return ev.ActionProposed(proposal=proposal, verdict=Verdict(outcome=outcome, rule="r", reasons=()))


def granted(id: str, seconds: float) -> ev.GrantGiven:
    return ev.GrantGiven(grant=Grant(id=id, seconds=seconds))


def test_what_a_human_approved_costs_nothing() -> None:
    assert allowance(view_after(done("ask", search(5000)), done("deny", search(5000)))) == (600.0, 0.0)


def test_searches_and_extensions_without_a_card_use_it_up() -> None:
    view = view_after(done("allow", search(300)), done("allow", act.ExtendRun(seconds=200)))
    assert allowance(view) == (100.0, 0.0)
    assert len(view.history) == 2


def test_a_grant_comes_after_the_free_seconds_and_shows_what_was_used() -> None:
    view = view_after(granted("g", 1000), done("allow", search(500)), done("allow", search(200)))
    assert allowance(view) == (0.0, 900.0)
    assert [g.used_seconds for g in view.grants] == [100.0]


def test_a_revoked_grant_takes_only_its_own_seconds_along() -> None:
    used = (done("allow", search(600)), granted("a", 1000), done("allow", search(700)))
    revoked = (*used, ev.GrantRevoked(grant="a"))
    assert allowance(view_after(*revoked)) == (0.0, 0.0)
    view = view_after(*revoked, granted("b", 500), done("allow", search(50)))
    assert allowance(view) == (0.0, 450.0)
    assert [g.used_seconds for g in view.grants] == [700.0, 50.0]


def test_grants_are_used_in_the_order_in_which_they_were_given() -> None:
    view = view_after(granted("a", 100), granted("b", 100), done("allow", search(600)), done("allow", search(150)))
    assert [g.used_seconds for g in view.grants] == [100.0, 50.0]
    assert allowance(view) == (0.0, 50.0)


def test_what_was_used_before_a_grant_is_not_paid_from_it() -> None:
    view = view_after(done("allow", search(900)), granted("a", 100))
    assert allowance(view) == (0.0, 100.0)


def started(seconds: float, source: str = "allowed") -> ev.RunStarted:
    permit = Permit.model_validate({"proposal": "p", "action_digest": "d", "source": source})
    spec = SearchSpec(target="y", task="binary", metric="roc_auc", seconds=seconds)
    return ev.RunStarted(run=1, spec=spec, permit=permit, seed=0, workers=1, versions={})


def ended(active_s: float) -> ev.RunEnded:
    return ev.RunEnded(run=1, why="stopped", active_s=active_s)


def test_what_a_run_leaves_unused_goes_back_when_it_ends() -> None:
    run = (granted("g", 1000), done("allow", search(800)), started(800))
    assert allowance(view_after(*run)) == (0.0, 800.0)
    assert allowance(view_after(*run, ended(700))) == (0.0, 900.0)
    assert allowance(view_after(*run, ended(50))) == (550.0, 1000.0)


def test_a_run_that_goes_on_after_its_end_holds_its_budget_again() -> None:
    run = (done("allow", search(300)), started(300), ended(50))
    assert allowance(view_after(*run)) == (550.0, 0.0)
    assert allowance(view_after(*run, ev.RunResumed(run=1, active_s=50))) == (300.0, 0.0)


def test_an_extension_holds_its_own_seconds_alone() -> None:
    run = (started(300, "approved"), ended(50))
    more = (done("allow", act.ExtendRun(seconds=100)), ev.RunExtended(run=1, seconds=-150, trials=None))
    extended = (*run, *more, ev.RunResumed(run=1, active_s=50))
    assert allowance(view_after(*run)) == (600.0, 0.0)
    assert allowance(view_after(*extended)) == (500.0, 0.0)
    assert allowance(view_after(*extended, ended(90))) == (560.0, 0.0)


def test_more_trials_for_a_run_that_has_ended_take_what_it_gave_back() -> None:
    run = (done("allow", search(600)), started(600), ended(2))
    more = ev.RunExtended(run=1, seconds=None, trials=100)
    resumed = (*run, done("allow", act.ExtendRun(trials=100)), more, ev.RunResumed(run=1, active_s=2))
    assert allowance(view_after(*run)) == (598.0, 0.0)
    assert allowance(view_after(*resumed)) == (0.0, 0.0)
    assert allowance(view_after(*resumed, ended(5))) == (595.0, 0.0)


def test_time_with_the_trials_takes_its_own_seconds_alone() -> None:
    run = (done("allow", search(600)), started(600), ended(2))
    more = (done("allow", act.ExtendRun(seconds=100, trials=9)), ev.RunExtended(run=1, seconds=-498, trials=9))
    assert allowance(view_after(*run, *more, ev.RunResumed(run=1, active_s=2))) == (498.0, 0.0)


def asked_and_answered(action: Action) -> tuple[ev.EventBody, ...]:
    asked = done("ask", action)
    card = Card(
        id="card-p", proposal=asked.proposal, action_digest=action.digest(), verdict=asked.verdict,
        changes=(), estimate=None, reversible="", if_no="",
    )  # fmt: skip
    decision = Decision(id="d", card="card-p", action_digest=action.digest(), answer="approve")
    return asked, ev.CardOpened(card=card), ev.DecisionMade(decision=decision)


def test_going_on_costs_nothing_where_a_human_said_yes_to_it() -> None:
    run = (granted("g", 7200), done("allow", search(7800)), started(7800), ended(10), ev.GrantRevoked(grant="g"))
    resumed = (*run, *asked_and_answered(act.ResumeRun()), ev.RunResumed(run=1, active_s=10))
    assert allowance(view_after(*run)) == (590.0, 0.0)
    assert allowance(view_after(*resumed)) == (590.0, 0.0)
    assert allowance(view_after(*resumed, ended(500))) == (590.0, 0.0)
