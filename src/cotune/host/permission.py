"""Which changes take from calls under way what they were permitted when they began."""

from __future__ import annotations

from cotune.model import action as act
from cotune.model.action import Action
from cotune.model.view import RunView


def taken_back(action: Action, view: RunView) -> str:
    """Why the calls under way must end once `action` is done in this study; empty when it permits them no less."""
    match action:
        case act.SetAgentModel():
            return "another model was chosen"
        case act.ShareWithAgent(sharing=new) if new.raised(view.agent.sharing):
            return "less is shared from here on"
        case act.LimitAgent(budget=new) if new.loosened(view.agent.budget):
            return "the agent's limits were lowered"
        case _:
            return ""
