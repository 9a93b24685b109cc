"""Would an action change anything?"""

from __future__ import annotations

from cotune.model import action as act
from cotune.model.action import Action
from cotune.model.view import RunView


def without_effect(action: Action, view: RunView) -> str:
    """Why an action would change nothing; empty when it would, or when that shows only as it is done."""
    match action:
        case act.PauseRun() if view.run.phase == "paused":
            return "the run is paused already"
        case act.StopRun() if view.choosing:
            return ""
        case act.PauseRun() | act.StopRun() if view.run.phase in ("none", "ended"):
            return "nothing is running"
        case act.SetAgentModel() if (action.planner, action.is_object) == (view.planner, view.planner_is_object):
            return f"{view.planner} answers already"
        case act.UseTrial(trial=trial) if trial == view.chosen and _choice_holds(view):
            return "no trial was chosen" if trial is None else f"trial {trial} is chosen already"
        case _:
            return ""


def _choice_holds(view: RunView) -> bool:
    """Whether the model is made of what was chosen, or will be."""
    made_of = view.model.chosen if view.model is not None else None
    return view.choosing or view.run.phase != "ended" or made_of == view.chosen
