"""Which card an answer means."""

from __future__ import annotations

from collections.abc import Sequence

from cotune.errors import UserError, did_you_mean
from cotune.model.gate import Card


def waiting_card(cards: Sequence[Card], named: str | None, study: str) -> Card:
    """The card of that id; without one, the only card, or the only one that isn't the agent's own suggestion.

    Raises:
        UserError: there is none, or it can't be told which.
    """
    waiting = {c.id: c for c in cards}
    if not waiting:
        raise UserError("no card waits for a decision", where=f"study '{study}'")
    asked = [c for c in waiting.values() if not c.is_unasked] or list(waiting.values())
    if named is None and len(asked) == 1:
        return asked[0]
    if named is None:
        raise UserError(f"{len(waiting)} cards wait for a decision", fix="name one of " + ", ".join(waiting))
    if named not in waiting:
        raise UserError(f"no card '{named}' waits for a decision", fix=did_you_mean(named, waiting))
    return waiting[named]
