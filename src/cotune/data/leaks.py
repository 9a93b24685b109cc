"""Columns that may give the target away.

Each column alone predicts the target on a sample: means per bin from one half, tested on the other, as the share of
squared error it explains (one-hot for classes, ranks for numbers). A column is suspect when it explains nearly all, or
far more than every column that is not suspect, or much under a name that tells of the outcome. A plain limit on that
strength alone finds few known leaks; the gap to the rest and the name tell more, and a person decides.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from cotune.model.profile import DataWarning, TableProfile
from cotune.model.words import Task

_SAMPLE_ROWS = 5_000
_MOST_COLUMNS = 2_000
_BINS = 32
_MOST_LEVELS = 200
_NEAR_COPY = 0.97
_STRONG = 0.85
_GAP = 0.3
_NAMED = 0.12
_TWIN = 0.7
_MOST_SUSPECTS = 10
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_TELLING_NAME = re.compile(
    r"durat|delay|outcome|result|after|arriv|_at_end|final|settle|recover|refund|chargeback|cancel|churn|closed"
    r"|discharg|death|died|surviv|paid_off|total_paid|repaid|actual|resolved|response|verdict|prognos|label|target"
)


@dataclass(frozen=True)
class Strength:
    """How well one column alone predicts the target, 0..1."""

    column: str
    explained: float


def suspected_leaks(
    frame: pd.DataFrame, profile: TableProfile, target: str, task: Task, sealed: Sequence[int] | np.ndarray = ()
) -> list[DataWarning]:
    """A warning per suspect column of a normalised frame, strongest first. Nothing is learned of the rows `sealed`."""
    ranked = strengths(frame, profile, target, task, sealed)
    warnings = []
    for place, found in enumerate(ranked[:_MOST_SUSPECTS]):
        reason = _reason(found, place, [s.explained for s in ranked], target)
        if reason:
            text = f"Column '{found.column}' may give '{target}' away: {reason}. Is it known when you predict?"
            strength = _strength_of(found.explained)
            warnings.append(DataWarning(kind="leak", column=found.column, message=text, strength=strength))
    return warnings


def is_near_copy(warning: DataWarning) -> bool:
    """Whether the column of this warning gives nearly all of the target away by itself."""
    return warning.kind == "leak" and warning.strength >= _strength_of(_NEAR_COPY)


def _strength_of(explained: float) -> float:
    return round(min(1.0, 0.5 + explained / 2), 3)


def _reason(found: Strength, place: int, explained: Sequence[float], target: str) -> str:
    """Why the column in this place of the ranking is suspect; '' when it isn't."""
    alone = f"alone it explains {found.explained:.0%}"
    rest = explained[place + 2] if place + 2 < len(explained) else 0.0
    if found.explained >= _NEAR_COPY:
        return f"{alone} of it"
    if found.explained >= _STRONG and _leads_by_far(place, explained):
        return f"{alone} of it, far more than other columns do"
    if found.explained >= max(_NAMED, 1.5 * rest) and _tells(found.column, target):
        return f"{alone} of it, and its name speaks of the outcome"
    if found.explained >= _TWIN and _shares_word(found.column, target):
        return f"{alone} of it, and its name is close to the target's"
    return ""


def _leads_by_far(place: int, explained: Sequence[float]) -> bool:
    """Whether a wide gap lies below the first, or below the first two: a leak often has a twin."""
    padded = [*explained, 0.0, 0.0]
    return any(place < k and padded[k - 1] - padded[k] >= _GAP for k in (1, 2))


def _tells(name: str, target: str) -> bool:
    plain, aim = _plain(name), _plain(target)
    contained = min(len(aim), len(plain)) >= 4 and (aim in plain or plain in aim)
    return contained or bool(_TELLING_NAME.search(name.lower()))


def _shares_word(name: str, target: str) -> bool:
    return bool(_words(name) & _words(target))


def _words(name: str) -> set[str]:
    return {word for word in re.split(r"[^a-z]+", _CAMEL.sub("_", name).lower()) if len(word) >= 4}


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


def strengths(
    frame: pd.DataFrame, profile: TableProfile, target: str, task: Task, sealed: Sequence[int] | np.ndarray = ()
) -> list[Strength]:
    """Every usable column's strength, strongest first; at most 5,000 rows and 2,000 columns are looked at, and none of
    the rows at the positions `sealed`."""
    sample = _sample(frame, np.setdiff1d(np.flatnonzero(frame[target].notna()), sealed))
    if len(sample) < 20:
        return []
    aims = _aims(sample[target], task)
    usable = [c.name for c in profile.columns if c.name != target and not c.is_unused and c.kind != "text"]
    found = [Strength(name, _explained(_bins(sample[name]), aims)) for name in usable[:_MOST_COLUMNS]]
    return sorted(found, key=lambda s: -s.explained)


def _sample(frame: pd.DataFrame, usable: np.ndarray) -> pd.DataFrame:
    """Some of the rows at the positions `usable`, in random order."""
    return frame.iloc[np.random.default_rng(0).permutation(usable)[:_SAMPLE_ROWS]].reset_index(drop=True)


def _aims(column: pd.Series, task: Task) -> np.ndarray:
    """The target as columns of numbers to predict: (n, K) one-hot, or (n, 1) ranks."""
    if task == "regression":
        return column.rank(pct=True).to_numpy(dtype=np.float64)[:, None]
    codes, levels = pd.factorize(column)
    return np.eye(len(levels))[codes]


def _bins(column: pd.Series) -> np.ndarray:
    """Bin numbers 0..; the last bin is for missing values."""
    if isinstance(column.dtype, pd.CategoricalDtype) or column.dtype.kind == "b":
        codes = pd.factorize(column)[0]
        return np.where((codes < 0) | (codes >= _MOST_LEVELS), _MOST_LEVELS, codes)
    values = column.to_numpy(dtype="datetime64[us]").view(np.int64) if column.dtype.kind == "M" else column.to_numpy()
    values = values.astype(np.float64)
    known = ~column.isna().to_numpy()
    return np.where(known, np.searchsorted(_edges(np.sort(values[known])), values, side="right"), _MOST_LEVELS)


def _edges(ordered: np.ndarray) -> np.ndarray:
    """Each value when they are few, else quantiles; np.quantile and np.unique would take four times as long."""
    distinct = _without_repeats(ordered)
    if len(distinct) <= _BINS:
        return distinct
    return _without_repeats(ordered[np.arange(1, _BINS) * len(ordered) // _BINS])


def _without_repeats(ordered: np.ndarray) -> np.ndarray:
    return ordered[:1] if len(ordered) < 2 else ordered[np.append(True, ordered[1:] != ordered[:-1])]


def _explained(bins: np.ndarray, aims: np.ndarray) -> float:
    """Share of squared error that means per bin explain, fitted on the first half and tested on the second."""
    half = len(bins) // 2
    n_bins, n_aims = _MOST_LEVELS + 1, aims.shape[1]
    prior = aims[:half].mean(axis=0)
    counts = np.bincount(bins[:half], minlength=n_bins)[:, None]
    sums = np.column_stack([np.bincount(bins[:half], weights=aims[:half, k], minlength=n_bins) for k in range(n_aims)])
    means = (sums + prior) / (counts + 1)
    error = ((aims[half:] - means[bins[half:]]) ** 2).sum()
    base = ((aims[half:] - prior) ** 2).sum()
    return float(max(0.0, 1 - error / base)) if base > 0 else 0.0
