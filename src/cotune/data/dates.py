"""Dates written as text.

Only forms that read the same everywhere are taken: year first (ISO 8601 and 2024/01/31), and month/day/year where some
day is past the 12th. Day-first dates stay text: a model would later read 03.02. as the 2nd of March.
"""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

_YEAR_FIRST = re.compile(
    r"^\s*\d{4}([-/])\d{1,2}\1\d{1,2}([T ]\d{1,2}:\d{2}(:\d{2}([.,]\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?)?\s*$"
)
_MONTH_FIRST = re.compile(r"^\s*(\d{1,2})/(\d{1,2})/\d{4}(\s+\d{1,2}:\d{2}(:\d{2})?)?\s*$")
_DAY_FIRST = re.compile(r"^\s*\d{1,2}[./-]\d{1,2}[./-](\d{4}|\d{2})\b")
_PROBE = 200


def parsed_dates(levels: np.ndarray) -> np.ndarray | None:
    """`levels` (distinct strings) as datetime64 values in UTC when every one is a date, else None."""
    probe = levels[:: max(1, len(levels) // _PROBE)]
    if all(_YEAR_FIRST.match(text) for text in probe):
        return _parse(levels)
    if all(_MONTH_FIRST.match(text) for text in probe) and _is_month_first(levels):
        return _parse(levels)
    return None


def looks_day_first(levels: np.ndarray) -> bool:
    """Whether these strings are dates in a form that isn't taken (day first, or month first without evidence)."""
    probe = levels[:: max(1, len(levels) // _PROBE)]
    return len(probe) > 0 and all(_DAY_FIRST.match(text) for text in probe)


def _is_month_first(levels: np.ndarray) -> bool:
    found = [_MONTH_FIRST.match(text) for text in levels]
    pairs = [(int(m.group(1)), int(m.group(2))) for m in found if m]
    return len(pairs) == len(levels) and max(p[0] for p in pairs) <= 12 < max(p[1] for p in pairs)


def _parse(levels: np.ndarray) -> np.ndarray | None:
    try:
        dates = pd.to_datetime(pd.Series(levels, dtype=object), errors="coerce", utc=True, format="mixed")
    except (ValueError, OverflowError):
        return None
    if dates.isna().any():
        return None
    return dates.dt.tz_localize(None).astype("datetime64[us]").to_numpy()
