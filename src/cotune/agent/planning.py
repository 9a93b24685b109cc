"""A plan without a study: what a goal amounts to, and where each field comes from."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from cotune.agent.agent import Agent
from cotune.agent.turn import TurnRequest
from cotune.errors import UserError
from cotune.model.action import StartSearch
from cotune.model.goal import as_goal
from cotune.model.plan import Plan
from cotune.model.profile import TableProfile
from cotune.model.view import RunView

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel


def plan(goal: str, profile: TableProfile, model: BaseChatModel | None = None) -> Plan:
    """Draft a search from a goal; the same turn as in the sidebar, with nothing behind it that could start.

    Raises:
        UserError: the goal is no text or empty, or the model failed; the message says how.
    """
    goal = as_goal(goal)
    request = TurnRequest(turn="plan", text=goal, view=RunView(), profile=profile)
    result = Agent(model).take_turn(request, threading.Event())
    if result.status == "failed":
        raise UserError(result.problem, where="model")
    drafts = [d for d in result.drafts if isinstance(d.action, StartSearch)]
    notes = (result.text,) if result.text else ()
    if not drafts:
        return Plan(goal=goal, spec=None, question=result.question, origins=(), stated=result.stated, notes=notes)
    draft = drafts[-1]
    assert isinstance(draft.action, StartSearch)
    return Plan(
        goal=goal,
        spec=draft.action.spec,
        question=result.question,
        origins=draft.origins,
        stated=draft.stated,
        notes=notes,
    )
