"""Dates written as text.

Only forms that read the same everywhere are taken: year first (ISO 8601 and 2024/01/31), those that name the month in
English (31-Jan-2024), and month/day/year where some day is past the 12th. Day-first dates stay text: a model would
later read 03.02. as the 2nd of March.
"""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

_CLOCK = r"\d{1,2}:\d{2}(:\d{2}([.,]\d+)?)?(\s*[AP]M)?"
_MONTH = r"(jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*"
_YEAR_FIRST = re.compile(rf"^\s*\d{{4}}([-/])\d{{1,2}}\1\d{{1,2}}([T ]{_CLOCK}\s*(Z|[+-]\d{{2}}:?\d{{2}})?)?\s*$")
_MONTH_FIRST = re.compile(rf"^\s*(\d{{1,2}})/(\d{{1,2}})/\d{{4}}(\s+{_CLOCK})?\s*$", re.I)
_MONTH_NAMED = re.compile(
    rf"^\s*(\d{{1,2}}([- /]){_MONTH}\2\d{{4}}|{_MONTH} \d{{1,2}},? \d{{4}})([T ,]+{_CLOCK})?\s*$", re.I
)
_DAY_FIRST = re.compile(r"^\s*\d{1,2}[./-]\d{1,2}[./-](\d{4}|\d{2})\b")
_FORMS = (_YEAR_FIRST, _MONTH_FIRST, _MONTH_NAMED, _DAY_FIRST)
_PROBE = 200
_MOST = 0.95


def parsed_dates(levels: np.ndarray) -> np.ndarray | None:
    """`levels` (distinct strings) as datetime64[us] in UTC when most are dates of one form.

    NaT where one is none, or has another form that may be read in two ways: 03.02.2024 among 2024-01-31.
    """
    probe = levels[:: max(1, len(levels) // _PROBE)]
    form = next((form for form in (_YEAR_FIRST, _MONTH_NAMED, _MONTH_FIRST) if _share(probe, form) > 0.5), None)
    if form is None or (form is _MONTH_FIRST and not _is_month_first(levels)):
        return None
    clear = {form, _YEAR_FIRST, _MONTH_NAMED}
    return _parse(np.array([t if any(f.match(t) for f in clear) else None for t in levels], dtype=object))


def looks_like_dates(levels: np.ndarray) -> bool:
    """Whether at least half of these strings are dates in any form."""
    return any(_share(levels, form) >= 0.5 for form in _FORMS)


def looks_day_first(levels: np.ndarray) -> bool:
    """Whether these strings are dates in a form that isn't taken (day first, or month first without evidence)."""
    return _share(levels, _DAY_FIRST) >= _MOST


def has_late_first(levels: np.ndarray) -> bool:
    """Whether a date's first number is above 12, so that it must be the day."""
    found = [re.match(r"\s*(\d+)", text) for text in levels]
    return any(12 < int(m.group(1)) <= 31 for m in found if m)


def _share(levels: np.ndarray, form: re.Pattern[str]) -> float:
    return sum(bool(form.match(text)) for text in levels) / max(1, len(levels))


def _is_month_first(levels: np.ndarray) -> bool:
    found = [_MONTH_FIRST.match(text) for text in levels]
    pairs = [(int(m.group(1)), int(m.group(2))) for m in found if m]
    return max(p[0] for p in pairs) <= 12 < max(p[1] for p in pairs)


def _parse(levels: np.ndarray) -> np.ndarray | None:
    try:
        dates = pd.to_datetime(pd.Series(levels, dtype=object), errors="coerce", utc=True, format="mixed")
    except (ValueError, OverflowError):
        return None
    return dates.dt.tz_localize(None).astype("datetime64[us]").to_numpy()
