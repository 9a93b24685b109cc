"""Lets a model read goals, one after the other."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

from cotune.agent.agent import Agent
from cotune.agent.evaluation.goals import Goal
from cotune.agent.evaluation.scores import Attempt
from cotune.agent.evaluation.tables import profile_of
from cotune.agent.turn import TurnRequest, TurnResult
from cotune.errors import UserError
from cotune.model.profile import TableProfile
from cotune.model.view import RunView

_HOPELESS = 3


def attempts(agent: Agent, goals: Sequence[Goal], tables: Path | None = None) -> Iterator[Attempt]:
    """What the agent makes of each goal, as in a study that has just been made.

    Raises:
        UserError: a table is missing, or the first turns all failed: then the others would fail as well.
    """
    profiles = {name: profile_of(name, tables) for name in dict.fromkeys(g.data for g in goals)}
    failed = 0
    for number, goal in enumerate(goals, start=1):
        attempt = _attempt(agent, goal, profiles[goal.data])
        failed += bool(attempt.problem)
        if failed == number == _HOPELESS:
            raise UserError(f"the model failed {_HOPELESS} times in a row. {attempt.problem}", where="model")
        yield attempt


def _attempt(agent: Agent, goal: Goal, profile: TableProfile) -> Attempt:
    request = TurnRequest(turn="goal", text=goal.goal, view=RunView(), profile=profile)
    result = agent.take_turn(request, threading.Event())
    drafted = any(d.action.kind == "start_search" for d in result.drafts)
    return Attempt(
        goal=goal,
        plan=result.stated if drafted else None,
        question=_question(result),
        problem=result.problem,
        usage=result.usage,
    )


def _question(result: TurnResult) -> str:
    """The question that was asked with the tool for it, or in plain text instead of a draft."""
    if result.question is not None:
        return result.question.text
    return result.text if not result.drafts and result.text.rstrip().endswith("?") else ""
