"""What the agent is saying: shown while it says it, and never kept. What it has said in the end is an event."""

from __future__ import annotations

from cotune.model.base import Noun


class Speech(Noun):
    """The text of a turn so far, and why it waits if it does."""

    turn: str
    text: str = ""
    notice: str = ""
