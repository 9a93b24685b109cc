"""What a view says of the table as it is seen from a target."""

from __future__ import annotations

from datetime import UTC, datetime

from cotune.model import event as ev
from cotune.model.action import StartSearch
from cotune.model.fold import fold
from cotune.model.gate import Card, Proposal, Verdict
from cotune.model.profile import DataWarning
from cotune.model.spec import SearchSpec
from cotune.model.view import RunView

IDS = DataWarning(kind="id", column="no", message="'no' is an id.")
LEAK = DataWarning(kind="leak", column="date", message="'date' may give 'left' away.")
RARE = DataWarning(kind="imbalance", column="paid", message="'paid' is rare.")


def view_after(*bodies: ev.EventBody, target: str | None = None, warnings: tuple[DataWarning, ...] = (IDS,)) -> RunView:
    created = ev.StudyCreated(
        name="s",
        data_hash="d",
        n_rows=9,
        n_columns=4,
        target=target,
        autonomy="ask_risky",
        planner="p",
        warnings=warnings,
        versions={},
    )
    at = datetime(2030, 1, 1, tzinfo=UTC)
    return fold(ev.Event(seq=i, at=at, epoch=1, body=body) for i, body in enumerate((created, *bodies), start=1))


def card_for(target: str) -> ev.CardOpened:
    action = StartSearch(spec=SearchSpec(target=target, task="binary", metric="f1"))
    proposal = Proposal(id=f"p-{target}", action=action, actor="agent", door="python")
    card = Card(
        id=f"card-{target}",
        proposal=proposal,
        action_digest=action.digest(),
        verdict=Verdict(outcome="ask", rule="first_search", reasons=()),
        changes=(),
        estimate=None,
        reversible="",
        if_no="",
    )
    return ev.CardOpened(card=card)


def test_warnings_of_a_target_show_with_its_card() -> None:
    view = view_after(ev.TargetSeen(target="left", warnings=(LEAK,)), card_for("left"))
    assert (view.target_now(), view.data_warnings()) == ("left", (LEAK, IDS))


def test_another_target_has_its_own() -> None:
    seen = (ev.TargetSeen(target="left", warnings=(LEAK,)), ev.TargetSeen(target="paid", warnings=(RARE,)))
    closed = ev.CardClosed(card="card-left", reason="replaced")
    view = view_after(*seen, card_for("left"), closed, card_for("paid"))
    assert view.data_warnings() == (RARE, IDS)
    assert view_after(*seen).data_warnings() == (IDS,)


def test_a_study_made_for_a_target_says_each_warning_once() -> None:
    seen = ev.TargetSeen(target="left", warnings=(LEAK,))
    view = view_after(seen, target="left", warnings=(LEAK, IDS))
    assert view.data_warnings() == (LEAK, IDS)
    assert view_after(card_for("paid"), target="left", warnings=(LEAK, IDS)).data_warnings() == (IDS,)
