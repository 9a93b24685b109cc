"""How much search is still free without a card: the free seconds of a study, then what was granted."""

from __future__ import annotations

from typing import NamedTuple

from cotune.model.gate import FREE_SECONDS
from cotune.model.view import RunView


class Allowance(NamedTuple):
    free_seconds: float
    granted_seconds: float


def allowance(view: RunView) -> Allowance:
    """What is left; a revoked grant has nothing left."""
    granted = sum(g.seconds - g.used_seconds for g in view.grants if not g.revoked)
    return Allowance(max(0.0, FREE_SECONDS - view.free_used_s), granted)
