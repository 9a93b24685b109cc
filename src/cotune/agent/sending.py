"""What is told of each call to a model, before it is made."""

from __future__ import annotations

from collections.abc import Callable

from cotune.model.base import Noun


class Outgoing(Noun):
    """The JSON text of one call, and to which model; see `SentCall`."""

    turn: str
    to: str
    body: str
    is_exact: bool


Note = Callable[[Outgoing], None]
"""Keeps what is about to be sent. What it raises keeps the call from being made."""


def unnoted(_outgoing: Outgoing) -> None:
    """Without a study there is no place to keep it."""
