"""What an action will cost, before it is done: frozen into the card that a person reads."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from cotune.engine.allotment import workers_of
from cotune.engine.budget import blending_s
from cotune.engine.memory_need import Interval, worker_mb
from cotune.engine.racing import may_race
from cotune.model.gate import Estimate
from cotune.model.profile import TableShape
from cotune.model.spec import SearchSpec
from cotune.model.trial import TrialRow
from cotune.model.usage import AgentBudget, Usage
from cotune.model.view import RunView
from cotune.model.words import SUGGESTED
from cotune.search.patience import fits_per_trial, patience_s

_EARLIEST_SHARE = 0.9
_QUANTILES = (0.1, 0.9)
_PARTS = 4


def measured(spec: SearchSpec, view: RunView) -> tuple[TrialRow, ...]:
    """Finished trials of the present run that tell what `spec` will cost: of the same data and folds, and of families
    that it searches."""
    now = view.spec
    if now is None or _data_of(now) != _data_of(spec):
        return ()
    families = spec.searched_families()
    rows = [t for t in view.run_trials() if t.ask.configuration.family in families]
    return tuple(t for t in rows if t.result is not None and _tells_costs(t))


def estimate(
    spec: SearchSpec,
    shape: TableShape,
    trials: Sequence[TrialRow] = (),
    *,
    slots: int,
    goes_on: bool = False,
    on_gpu: bool = False,
) -> Estimate:
    """Seconds of wall time, MB of all workers together, and seconds on the GPU: intervals for four cases in five.

    A time budget is kept, so it is the estimate, unless a trial budget is used up before; that is counted by the
    families' time laws, corrected by what `trials` took. `slots`: how many of them run at once at most. A search that
    `goes_on` doesn't begin its opening again.
    """
    workers = workers_of(spec, slots)
    fits = fits_to_come(spec, shape, trials, goes_on)
    seconds, basis = _seconds(spec, shape, workers, trials, fits, goes_on)
    memory = _memory(spec, worker_mb(shape, fits, trials), workers)
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


def _tells_costs(row: TrialRow) -> bool:
    """A suggestion that ran out of time or memory says nothing of what the searcher would try."""
    return row.status in ("ok", "pruned") or (row.status in ("timeout", "memout") and row.ask.origin not in SUGGESTED)


def _data_of(spec: SearchSpec) -> tuple[object, ...]:
    return (
        spec.target, spec.task, spec.exclude_columns, spec.holdout_fraction, spec.folds,
        spec.split, spec.group_column, spec.time_column, spec.device,
    )  # fmt: skip


def fits_to_come(spec: SearchSpec, shape: TableShape, trials: Sequence[TrialRow], goes_on: bool = False) -> int:
    """Of each trial to come. A search that goes on keeps its folds, whatever another budget would make of them."""
    known = [len(t.result.fold_scores) for t in trials if t.status == "ok" and t.result is not None]
    return (max(known, default=0) if goes_on else 0) or fits_per_trial(spec, shape)


def _seconds(
    spec: SearchSpec, shape: TableShape, workers: int, trials: Sequence[TrialRow], fits: int, goes_on: bool
) -> tuple[Interval, str]:
    by_trials = None if spec.trials is None else _trial_seconds(spec, shape, workers, trials, fits, goes_on)
    if by_trials is not None and (spec.seconds is None or by_trials[1] <= spec.seconds):
        how = f"as {len(trials)} trials of this run took" if trials else "by the families' usual fit times"
        return by_trials, f"{spec.trials} trials on {workers} workers, {how}"
    most_s = spec.seconds or 0.0
    low_s = _EARLIEST_SHARE * most_s
    return (low_s if by_trials is None else min(by_trials[0], low_s), most_s), "the time budget, final model included"


def _trial_seconds(
    spec: SearchSpec, shape: TableShape, workers: int, trials: Sequence[TrialRow], fits: int, goes_on: bool
) -> Interval:
    from cotune.engine.durations import Durations
    from cotune.search.catalog import offers
    from cotune.search.opening import opening

    found = offers(spec, shape)
    families = tuple(dict.fromkeys([o.space.family for o in found] + [t.ask.configuration.family for t in trials]))
    durations = Durations(families, shape, fits, trials, may_race(spec))
    tried = {t.ask.configuration.digest() for t in trials} if goes_on else set()
    first = [p.configuration for p in opening(found, (), patience_s(spec, shape))]
    drawn = durations.all_done([c for c in first if c.digest() not in tried], spec.trials or 0, workers)
    low, high = np.quantile(drawn, _QUANTILES)
    model_s = _model_s(shape)
    return float(low) + 0.5 * model_s, float(high) + 1.5 * model_s


def _model_s(shape: TableShape) -> float:
    """About what a run takes beside its trials: rows and folds before, the blend after."""
    return 1.0 + blending_s(shape)


def _memory(spec: SearchSpec, worker_mb: Interval, workers: int) -> Interval:
    """Of all workers together: their limit holds, and pages that they share count for each."""
    limit_mb = math.inf if spec.memory_mb is None else spec.memory_mb
    return min(worker_mb[0] * workers, limit_mb), min(worker_mb[1] * workers, limit_mb)


def _gpu_seconds(spec: SearchSpec, seconds: Interval, trials: Sequence[TrialRow]) -> Interval:
    """The share of the time that trials spent on the GPU, least and most over parts of the run; else all families may
    get any share."""
    part = -(-len(trials) // _PARTS)
    shares = [_share_on_gpu(trials[i : i + part]) for i in range(0, len(trials), part)] if trials else []
    alone = spec.searched_families() == ("xgboost",)
    low, high = (min(shares), max(shares)) if shares else (1.0 if alone else 0.0, 1.0)
    return low * seconds[0], high * seconds[1]


def _share_on_gpu(trials: Sequence[TrialRow]) -> float:
    results = [t.result for t in trials if t.result is not None]
    total = sum(r.seconds for r in results)
    return sum(r.seconds for r in results if r.device != "cpu") / total if total else 0.0
