"""Which cards wait, and which of them another action makes an end of."""

from __future__ import annotations

from cotune.model import action as act
from cotune.model.action import Action
from cotune.model.event import CardClosed
from cotune.model.gate import Card, Proposal
from cotune.model.view import RunView

_OF_ITS_RUN = ("extend_run", "pause_run", "resume_run", "stop_run", "use_trial", "unseal_holdout")
"""Actions that mean the run for which they were drafted, and no later one."""


def waiting(proposal_id: str, view: RunView) -> Card | None:
    """The open card of that proposal."""
    return next((c for c in view.cards if c.proposal.id == proposal_id), None)


def open_twin(proposal: Proposal, view: RunView) -> Card | None:
    """An open card for exactly the same action, so that a repeated wish doesn't stack cards."""
    digest = proposal.action.digest()
    return next((c for c in view.cards if c.action_digest == digest), None)


def replaced(action: Action, view: RunView) -> tuple[CardClosed, ...]:
    """The end of the cards that a newer one takes the place of: older searches, and extensions of what they replace."""
    match action:
        case act.StartSearch():
            kinds: tuple[str, ...] = ("start_search", "extend_run")
        case act.ExtendRun():
            kinds = ("extend_run",)
        case _:
            kinds = ()
    return _closed(kinds, view, "a newer proposal replaced it")


def outlived(action: Action, view: RunView, but: str) -> tuple[CardClosed, ...]:
    """The end of the cards (but one) that mean nothing once `action` is done: a search leaves an earlier run behind."""
    kinds = ("start_search", *_OF_ITS_RUN) if isinstance(action, act.StartSearch) else ()
    return _closed(kinds, view, "another search began", but)


def _closed(kinds: tuple[str, ...], view: RunView, reason: str, but: str = "") -> tuple[CardClosed, ...]:
    cards = (c.id for c in view.cards if c.id != but and c.proposal.action.kind in kinds)
    return tuple(CardClosed(card=card, reason=reason) for card in cards)
