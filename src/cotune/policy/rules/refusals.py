"""What can't be done at all, whoever asks."""

from __future__ import annotations

from cotune.model import action as act
from cotune.model.action import Action
from cotune.model.gate import Facts, MemoryNeed
from cotune.policy.rules.rule import Reasons


def no_such_gpu(action: Action, facts: Facts) -> Reasons:
    if not isinstance(action, act.StartSearch) or action.spec.device != "cuda" or facts.gpus:
        return ()
    if facts.looking_for_gpus:
        return ("the look for a usable GPU takes unusually long; try again in a minute, or use device 'auto' or 'cpu'",)
    return ("no usable GPU was found on this machine, `cotune doctor` says why; use device 'auto' or 'cpu'",)


def too_much_memory(action: Action, facts: Facts) -> Reasons:
    need = facts.memory_need
    if not isinstance(action, act.StartSearch) or need is None:
        return ()
    limit_mb = action.spec.memory_mb
    given_mb = facts.free_memory_mb if limit_mb is None else min(limit_mb, facts.free_memory_mb)
    if need.workers * need.worker_mb <= given_mb:
        return ()
    is_limit = limit_mb is not None and limit_mb <= facts.free_memory_mb
    return (
        f"it needs at least {need.workers * need.worker_mb:,.0f} MB of memory for {_workers(need.workers)} and "
        f"{given_mb:,.0f} MB {'are its limit' if is_limit else 'are free'}; {_what_fits(need, given_mb)}",
    )


def _what_fits(need: MemoryNeed, given_mb: float) -> str:
    fitting = int(given_mb // need.worker_mb)
    if fitting:
        return f"there is room for {_workers(fitting)}"
    if need.rows_that_fit:
        return f"there is room for one worker with about {need.rows_that_fit:,} of the rows: use a sample of them"
    return "there is no room for one worker: end other programs, or use a larger machine"


def _workers(n: int) -> str:
    return "1 worker" if n == 1 else f"{n} workers"


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
