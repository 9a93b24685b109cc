"""The watch, to be read from top to bottom: each rule looks at the view, and answers with a suggestion or nothing.

The first that answers speaks. None of them calls a model, and none costs anything; what they suggest gets a card.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from cotune.agent.watch.course import seconds_left
from cotune.agent.watch.limits import limit_hit
from cotune.agent.watch.losing import never_wins
from cotune.agent.watch.progress import plateau, still_improving
from cotune.agent.watch.sealed import far_from_sealed
from cotune.agent.watch.suggestion import Suggestion
from cotune.model.profile import TableProfile
from cotune.model.view import RunView

QUIET_AT_THE_END_S = 20.0


class WatchRule(NamedTuple):
    """One line of the table: what it looks for, and when that may be said."""

    name: str
    looks: Callable[[RunView, TableProfile], Suggestion | None]


WATCH_RULES: tuple[WatchRule, ...] = (
    WatchRule("limit_hit", limit_hit),
    WatchRule("never_wins", never_wins),
    WatchRule("plateau", plateau),
    WatchRule("still_improving", still_improving),
    WatchRule("far_from_sealed", far_from_sealed),
)


def evidence(view: RunView, profile: TableProfile, rules: tuple[WatchRule, ...] = WATCH_RULES) -> list[Suggestion]:
    """All that the present figures call for; the first is what matters most."""
    return [found for rule in rules if (found := rule.looks(view, profile)) is not None]


def suggest(view: RunView, profile: TableProfile, rules: tuple[WatchRule, ...] = WATCH_RULES) -> Suggestion | None:
    """What the agent may propose unasked by now; mostly nothing.

    It waits while anybody is at something: a card is open, the agent answers, the run is paused or its end is near.
    Each rule speaks once in a run.
    """
    if view.cards or view.agent.busy or view.unsealing or not _is_a_good_moment(view):
        return None
    spoken = {h.proposal.turn for h in view.history}
    return next((s for s in evidence(view, profile, rules) if turn_of(s, view) not in spoken), None)


def turn_of(suggestion: Suggestion, view: RunView) -> str:
    """The name of the turn in which it is made: the same evidence of the same run has the same name."""
    return f"watch-{view.run.run}-{suggestion.rule}"


def _is_a_good_moment(view: RunView) -> bool:
    if view.run.phase == "ended":
        return True
    left_s = seconds_left(view)
    return view.run.phase == "running" and (left_s is None or left_s > QUIET_AT_THE_END_S)
