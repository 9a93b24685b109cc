"""A column of strings is numbers, dates, a category or free text: decided here, on its distinct values."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

from cotune.data.dates import parsed_dates
from cotune.data.values import finite
from cotune.model.profile import DataWarning

MAX_LEVELS = 50_000
_ALWAYS_CATEGORY = 50
_TEXT_RATIO = 0.5
_WORDY = 3.0
_MOSTLY = 0.95
_SOME_NUMBERS = 0.2
_DRESSED_NUMBER = re.compile(r"[-+(]? ?[$€£¥]? ?-?\d[\d.,' ]*[%€$£¥)]?")
_LONGEST_NUMBER = 40
_FIRST_INEXACT = 2**53
_LEADING_ZERO = re.compile(r"^\s*0\d")


def looks_numeric(levels: np.ndarray) -> bool:
    """Whether these strings are numbers with a currency, a percent sign or thousands separators, which stay text."""
    bare = all(text.strip().isdigit() for text in levels)
    return not bare and sum(map(_is_dressed_number, levels)) >= _MOSTLY * len(levels)


def _is_dressed_number(text: str) -> bool:
    text = " ".join(text.split())
    return len(text) <= _LONGEST_NUMBER and _DRESSED_NUMBER.fullmatch(text) is not None


@dataclass(frozen=True)
class FromStrings:
    """What a column of strings turned out to be."""

    values: pd.Series
    warning: DataWarning | None = None


def from_strings(texts: pd.Series, name: str) -> FromStrings:
    """`texts` (str or missing) as float64, int64, datetime64[us], category or str.

    Numbers: every value but missing marks ('?', 'NA', ...) reads as one; up to 5 % that don't are taken as missing,
    with a warning. Values with leading zeros are codes, not numbers, and so are digits alone that a float can't tell
    apart. Dates likewise, in the forms of `dates`. Blank
    strings are missing.
    """
    codes, distinct = pd.factorize(texts, use_na_sentinel=True)
    codes, levels = _storable(codes, np.asarray(distinct, dtype=object))
    blank = np.fromiter((not text.strip() for text in levels), dtype=bool, count=len(levels))
    if blank.any():
        codes, levels = _without(codes, levels, blank)
    if len(levels) == 0:
        return FromStrings(pd.Series(np.full(len(texts), np.nan)))
    counts = np.bincount(codes[codes >= 0], minlength=len(levels))
    found = _as_numbers(codes, levels, counts, name) or _as_dates(codes, levels, counts, name)
    return found or FromStrings(settled_text(codes, levels), _partly_numbers(levels, counts, name))


def settled_text(codes: np.ndarray, levels: np.ndarray, keep_order: bool = False) -> pd.Series:
    """A category where values repeat, else free text; `codes` is -1 where missing. Levels are sorted unless kept."""
    if not _is_category(codes, levels, declared=keep_order):
        values = np.append(levels, [None])[codes]
        return pd.Series(pd.array(values, dtype=pd.Series(["text"]).dtype))
    if not keep_order:
        order = np.argsort(levels.astype(str), kind="stable")
        place = np.empty(len(levels) + 1, dtype=np.int64)
        place[order], place[-1] = np.arange(len(levels)), -1
        codes, levels = place[codes], levels[order]
    return pd.Series(pd.Categorical.from_codes(codes, categories=pd.Index(levels, dtype="str")))


def _is_category(codes: np.ndarray, levels: np.ndarray, declared: bool) -> bool:
    n, n_levels = int((codes >= 0).sum()), len(levels)
    if n_levels > MAX_LEVELS:
        return False
    if declared:
        return n_levels <= max(1000, n * _TEXT_RATIO)
    sample = levels[:1000]
    words = sum(str(text).count(" ") + 1 for text in sample) / len(sample)
    if n_levels <= _ALWAYS_CATEGORY:
        return not (words >= _WORDY and n_levels > 0.9 * n and n_levels > 10)
    return n_levels <= _TEXT_RATIO * n


def _storable(codes: np.ndarray, levels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Levels that UTF-8 can hold: half of a surrogate pair becomes '?'."""
    try:
        "".join(levels).encode()
    except UnicodeEncodeError:
        place, distinct = pd.factorize(
            np.array([text.encode("utf-8", "replace").decode() for text in levels], dtype=object)
        )
        return np.append(place, -1)[codes], np.asarray(distinct, dtype=object)
    return codes, levels


