"""Does a card still say what would come of a yes?"""

from __future__ import annotations

from cotune.gate.card import changes
from cotune.model import action as act
from cotune.model.action import Action
from cotune.model.gate import Card, Decision
from cotune.model.spec import FieldChange
from cotune.model.view import RunView

_OVERSHOOT_S = 3.0
"""A run ends so much after its budget at most."""

_TOLD_BY_AN_EDIT = ("changes_meaning", "drops_columns")
"""Rules that say no more than what somebody has just typed."""


def figures_hold(card: Card, view: RunView) -> bool:
    """Whether an extension reaches as far as its card says; a run that came to its budget meanwhile changes nothing."""
    action = card.proposal.action
    if not isinstance(action, act.ExtendRun):
        return True
    now = changes(action, view)
    return len(now) == len(card.changes) and all(_agree(*pair) for pair in zip(card.changes, now, strict=True))


def to_be_heard(rules: tuple[str, ...], decision: Decision) -> tuple[str, ...]:
    """The rules among these whose sentences must be read before this answer counts."""
    return tuple(r for r in rules if decision.answer == "approve" or r not in _TOLD_BY_AN_EDIT)


def follows_the_run(action: Action) -> bool:
    """Whether a card of it says something else when the run ends, goes on or is given more."""
    return isinstance(action, act.StartSearch | act.ExtendRun)


def _agree(then: FieldChange, now: FieldChange) -> bool:
    reach = abs(float(then.after or 0) - float(now.after or 0))
    return (then.field, then.before) == (now.field, now.before) and reach <= _OVERSHOOT_S
