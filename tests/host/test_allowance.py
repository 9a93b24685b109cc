from __future__ import annotations

from cotune.host.allowance import allowance
from cotune.model import action as act
from cotune.model.action import Action
from cotune.model.gate import Grant, Proposal, Verdict
from cotune.model.spec import SearchSpec
from cotune.model.view import RunView, Verdicted


def search(seconds: float | None) -> Action:
    spec = SearchSpec(target="y", task="binary", metric="roc_auc", seconds=seconds, trials=5)
    return act.StartSearch(spec=spec)


def done(outcome: str, action: Action) -> Verdicted:
    proposal = Proposal(id="p", action=action, actor="agent", door="python")
    return Verdicted(proposal=proposal, verdict=Verdict(outcome=outcome, rule="r", reasons=()))


def test_what_a_human_approved_costs_nothing() -> None:
    view = RunView(history=(done("ask", search(5000)), done("deny", search(5000))))
    assert allowance(view) == (600.0, 0.0)


def test_searches_and_extensions_without_a_card_use_it_up() -> None:
    view = RunView(history=(done("allow", search(300)), done("allow", act.ExtendRun(seconds=200))))
    assert allowance(view) == (100.0, 0.0)


def test_a_grant_comes_after_the_free_seconds_and_can_be_revoked() -> None:
    history = (done("allow", search(500)), done("allow", search(200)))
    granted = RunView(history=history, grants=(Grant(id="g", seconds=1000),))
    assert allowance(granted) == (0.0, 900.0)
    assert allowance(RunView(history=history, grants=(Grant(id="g", seconds=1000, revoked=True),))) == (0.0, 0.0)
