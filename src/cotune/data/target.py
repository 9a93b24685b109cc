"""The table seen from one target: possible tasks, usable rows, leaks, imbalance."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from cotune.data.leaks import suspected_leaks
from cotune.data.tasks import tasks_for
from cotune.errors import SpecError, did_you_mean
from cotune.model.profile import ColumnProfile, DataWarning, TableProfile, TargetProfile

_RARE_SHARE = 0.1
_RARE_ROWS = 30
_FEW_ROWS = 200
_ODD_HEADER = (
    ". This looks like no header: the names must stand in the first line of the file, without a title or 'sep=' above, "
    "separated by comma, semicolon, tab or |"
)


def column_of(profile: TableProfile, name: str, field: str) -> ColumnProfile:
    """The profile of column `name`; SpecError with the closest names when there is none."""
    column = profile.column(name)
    if column is None:
        fix = did_you_mean(name, profile.names()) + (_ODD_HEADER if _has_odd_header(profile) else "")
        raise SpecError(f"the table has no column '{name}'", where=field, fix=fix)
    return column


def _has_odd_header(profile: TableProfile) -> bool:
    """Whether the names look as if another line were the header, or the fields of a line were not told apart."""
    names = profile.names()
    return len(names) == 1 or any(name.startswith("Unnamed: ") for name in names)


def profile_target(
    frame: pd.DataFrame, profile: TableProfile, target: str, sealed: Sequence[int] | np.ndarray = ()
) -> TargetProfile:
    """What `target` allows and what to beware of. `frame` is the table that `profile` describes, in normal form.

    Leaks are looked for on a sample of the rows outside `sealed`, which costs at most about a second; how many rows
    each class has is counted in all. Raises SpecError for an unknown column.
    """
    column = column_of(profile, target, "target")
    tasks = tasks_for(column, profile.n_rows)
    n_usable = profile.n_rows - column.n_missing
    classification = bool(tasks) and tasks[0] != "regression"
    counts = frame[target].value_counts() if classification else pd.Series(dtype=int)
    counts = counts[counts > 0]
    warnings = [*_warnings(column, profile.n_rows, counts)]
    if tasks:
        warnings += suspected_leaks(frame, profile, target, tasks[0], sealed)
    return TargetProfile(
        target=target,
        tasks=tasks,
        n_usable_rows=n_usable,
        n_classes=len(counts) if classification else None,
        minority_share=round(float(counts.min()) / n_usable, 6) if classification and n_usable else None,
        warnings=tuple(sorted(warnings, key=lambda w: -w.strength)),
    )


def _warnings(column: ColumnProfile, n_rows: int, counts: pd.Series) -> Iterator[DataWarning]:
    name, n_usable = column.name, n_rows - column.n_missing
    if column.n_missing:
        share = column.n_missing / n_rows
        text = f"{column.n_missing:,} rows ({share:.1%}) have no value of '{name}'; they are left out."
        yield DataWarning(kind="missing_target", column=name, message=text, strength=min(1.0, 0.3 + share))
    if n_usable < _FEW_ROWS <= n_rows:
        text = f"Only {n_usable} rows have a value of '{name}': scores will be very noisy."
        yield DataWarning(kind="small", column=name, message=text, strength=0.7)
    if len(counts):
        yield from _imbalance(name, counts, n_usable)


def _imbalance(name: str, counts: pd.Series, n_usable: int) -> Iterator[DataWarning]:
    rarest, share = int(counts.min()), counts.min() / n_usable
    if len(counts) == 2 and share < _RARE_SHARE:
        text = (
            f"'{name}' is unbalanced: the rarer class has {rarest:,} of {n_usable:,} rows ({share:.1%}). "
            "Accuracy would mislead; average_precision, f1 or balanced_accuracy tell more."
        )
        yield DataWarning(kind="imbalance", column=name, message=text, strength=0.9 - 3 * float(share))
    elif len(counts) > 2 and rarest < _RARE_ROWS:
        n_rare = int((counts < _RARE_ROWS).sum())
        text = (
            f"{n_rare} of the {len(counts)} classes of '{name}' have fewer than {_RARE_ROWS} rows; the rarest {rarest}."
        )
        yield DataWarning(kind="imbalance", column=name, message=text, strength=0.6)
