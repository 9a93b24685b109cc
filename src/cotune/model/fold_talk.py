"""The fold of what is said: by the person, by the agent in its turns, and by cotune itself."""

from __future__ import annotations

from typing import assert_never

from cotune.model import event as ev
from cotune.model.fold_steps import changed, changed_agent, said
from cotune.model.view import ChatLine, RunView, TurnState, TurnToCome

TalkEvent = ev.GoalStated | ev.TurnRetried | ev.AgentSpoke | ev.Remarked | ev.TurnEnded | ev.ModelProbed


def take_talk(view: RunView, body: TalkEvent, seq: int) -> RunView:
    match body:
        case ev.GoalStated():
            told = said(view, ChatLine(seq=seq, who="you", text=body.text, turn=body.turn))
            stated = changed(told, goals=(*view.goals, body.text), revision=view.revision + 1)
            return _opened(stated, TurnToCome(turn=body.turn, words_of=body.turn))
        case ev.TurnRetried():
            return _opened(view, TurnToCome(turn=body.turn, words_of=body.words_of))
        case ev.AgentSpoke():
            return said(view, _line(body, seq, view.planner))
        case ev.Remarked():
            told = said(view, ChatLine(seq=seq, who="cotune", text=body.text, turn=body.turn))
            return changed(
                told,
                unsealing=view.unsealing and body.failed != "unsealing",
                choosing=view.choosing and body.failed != "choosing",
            )
        case ev.TurnEnded():
            return _ended(view, body, seq)
        case ev.ModelProbed():
            return _probed(view, body)
        case _:
            assert_never(body)


def _line(spoken: ev.AgentSpoke, seq: int, planner: str) -> ChatLine:
    return ChatLine(
        seq=seq,
        who="agent",
        text=spoken.text,
        turn=spoken.turn,
        question=spoken.question,
        candidates=spoken.candidates,
        by=spoken.by or planner,
        figures=spoken.figures,
    )


def _opened(view: RunView, turn: TurnToCome) -> RunView:
    if view.agent.busy:
        return changed_agent(view, waiting=(*view.agent.waiting, turn))
    return changed(view, agent=_at(view.agent, turn))


def _ended(view: RunView, ended: ev.TurnEnded, seq: int) -> RunView:
    if ended.status == "stopped":
        view = changed(view, stopped_turns=(*view.stopped_turns, ended.turn))
    waiting = tuple(w for w in view.agent.waiting if w.turn != ended.turn)
    view = changed_agent(view, used=view.agent.used.plus(ended.usage), used_last=ended.usage, waiting=waiting)
    if ended.turn != view.agent.turn:
        return view
    if not waiting:
        over = {"busy": False, "retryable": ended.status != "done"}
        return changed_agent(view, **over, problem=ended.problem, raise_to=ended.raise_to)
    if ended.problem:
        view = said(view, ChatLine(seq=seq, who="cotune", text=ended.problem, turn=ended.turn))
    view = changed_agent(view, waiting=waiting[1:])
    return changed(view, agent=_at(view.agent, waiting[0]))


def _at(agent: TurnState, opened: TurnToCome) -> TurnState:
    """The state with this turn as the present one."""
    state = {"turn": opened.turn, "words_of": opened.words_of, "busy": True, "problem": ""}
    return agent.model_copy(update=state | {"retryable": False, "raise_to": None})


def _probed(view: RunView, body: ev.ModelProbed) -> RunView:
    """A finding holds for the hints in force as well; a probe without one leaves what was found before."""
    probed = body.score or view.agent.probed
    view = changed_agent(
        view, probing=False, probed=probed, used=view.agent.used.plus(body.usage), used_last=body.usage
    )
    steers = (s.having(trust=view.agent.trust) if s.by == "agent" else s for s in view.steers)
    return changed(view, steers=tuple(steers))
