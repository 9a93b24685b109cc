"""The numbers and ranks in what the agent says, each with what bears it out."""

from __future__ import annotations

from typing import Literal

from cotune.model.base import Noun

ShownIn = Literal["progress", "trials", "search", "table", "cards"]
"""The part of the panel where a figure of the study can be seen."""


class Figure(Noun):
    """`text` as it stands in the agent's words, for the `nth` time (from 0), in their order.

    `bears`: a trial or the words of an event (`trial`, `seq`), another figure of the study or what the agent drafts
    (`shown_in`), or nothing: then it is to be doubted. `note` says which, or why not.
    """

    text: str
    nth: int = 0
    bears: Literal["trial", "words", "study", "draft", "nothing"]
    note: str
    trial: int | None = None
    seq: int | None = None
    shown_in: ShownIn | None = None
