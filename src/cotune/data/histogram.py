"""How the values of a column are spread, as a few counts for a small picture."""

from __future__ import annotations

import numpy as np
import pandas as pd

MAX_BARS = 12
_SAMPLE = 100_000


def histogram(column: pd.Series, level_counts: pd.Series | None) -> tuple[int, ...]:
    """Rows in each bin of numbers and dates, else of each of the most frequent levels; empty where there are neither.

    Of a long column every k-th row is counted.
    """
    if column.dtype.kind in "fiM":
        return _bins(column.iloc[:: max(1, len(column) // _SAMPLE)].dropna())
    return () if level_counts is None else tuple(int(n) for n in level_counts.iloc[:MAX_BARS])


def _bins(values: pd.Series) -> tuple[int, ...]:
    if values.empty:
        return ()
    numbers = values.astype(np.int64 if values.dtype.kind == "M" else np.float64).to_numpy(dtype=np.float64)
    low, span = numbers.min(), np.ptp(numbers)
    if not 0 < span < np.inf:
        return (len(numbers),)
    bars = max(2, min(MAX_BARS, len(np.unique(numbers[:1000]))))
    counts = np.bincount(np.minimum(bars * ((numbers - low) / span), bars - 1).astype(np.int64), minlength=bars)
    return tuple(int(n) for n in counts)
