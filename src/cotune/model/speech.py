"""What the agent is saying: shown while it says it, and never kept. What it has said in the end is an event."""

from __future__ import annotations

from cotune.model.base import Noun
from cotune.model.usage import Usage


class Speech(Noun):
    """The text of a turn so far, why it waits if it does, and what it has used."""

    turn: str
    text: str = ""
    notice: str = ""
    usage: Usage = Usage()
