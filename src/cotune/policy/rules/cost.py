"""What costs time, memory, GPU time or money: each asked with what was predicted, as an interval."""

from __future__ import annotations

from cotune.model import action as act
from cotune.model.action import Action
from cotune.model.gate import Facts
from cotune.model.wording import duration, durations_apart
from cotune.policy.rules.rule import Reasons, free_seconds, is_free

GPU_PAYS_FROM_CELLS = 500_000
"""Below it, device "auto" means the CPU: 10,000 rows x 30 columns train 1.3 times as fast as on one CPU thread (see
benchmarks/gpu.py), and trials queue for the one GPU while other cores idle."""


def uses_gpu(action: Action, facts: Facts) -> Reasons:
    gpu = usable_gpu(action, facts)
    if not gpu or facts.gpu_in_use or not isinstance(action, act.StartSearch):
        return ()
    time = (
        f", for {_interval(facts.estimate.gpu_seconds_low, facts.estimate.gpu_seconds_high)}" if facts.estimate else ""
    )
    return (f"it uses the GPU {gpu} (device '{action.spec.device}'){time}",)


def exceeds_budget(action: Action, facts: Facts) -> Reasons:
    if not isinstance(action, act.StartSearch | act.ExtendRun | act.ResumeRun):
        return ()
    seconds = _seconds(action, facts)
    if seconds is None:
        cost = facts.estimate
        time = f": {_interval(cost.seconds_low, cost.seconds_high)} as predicted" if cost else ""
        return (f"it has no time limit, only a number of trials{time}",)
    if is_free(seconds, facts):
        return ()
    asked, free = durations_apart(seconds, free_seconds(facts))
    return (f"it takes up to {asked} of search; {free} are free without asking",)


def tight_memory(action: Action, facts: Facts) -> Reasons:
    """Before anything was measured the interval is wide: it is told on the first card then, and asks for none."""
    cost = facts.estimate
    if not isinstance(action, act.StartSearch) or cost is None or cost.memory_high_mb <= facts.free_memory_mb:
        return ()
    if facts.searches_started and not cost.measured_trials:
        return ()
    return (
        f"it may need {cost.memory_low_mb:,.0f} to {cost.memory_high_mb:,.0f} MB of memory and "
        f"{facts.free_memory_mb:,.0f} MB are free; trials that take too much are killed",
    )


def usable_gpu(action: Action, facts: Facts) -> str:
    """The GPU that the action would use as far as is known by now; empty for none."""
    return facts.gpus[0] if facts.gpus and would_use_gpu(action, facts.n_cells) else ""


def would_use_gpu(action: Action, n_cells: int) -> bool:
    """Whether the action would use a GPU if there is one: only then does it matter whether there is.

    `n_cells` are those of the whole table.
    """
    if not isinstance(action, act.StartSearch) or action.spec.device == "cpu":
        return False
    if action.spec.device == "auto" and n_cells < GPU_PAYS_FROM_CELLS:
        return False
    return "xgboost" in action.spec.searched_families()


def _seconds(action: act.StartSearch | act.ExtendRun | act.ResumeRun, facts: Facts) -> float | None:
    """The seconds that an action adds; None when nothing but a number of trials limits it."""
    if isinstance(action, act.StartSearch):
        return action.spec.seconds
    if isinstance(action, act.ResumeRun):
        return facts.given_back_s
    if facts.spec is None or facts.spec.seconds is None:
        return None
    return facts.given_back_s if action.seconds is None else action.seconds


def _interval(low_s: float, high_s: float) -> str:
    return duration(high_s) if low_s == high_s else f"{duration(low_s)} to {duration(high_s)}"
