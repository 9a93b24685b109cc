"""How often the agent may ask: people who are asked too often stop reading."""

from __future__ import annotations

from datetime import datetime, timedelta

from cotune.model.gate import Proposal
from cotune.model.view import RunView

MOST_CARDS = 4
WITHIN = timedelta(hours=1)


def held_back(proposal: Proposal, view: RunView, now: datetime) -> str:
    """Why the agent may not open a card now; empty when it may.

    A human's own words always get one card. What the agent asks besides waits until no card does, and counts against a
    few cards an hour. Who wants to be asked about everything may get several cards for one sentence.
    """
    if proposal.actor != "agent":
        return ""
    answers = answers_a_human(proposal, view)
    if answers and all(card.turn != proposal.turn for card in view.cards_of_agent):
        return ""
    if view.cards and not (answers and view.autonomy == "ask_all"):
        return "a card waits for you already; the agent asks for one thing at a time"
    recent = [card.at for card in view.cards_of_agent if abs(now - card.at) < WITHIN]
    if len(recent) < MOST_CARDS:
        return ""
    minutes = (min(recent) + WITHIN - now).total_seconds() / 60
    return (
        f"the agent asked {len(recent)} times within the last hour, and may ask {MOST_CARDS} times; "
        f"say what you want, or it may ask again in {max(1, round(minutes))} min"
    )


def answers_a_human(proposal: Proposal, view: RunView) -> bool:
    """Whether the agent's proposal belongs to a turn that a human's words began."""
    if proposal.turn is None:
        return False
    said = any(line.who == "you" and line.turn == proposal.turn for line in view.chat)
    return said or (proposal.turn == view.agent.turn and view.agent.words_of is not None)
