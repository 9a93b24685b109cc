"""A table at a glance: one ColumnProfile per column, and the warnings that need no target."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from cotune.data.content import content_hash
from cotune.data.dates import looks_like_dates
from cotune.data.groups import repeated_groups
from cotune.data.histogram import histogram
from cotune.data.normal_form import NormalForm, normal_form
from cotune.data.strings import looks_numeric
from cotune.data.table_warnings import table_warnings
from cotune.data.values import level_text
from cotune.model.profile import ColumnKind, ColumnProfile, TableProfile

MAX_SHOWN_LEVELS = 50
_ID_NAME = re.compile(
    r"(^|_)(ids?|uuid|guid|rownum)(_|$)|(^|_)(key|idx|nr|no|number|serial)_*$"
    r"|^(row|record|index|instant|row_?names?|row_index)_*$|^unnamed"
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def profile_table(frame: pd.DataFrame) -> TableProfile:
    """The profile of `frame`, which is normalised first (a normalised frame stays as it is). Raises DataError."""
    return profile_form(normal_form(frame))


def profile_form(form: NormalForm) -> TableProfile:
    """The profile of a normalised frame, with the warnings of its normalisation."""
    columns = tuple(_profile_column(form.frame[name]) for name in form.frame.columns)
    warnings = (*form.warnings, *table_warnings(form.frame, columns), *repeated_groups(form.frame, columns))
    return TableProfile(
        n_rows=len(form.frame),
        columns=columns,
        data_hash=content_hash(form.frame),
        memory_mb=round(float(form.frame.memory_usage(deep=True).sum()) / 2**20, 3),
        warnings=tuple(sorted(warnings, key=lambda w: -w.strength)),
    )


def _profile_column(column: pd.Series) -> ColumnProfile:
    present = column.dropna()
    counts = _level_counts(present)
    n_missing = len(column) - len(present)
    n_unique = len(counts)
    kind = _kind(column, n_unique)
    numbers = present.to_numpy() if column.dtype.kind in "fi" and n_unique > 0 else None
    is_whole = numbers is not None and _is_whole(numbers)
    has_levels = 0 < n_unique <= MAX_SHOWN_LEVELS
    return ColumnProfile(
        name=str(column.name),
        kind=kind,
        dtype=str(column.dtype),
        n_missing=n_missing,
        n_unique=n_unique,
        minimum=None if numbers is None else float(numbers.min()),
        maximum=None if numbers is None else float(numbers.max()),
        is_integer=is_whole,
        is_id_like=_is_id_like(present, kind, n_unique, is_whole=is_whole),
        levels=tuple(level_text(v) for v in counts.index) if has_levels else (),
        rarest=int(counts.iloc[-1]) if has_levels else None,
        histogram=histogram(present, counts if has_levels else None),
    )


def _level_counts(present: pd.Series) -> pd.Series:
    """Counts by value, most frequent first, ties by value; only the distinct values where there are many."""
    if isinstance(present.dtype, pd.CategoricalDtype):
        counts = present.value_counts(sort=False)
        counts = counts[counts > 0]
    else:
        n_distinct = present.nunique()
        if n_distinct > MAX_SHOWN_LEVELS:
            return pd.Series(0, index=range(n_distinct))
        counts = present.value_counts(sort=False)
    if len(counts) > MAX_SHOWN_LEVELS:
        return counts
    by_value = counts.set_axis(list(counts.index)).sort_index()
    return by_value.sort_values(ascending=False, kind="stable")


def _kind(column: pd.Series, n_unique: int) -> ColumnKind:
    if n_unique == 0:
        return "empty"
    if n_unique == 1:
        return "constant"
    if column.dtype.kind == "b":
        return "boolean"
    if isinstance(column.dtype, pd.CategoricalDtype):
        return "boolean" if set(column.cat.categories) <= {"True", "False"} else "category"
    return {"f": "number", "i": "number", "M": "datetime"}.get(column.dtype.kind, "text")  # type: ignore[return-value]


def _is_whole(numbers: np.ndarray) -> bool:
    return numbers.dtype.kind == "i" or bool((numbers == np.round(numbers)).all())


def _is_id_like(present: pd.Series, kind: ColumnKind, n_unique: int, *, is_whole: bool) -> bool:
    """A different value in every row that says nothing but which row it is.

    Whole numbers under a name such as 'customer_id', single words, and two or three words under such a name; text that
    is dates or numbers in disguise isn't.
    """
    if len(present) < 10 or n_unique < len(present) or kind not in ("number", "text", "category"):
        return False
    if kind == "number":
        return is_whole and is_id_name(str(present.name))
    sample = present.iloc[:1000].astype(str)
    words = sample.str.count(r"\s+").mean() + 1
    levels = sample.to_numpy(dtype=object)
    few_words = bool(words < (3 if is_id_name(str(present.name)) else 1.5))
    return few_words and not looks_like_dates(levels) and not looks_numeric(levels)


def is_id_name(name: str) -> bool:
    """Whether a column is named like an identifier: 'Id', 'customerID', 'row_no', 'uuid', 'subject#', 'index'.

    'Number of rooms', 'key rate' and 'quality index' are not.
    """
    words = re.sub(r"[^a-z]+", "_", _CAMEL.sub("_", name).lower())
    return bool(_ID_NAME.search(words)) or name.endswith("#")
