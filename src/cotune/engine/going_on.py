"""Can the present run go on, or be given more? Asked before anybody is asked for a yes, and again when it is done."""

from __future__ import annotations

from cotune.errors import UserError
from cotune.model.action import ExtendRun
from cotune.model.view import RunView

_WORTH_GOING_ON_S = 1.0


def check_resumption(view: RunView, active_s: float) -> None:
    """Raises UserError when nothing was started, or when a run that has ended has used its time or its trials."""
    run = view.run
    if run.phase == "none":
        raise UserError("no search was started yet", fix="propose a search first")
    ran_out = _ran_out(view, active_s) if run.phase == "ended" else {}
    if ran_out:
        used = " and ".join(f"its {name}" for name in ran_out)
        raise UserError(
            f"the run has used {used}", fix=f"extend it, for instance by {' and by '.join(ran_out.values())}"
        )


def check_extension(action: ExtendRun, view: RunView, active_s: float) -> None:
    """Raises UserError when there is no run, or when what is extended isn't what the run is bounded by."""
    run = view.run
    if run.phase == "none":
        raise UserError("no search was started yet", fix="propose a search first")
    if action.trials is None and run.budget_s is None:
        raise UserError("this run's budget is a number of trials", fix="extend it by trials, for instance by 20")
    if action.seconds is not None and run.budget_s is None:
        raise UserError(
            "this run's budget is a number of trials, and no time would end it",
            fix=f"extend it by trials alone, for instance by {action.trials}, or start a search with both limits",
        )
    if action.trials is None and action.seconds is not None and _trials_are_used_up(view):
        raise UserError("this run's trials are used up", fix="extend it by trials too, for instance by 20")
    if action.seconds is None and run.budget_trials is None:
        raise UserError("this run's budget is a time", fix="extend it by time, for instance by 300 s")
    if action.seconds is None and run.phase == "ended" and _time_is_used_up(view, active_s):
        raise UserError("this run's time is used up", fix="extend it by time too, for instance by 300 s")


def _ran_out(view: RunView, active_s: float) -> dict[str, str]:
    """What is used up of the run's budget, with an amount to extend it by."""
    used = {"time": (_time_is_used_up(view, active_s), "300 s"), "trials": (_trials_are_used_up(view), "20 trials")}
    return {name: amount for name, (is_used, amount) in used.items() if is_used}


def _trials_are_used_up(view: RunView) -> bool:
    return view.run.budget_trials is not None and view.trials_used() >= view.run.budget_trials


def _time_is_used_up(view: RunView, active_s: float) -> bool:
    return view.run.budget_s is not None and view.run.budget_s - active_s < _WORTH_GOING_ON_S
