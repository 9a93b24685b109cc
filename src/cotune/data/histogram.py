"""How the values of a column are spread, as a few counts for a small picture."""

from __future__ import annotations

import numpy as np
import pandas as pd

MAX_BARS = 12
_SAMPLE = 100_000


def histogram(present: pd.Series, level_counts: pd.Series | None) -> tuple[int, ...]:
    """Rows in each bin of numbers and dates, else of each of the most frequent levels; empty where there are neither.

    Of a long column every k-th value is counted; none may be missing.
    """
    if present.dtype.kind in "fiM":
        return _bins(present.to_numpy()[:: max(1, len(present) // _SAMPLE)])
    return () if level_counts is None else tuple(int(n) for n in level_counts.iloc[:MAX_BARS])


def _bins(values: np.ndarray) -> tuple[int, ...]:
    if not len(values):
        return ()
    numbers = (values.view(np.int64) if values.dtype.kind == "M" else values).astype(np.float64)
    low, span = numbers.min(), np.ptp(numbers)
    if not 0 < span < np.inf:
        return (len(numbers),)
    bars = max(2, min(MAX_BARS, len(np.unique(numbers[:1000]))))
    counts = np.bincount(np.minimum(bars * ((numbers - low) / span), bars - 1).astype(np.int64), minlength=bars)
    return tuple(int(n) for n in counts)
