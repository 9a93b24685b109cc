"""The conversation so far, as the model may read it by what is shared now."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from cotune.agent.planner.reply import IMPOSSIBLE
from cotune.agent.redaction import Seen
from cotune.model.sharing import Sharing
from cotune.model.view import ChatLine, RunView
from cotune.model.words import BUILT_IN_PLANNER

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage

_LINES = 20
LEFT_OUT = "(This answer was given when more of the table was shared. It is left out now.)"


def said_before(view: RunView, seen: Seen, without: Collection[str | None]) -> list[BaseMessage]:
    """The last lines, but for those of the turns `without`."""
    from langchain_core.messages import AIMessage, HumanMessage

    lines = [line for line in view.chat[-_LINES:] if line.turn not in without]
    return [
        HumanMessage(seen.hidden(line.text)) if line.who == "you" else AIMessage(_answer(line, view, seen))
        for line in lines
    ]


def _answer(line: ChatLine, view: RunView, seen: Seen) -> str:
    """A model's own words may quote what it saw; those of the built-in planner, which sees all, may do so as well."""
    if seen.stays_here:
        return line.text
    if line.who == "cotune" or line.by == BUILT_IN_PLANNER:
        told, impossible, _ = (line.text, "", "") if seen.has_figures else line.text.partition(IMPOSSIBLE)
        return seen.hidden(seen.without_labels(told + impossible))
    if any(view.agent.sharing.raised(then) for then in _shared_during(line, view)):
        return LEFT_OUT
    return seen.hidden(line.text)


def _shared_during(line: ChatLine, view: RunView) -> Iterator[Sharing]:
    """What was shared at some time of the turn of a line; of one that was tried again, at any time before it."""
    begun = next((said.seq for said in view.chat if said.who == "you" and said.turn == line.turn), 0)
    then = Sharing()
    for spell in view.sharings:
        if spell.seq > begun:
            yield then
        if spell.seq > line.seq:
            return
        then = spell.sharing
    yield then
