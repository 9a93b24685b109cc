"""What can't be done at all, whoever asks."""

from __future__ import annotations

from cotune.model import action as act
from cotune.model.action import Action
from cotune.model.gate import Facts
from cotune.policy.rules.rule import Reasons


def no_such_gpu(action: Action, facts: Facts) -> Reasons:
    if not isinstance(action, act.StartSearch) or action.spec.device != "cuda" or facts.gpus:
        return ()
    if facts.looking_for_gpus:
        return ("the look for a usable GPU takes unusually long; try again in a minute, or use device 'auto' or 'cpu'",)
    return ("no usable GPU was found on this machine, `cotune doctor` says why; use device 'auto' or 'cpu'",)


def too_much_memory(action: Action, facts: Facts) -> Reasons:
    if not isinstance(action, act.StartSearch) or facts.estimate is None:
        return ()
    needed = facts.estimate.memory_low_mb
    if needed <= facts.free_memory_mb:
        return ()
    return (
        f"it needs at least {needed:,.0f} MB of memory and {facts.free_memory_mb:,.0f} MB are free; "
        "use fewer workers, fewer columns or a sample of the rows",
    )


def nothing_to_act_on(action: Action, facts: Facts) -> Reasons:
    match action:
        case act.ExtendRun(seconds=None, trials=None):
            return ("an extension needs seconds or trials",)
        case act.ExtendRun() if facts.searches_started == 0:
            return ("no search was started yet, so there is nothing to extend",)
        case act.UnsealHoldout() if not facts.has_model:
            return ("there is no model yet to score on the sealed rows",)
        case act.BanFamily() if facts.spec and facts.spec.searched_families() == (action.family,):
            return (f"'{action.family}' is the only family that is searched; stop the run instead",)
        case act.ProbeModel() if not facts.language_model:
            return ("no LLM: nothing to probe. The built-in planner knows no table",)
        case _:
            return ()
