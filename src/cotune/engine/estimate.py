"""What an action will cost, before it is done: frozen into the card that a person reads."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean, stdev

from cotune.engine.machine import usable_cores
from cotune.model.gate import Estimate
from cotune.model.profile import TableProfile, TableShape
from cotune.model.spec import SearchSpec
from cotune.model.trial import TrialResult
from cotune.model.usage import AgentBudget, Usage
from cotune.model.view import RunView

_EARLIEST_SHARE = 0.9
_WORKER_MB = 60.0
_BYTES_PER_CELL = 8
_COPIES_LOW, _COPIES_HIGH = 2.0, 8.0
_OVERHEAD_S = 0.2
_FEWEST_MEASURED = 8
_PARTS = 4
_MEMORY_MARGIN = 1.25

Interval = tuple[float, float]


def measured(spec: SearchSpec, view: RunView) -> tuple[TrialResult, ...]:
    """Finished trials of the present run that tell what `spec` will cost; empty when they are too few.

    They are of the same data and folds, and of the families that it searches, each of which must be among them.
    """
    now = view.spec
    if now is None or _data_of(now) != _data_of(spec):
        return ()
    families = spec.searched_families()
    rows = [t for t in view.run_trials() if t.ask.configuration.family in families]
    finished = [t for t in rows if t.result is not None and t.status not in ("cancelled", "failed")]
    if len(finished) < _FEWEST_MEASURED or {t.ask.configuration.family for t in finished} != set(families):
        return ()
    return tuple(t.result for t in finished if t.result is not None)


def estimate(
    spec: SearchSpec,
    shape: TableShape,
    profile: TableProfile,
    trials: Sequence[TrialResult] = (),
    *,
    on_gpu: bool = False,
) -> Estimate:
    """Seconds of wall time, MB of all workers together, and seconds on the GPU.

    A time budget is kept, so it is the estimate; a trial budget is counted with what `trials` took, else with the
    families' rough fit times.
    """
    workers = min(spec.workers or usable_cores(), usable_cores())
    seconds, basis = _seconds(spec, shape, workers, trials)
    memory = _memory(spec, shape, profile, workers, trials)
    gpu = _gpu_seconds(spec, seconds, trials) if on_gpu else (0.0, 0.0)
    return Estimate(
        seconds_low=seconds[0],
        seconds_high=seconds[1],
        memory_low_mb=memory[0],
        memory_high_mb=memory[1],
        gpu_seconds_low=gpu[0],
        gpu_seconds_high=gpu[1],
        basis=basis,
        measured_trials=len(trials),
    )


def estimate_of_agent(budget: AgentBudget, used: Usage) -> Estimate | None:
    """What the agent's model may still cost under `budget`: nothing if nobody speaks, at most what its limits leave."""
    if budget.input_price is None or budget.output_price is None:
        return None
    most = None if budget.money is None else max(0.0, budget.money - used.money)
    if budget.study_tokens is not None:
        by_tokens = max(0, budget.study_tokens - used.tokens) * max(budget.input_price, budget.output_price) / 1e6
        most = by_tokens if most is None else min(most, by_tokens)
    if most is None:
        return None
    return Estimate(
        seconds_low=0,
        seconds_high=0,
        memory_low_mb=0,
        memory_high_mb=0,
        money_high=most,
        currency=budget.currency,
        basis="what its limits leave, at your prices",
    )


def _data_of(spec: SearchSpec) -> tuple[object, ...]:
    return (
        spec.target, spec.task, spec.exclude_columns, spec.holdout_fraction, spec.folds,
        spec.split, spec.group_column, spec.time_column, spec.device,
    )  # fmt: skip


def _seconds(spec: SearchSpec, shape: TableShape, workers: int, trials: Sequence[TrialResult]) -> tuple[Interval, str]:
    how = f"as {len(trials)} trials of this run took" if trials else "by the families' usual fit times"
    by_trials = None if spec.trials is None else _trial_seconds(spec, shape, spec.trials, workers, trials)
    if spec.seconds is None:
        return by_trials or (0.0, 0.0), f"{spec.trials} trials on {workers} workers, {how}"
    low_s = _EARLIEST_SHARE * spec.seconds if by_trials is None else min(by_trials[0], spec.seconds)
    return (low_s, spec.seconds), "the time budget, final model included"


def _trial_seconds(
    spec: SearchSpec, shape: TableShape, count: int, workers: int, trials: Sequence[TrialResult]
) -> Interval:
    if trials:
        took = [t.seconds for t in trials]
        spread = 2 * stdev(took) * (count**0.5 + count / len(took) ** 0.5)
        return max(0.0, count * fmean(took) - spread) / workers, (count * fmean(took) + spread) / workers
    from cotune.pipelines.registry import family

    folds = spec.folds or 5
    costs = [family(name).cost(shape) * folds + _OVERHEAD_S for name in spec.searched_families()]
    mean_s = sum(costs) / len(costs)
    return count * min(costs) / workers, 4 * count * mean_s / workers


def _memory(
    spec: SearchSpec, shape: TableShape, profile: TableProfile, workers: int, trials: Sequence[TrialResult]
) -> Interval:
    """What was measured is the whole resident set, shared pages too: so it narrows the interval from above only."""
    width = (
        shape.n_numeric + shape.n_datetime + 16 * shape.n_text + min(shape.max_cardinality, 12) * shape.n_categorical
    )
    table_mb = max(profile.memory_mb, shape.n_rows * width * _BYTES_PER_CELL / 2**20)
    low = workers * (_WORKER_MB + _COPIES_LOW * table_mb)
    high = workers * (4 * _WORKER_MB + _COPIES_HIGH * table_mb)
    peaks = [t.peak_mb for t in trials if t.peak_mb is not None]
    if peaks:
        high = max(low, min(high, workers * _MEMORY_MARGIN * max(peaks)))
    return low, max(low, min(high, spec.memory_mb)) if spec.memory_mb is not None else high


def _gpu_seconds(spec: SearchSpec, seconds: Interval, trials: Sequence[TrialResult]) -> Interval:
    """The share of the time that trials spent on the GPU, least and most over parts of the run; else all families may
    get any share."""
    part = -(-len(trials) // _PARTS)
    shares = [_share_on_gpu(trials[i : i + part]) for i in range(0, len(trials), part)] if trials else []
    alone = spec.searched_families() == ("xgboost",)
    low, high = (min(shares), max(shares)) if shares else (1.0 if alone else 0.0, 1.0)
    return low * seconds[0], high * seconds[1]


def _share_on_gpu(trials: Sequence[TrialResult]) -> float:
    total = sum(t.seconds for t in trials)
    return sum(t.seconds for t in trials if t.device != "cpu") / total if total else 0.0
