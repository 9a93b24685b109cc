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


class Rule(NamedTuple):
    """One line of the table. `applies` returns its reasons, empty when the rule has nothing to say."""

    name: str
    outcome: Outcome
    weight: Weight
    applies: Callable[[Action, Facts], Reasons]


def autonomy_rank(autonomy: Autonomy) -> int:
    """0 asks most."""
    return get_args(Autonomy).index(autonomy)


def listed(names: Iterable[str]) -> str:
    return ", ".join(f"'{n}'" for n in names)
