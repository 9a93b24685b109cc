"""What a rule is, and the few words that rules share."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Literal, NamedTuple, get_args

from cotune.model.action import Action
from cotune.model.gate import Facts
from cotune.model.words import Autonomy

Reasons = tuple[str, ...]
Outcome = Literal["allow", "ask", "deny"]
Weight = Literal["always", "cost", "risk"]
_ROUNDING_S = 1e-6


class Rule(NamedTuple):
    """One line of the table. `applies` returns its reasons, empty when the rule has nothing to say."""

    name: str
    outcome: Outcome
    weight: Weight
    applies: Callable[[Action, Facts], Reasons]


def autonomy_rank(autonomy: Autonomy) -> int:
    """0 asks most."""
    return get_args(Autonomy).index(autonomy)


def free_seconds(facts: Facts) -> float:
    """Seconds of search that need no card."""
    return max(facts.free_seconds_left, 0.0) + max(facts.granted_seconds_left, 0.0)


def is_free(seconds: float, facts: Facts) -> bool:
    """Whether so many seconds of search need no card, but for what sums of floats are off by."""
    return seconds <= free_seconds(facts) + _ROUNDING_S


def listed(names: Iterable[str]) -> str:
    return ", ".join(f"'{n}'" for n in names)
