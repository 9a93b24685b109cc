"""How much search is still free without a card: the free seconds of a study, then what was granted."""

from __future__ import annotations

from typing import NamedTuple

from cotune.model import action as act
from cotune.model.view import RunView, Verdicted
from cotune.policy.rules import FREE_SECONDS


class Allowance(NamedTuple):
    free_seconds: float
    granted_seconds: float


def allowance(view: RunView) -> Allowance:
    """What is left. Every search that ran without a card counts with its whole budget, also when it ended early."""
    used = sum(_seconds(h) for h in view.history if h.verdict.outcome == "allow")
    granted = sum(g.seconds for g in view.grants if not g.revoked)
    beyond = max(0.0, used - FREE_SECONDS)
    return Allowance(max(0.0, FREE_SECONDS - used), max(0.0, granted - beyond))


def _seconds(allowed: Verdicted) -> float:
    match allowed.proposal.action:
        case act.StartSearch(spec=spec):
            return spec.seconds or 0.0
        case act.ExtendRun(seconds=seconds):
            return seconds or 0.0
        case _:
            return 0.0
