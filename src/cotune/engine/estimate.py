"""What a search will cost, before it starts: frozen into the card that a person reads."""

from __future__ import annotations

from cotune.engine.machine import usable_cores
from cotune.model.gate import Estimate
from cotune.model.profile import TableProfile, TableShape
from cotune.model.spec import SearchSpec

_EARLIEST_SHARE = 0.9
_WORKER_MB = 60.0
_BYTES_PER_CELL = 8
_COPIES_LOW, _COPIES_HIGH = 2.0, 8.0
_OVERHEAD_S = 0.2


def estimate(spec: SearchSpec, shape: TableShape, profile: TableProfile) -> Estimate:
    """Seconds of wall time and MB of all workers together.

    A time budget is kept, so it is the estimate; a trial budget is counted with the families' rough fit times.
    """
    workers = min(spec.workers or usable_cores(), usable_cores())
    low_s, high_s, basis = _seconds(spec, shape, workers)
    width = (
        shape.n_numeric + shape.n_datetime + 16 * shape.n_text + min(shape.max_cardinality, 12) * shape.n_categorical
    )
    table_mb = max(profile.memory_mb, shape.n_rows * width * _BYTES_PER_CELL / 2**20)
    return Estimate(
        seconds_low=low_s,
        seconds_high=high_s,
        memory_low_mb=workers * (_WORKER_MB + _COPIES_LOW * table_mb),
        memory_high_mb=workers * (4 * _WORKER_MB + _COPIES_HIGH * table_mb),
        basis=basis,
    )


def _seconds(spec: SearchSpec, shape: TableShape, workers: int) -> tuple[float, float, str]:
    by_trials = None if spec.trials is None else _trial_seconds(spec, shape, spec.trials, workers)
    if spec.seconds is None:
        low_s, high_s = by_trials or (0.0, 0.0)
        return low_s, high_s, f"{spec.trials} trials on {workers} workers, by the families' usual fit times"
    low_s = _EARLIEST_SHARE * spec.seconds if by_trials is None else min(by_trials[0], spec.seconds)
    return low_s, spec.seconds, "the time budget, final model included"


def _trial_seconds(spec: SearchSpec, shape: TableShape, trials: int, workers: int) -> tuple[float, float]:
    from cotune.pipelines.registry import family

    folds = spec.folds or 5
    costs = [family(name).cost(shape) * folds + _OVERHEAD_S for name in spec.searched_families()]
    mean_s = sum(costs) / len(costs)
    return trials * min(costs) / workers, 4 * trials * mean_s / workers
