"""Seconds of search without a card: what the free ones and the grants lend to a run, and get back from it."""

from __future__ import annotations

from typing import NamedTuple

from cotune.model.gate import FREE_SECONDS
from cotune.model.view import RunView


class Allowance(NamedTuple):
    """Seconds of search that need no card: what is left of the free ones, and of what was granted."""

    free_seconds: float
    granted_seconds: float


def allowance(view: RunView) -> Allowance:
    """What is left; a revoked grant has nothing left."""
    granted = sum(g.left_seconds for g in view.grants)
    return Allowance(max(0.0, FREE_SECONDS - view.free_used_s), granted)


def charged(view: RunView, seconds: float) -> RunView:
    """Take seconds of search from the free ones, then from the grants, the oldest first."""
    free = min(seconds, max(0.0, FREE_SECONDS - view.free_used_s))
    owed, grants = seconds - free, []
    for grant in view.grants:
        used = 0.0 if grant.revoked else min(owed, grant.seconds - grant.used_seconds)
        owed -= used
        grants.append(grant.model_copy(update={"used_seconds": grant.used_seconds + used}))
    return view.model_copy(update={"free_used_s": view.free_used_s + free, "grants": tuple(grants)})


def given_back(view: RunView) -> RunView:
    """Return what the run that ends was charged and leaves of its budget, to the newest grant first.

    The rest is spent, and no later end of the run gives it back.
    """
    unused = owed = min(view.charged_s, max(0.0, (view.run.budget_s or 0.0) - view.run.active_s))
    grants = []
    for grant in reversed(view.grants):
        back = min(owed, grant.used_seconds)
        owed -= back
        grants.append(grant.model_copy(update={"used_seconds": grant.used_seconds - back}))
    return view.model_copy(
        update={
            "charged_s": 0.0,
            "given_back_s": unused,
            "free_used_s": max(0.0, view.free_used_s - owed),
            "grants": tuple(reversed(grants)),
        }
    )


def charged_again(view: RunView) -> RunView:
    """The run that had ended goes on with the budget that it had left."""
    again = view.given_back_s
    return charged(view, again).model_copy(update={"charged_s": view.charged_s + again, "given_back_s": 0.0})
