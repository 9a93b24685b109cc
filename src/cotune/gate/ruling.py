"""What the gate answers to a proposal or a decision."""

from __future__ import annotations

from typing import Literal

from cotune.model.action import Action
from cotune.model.base import Noun
from cotune.model.gate import Permit

Refusal = Literal[
    "stopped_turn",
    "stale",
    "rejected_before",
    "asks_too_often",
    "invalid",
    "no_card",
    "digest",
    "changed",
    "edit",
    "already",
    "idle",
]


class Ruling(Noun):
    """The outcome in the words of a mail's reply. `permit` and `action` are set when the action may be carried out now.

    `rule` names the policy rule, or the gate's own reason to refuse (one of `Refusal`).
    """

    outcome: Literal["done", "card", "refused", "ignored"]
    message: str = ""
    rule: str | None = None
    card_id: str | None = None
    permit: Permit | None = None
    action: Action | None = None


def refused(rule: str, message: str, card_id: str | None = None) -> Ruling:
    return Ruling(outcome="refused", rule=rule, message=message, card_id=card_id)


def ignored(message: str, rule: Literal["already", "idle"] = "already") -> Ruling:
    return Ruling(outcome="ignored", rule=rule, message=message)
