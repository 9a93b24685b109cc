"""How much memory a worker needs for its trials, and how many rows would fit where that isn't there."""

from __future__ import annotations

from collections.abc import Sequence

from cotune.model.profile import TableShape
from cotune.model.trial import TrialRow

_BYTES_PER_CELL = 8
_USUAL_LEVELS = 12
_MOST_ROWS_IN_TREES = 50_000
_WORKER_MB = (185.0, 260.0)
_TABLE_SHARES = (0.6, 1.5)
_MB_PER_FITTED_ROW = (0.002, 0.01)
_PEAK_SHARES = (0.95, 1.4)

Interval = tuple[float, float]


def worker_mb(shape: TableShape, fits: int, trials: Sequence[TrialRow] = ()) -> Interval:
    """What a worker has resident at its peak, in MB, for four cases in five.

    Beside its libraries it holds the table, mapped, the prepared rows of each of its `fits`, and a trial's fold models,
    which grow with the rows that they were fitted on. Peaks that `trials` were measured to have stand, and may grow.
    """
    peaks = [t.result.peak_mb for t in trials if t.result is not None and t.result.peak_mb is not None]
    if peaks:
        return _PEAK_SHARES[0] * max(peaks), _PEAK_SHARES[1] * max(peaks)
    tables_mb = (1 + fits) * shape.n_rows * _width(shape) * _BYTES_PER_CELL / 2**20
    fitted_rows = fits * min(shape.n_rows, _MOST_ROWS_IN_TREES)
    low, high = (_WORKER_MB[i] + _TABLE_SHARES[i] * tables_mb + _MB_PER_FITTED_ROW[i] * fitted_rows for i in range(2))
    return low, high


def rows_within(mb: float, shape: TableShape, fits: int) -> int:
    """How many rows of such a table one worker may have in `mb`, rounded down to one figure; 0 where none fits."""
    fitting, beyond = 0, shape.n_rows + 1
    while beyond - fitting > 1:
        half = (fitting + beyond) // 2
        fitting, beyond = (half, beyond) if worker_mb(shape.having(n_rows=half), fits)[0] <= mb else (fitting, half)
    unit = int(10 ** (len(str(fitting)) - 1))
    return fitting // unit * unit


def _width(shape: TableShape) -> int:
    levels = min(shape.max_cardinality, _USUAL_LEVELS) * shape.n_categorical
    return shape.n_numeric + shape.n_datetime + 16 * shape.n_text + levels
