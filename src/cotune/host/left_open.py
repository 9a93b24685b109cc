"""What a process that was lost left open: turns to take up, a probe to end, and what it had asked of a language model.

Nothing tells what it was answered, so that what was reserved for its calls counts as used.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import reduce

from cotune.agent.meter import reserved
from cotune.host.probing import probe_id
from cotune.model.action import ProbeModel
from cotune.model.event import Event, GoalStated, ModelProbed, TurnEnded, TurnRetried
from cotune.model.sharing import SentCall
from cotune.model.usage import AgentBudget, Usage
from cotune.model.view import RunView


def open_turns(events: Iterable[Event]) -> Collection[TurnRetried]:
    """The turns that have no end, in their order."""
    found: dict[str, TurnRetried] = {}
    for event in events:
        match event.body:
            case GoalStated(turn=turn):
                found[turn] = TurnRetried(turn=turn, words_of=turn)
            case TurnRetried(turn=turn):
                found[turn] = event.body
            case TurnEnded(turn=turn):
                found.pop(turn, None)
    return found.values()


def used_for(turn: str, sent: Iterable[SentCall], budget: AgentBudget) -> Usage:
    """What was reserved for the calls of a turn or a probe, as far as the record of what was sent still holds them."""
    calls = (reserved(len(call.body), budget) for call in sent if call.turn == turn)
    return reduce(Usage.plus, calls, Usage())


def end_of_probe(view: RunView, sent: Iterable[SentCall]) -> ModelProbed:
    """The end of the probe that was under way."""
    approved = (h for h in reversed(view.history) if h.decision is not None and h.decision.answer != "reject")
    probe = next((probe_id(h.proposal.id) for h in approved if isinstance(h.proposal.action, ProbeModel)), "lost")
    return ModelProbed(
        probe=probe,
        model=view.planner,
        problem="Its process was lost; ask for it again.",
        usage=used_for(probe, sent, view.agent.budget),
    )
