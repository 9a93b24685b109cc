"""Numbers that tell when a row was recorded: years, `202401`, `20240131`, and seconds or milliseconds since 1970."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from cotune.model.profile import ColumnProfile

_NAMES = frozenset({
    "year", "yr", "date", "day", "datetime", "timestamp", "time", "epoch", "unixtime", "period", "month", "yearmonth",
    "yyyymm", "yyyymmdd", "jahr", "datum", "monat", "annee", "mois", "ano", "mes", "fecha",
})  # fmt: skip
_FORMS = ((1900, 2100), (190_001, 210_012), (19_000_101, 21_001_231), (5e8, 2.5e9), (5e11, 2.5e12))
"""Lowest and highest year, year and month, date, seconds and milliseconds."""
_FEWEST = 3


def tells_the_time(column: pd.Series, profile: ColumnProfile) -> bool:
    """Whether a column of numbers is named as a time as a whole (`Year`, `yearMonth`), and all its values can be one.

    Not so `year_built`: that is told of a row, not of when it was recorded. But where the rows are in its order, any
    name with such a word will do.
    """
    if profile.kind != "number" or profile.n_unique < _FEWEST:
        return False
    words = [word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+", profile.name)]
    whole = "".join(words) in _NAMES
    if not whole and not _NAMES & set(words):
        return False
    values = column.dropna().to_numpy(dtype=np.float64)
    fits = any(low <= values.min() and values.max() <= high for low, high in _FORMS)
    return fits and bool((values == np.floor(values)).all()) and (whole or bool((np.diff(values) >= 0).all()))