def _without(codes: np.ndarray, levels: np.ndarray, gone: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    place = np.append(np.where(gone, -1, np.cumsum(~gone) - 1), -1)
    return place[codes], levels[~gone]


def _numbers_in(levels: np.ndarray) -> np.ndarray:
    """Each level as a float, NaN where it is none; a few levels tell soon that a long list holds no numbers."""
    if len(levels) > 2000 and np.isnan(_numbers_in(levels[:1000])).mean() > 1 - _SOME_NUMBERS:
        return np.full(len(levels), np.nan)
    numbers = pd.to_numeric(pd.Series(levels, dtype=object), errors="coerce").to_numpy(dtype=np.float64)
    return finite(numbers)


def _n_unreadable(levels: np.ndarray, counts: np.ndarray, unread: np.ndarray) -> int | None:
    """How many values can't be read and are no missing marks; None when those are more than a few."""
    n_good = int(counts[~unread].sum())
    if n_good == 0 or not unread.any():
        return 0 if n_good else None
    from cotune_runtime import MISSING_MARKS

    mark = np.fromiter((text.strip().lower() in MISSING_MARKS for text in levels), dtype=bool, count=len(levels))
    n_bad = int(counts[unread & ~mark].sum())
    return None if n_bad > (1 - _MOSTLY) * (n_good + n_bad) else n_bad


def _unread(name: str, n_bad: int, kind: str) -> DataWarning | None:
    message = f"Column '{name}' holds {kind}, but {n_bad} of its values can't be read as one; they count as missing."
    return DataWarning(kind="mixed_types", column=name, message=message, strength=0.6) if n_bad else None


def _as_numbers(codes: np.ndarray, levels: np.ndarray, counts: np.ndarray, name: str) -> FromStrings | None:
    numbers = _numbers_in(levels)
    n_bad = _n_unreadable(levels, counts, np.isnan(numbers))
    if n_bad is None or _are_codes(levels[~np.isnan(numbers)], numbers[~np.isnan(numbers)]):
        return None
    values = np.append(numbers, np.nan)[codes]
    whole = not np.isnan(values).any() and bool(
        (values == np.round(values)).all() and (np.abs(values) < _FIRST_INEXACT).all()
    )
    return FromStrings(pd.Series(values.astype(np.int64) if whole else values), _unread(name, n_bad, "numbers"))


def _are_codes(levels: np.ndarray, numbers: np.ndarray) -> bool:
    """Whether what reads as numbers are the codes of things: zip codes, accounts."""
    if (np.abs(numbers) >= _FIRST_INEXACT).any() and all(text.strip().isdigit() for text in levels):
        return True
    return any(_LEADING_ZERO.match(text) for text in levels)


def _as_dates(codes: np.ndarray, levels: np.ndarray, counts: np.ndarray, name: str) -> FromStrings | None:
    dates = parsed_dates(levels)
    n_bad = None if dates is None else _n_unreadable(levels, counts, np.isnat(dates))
    if dates is None or n_bad is None:
        return None
    values = np.append(dates, np.datetime64("NaT", "us"))[codes]
    return FromStrings(pd.Series(values), _unread(name, n_bad, "dates"))


def _partly_numbers(levels: np.ndarray, counts: np.ndarray, name: str) -> DataWarning | None:
    good = ~np.isnan(_numbers_in(levels))
    share = counts[good].sum() / counts.sum()
    if share < _SOME_NUMBERS or any(_LEADING_ZERO.match(text) for text in levels[good]):
        return None
    message = f"Column '{name}' mixes numbers ({share:.0%} of its values) and words; every value is taken as text."
    return DataWarning(kind="mixed_types", column=name, message=message, strength=0.5)
