"""Columns that say which rows belong together (a patient, a customer): a random split would leak across them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from cotune.model.profile import ColumnProfile, DataWarning

_SAMPLE = 50_000
_MOST_TESTED = 60
_GROUP_NAME = re.compile(
    r"(^|[^a-z])(id|subject|patient|person|user|customer|client|member|household|family|account|session|device|machine"
    r"|engine|store|shop|school|hospital|player|group|cluster|batch|visit|case)([^a-z]|$)"
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def repeated_groups(frame: pd.DataFrame, columns: Sequence[ColumnProfile]) -> Iterator[DataWarning]:
    """A warning per column whose values repeat and tie rows together.

    Evidence is the name ('subject', 'customer_id') together with repetition, or that at least two other columns with
    several values never change within a value of this one. Looked at on the first 50,000 rows.
    """
    part = frame.iloc[:_SAMPLE]
    codes = {c.name: _codes(part[c.name]) for c in columns[:_MOST_TESTED] if _may_matter(c)}
    for column in columns[:_MOST_TESTED]:
        if column.name not in codes or not _may_be_group(column, len(frame)):
            continue
        named = _is_group_name(column)
        if named or len(_tied_columns(column.name, codes)) >= 2:
            per_group = (len(frame) - column.n_missing) / column.n_unique
            text = (
                f"Column '{column.name}' names {column.n_unique:,} groups of about {per_group:.0f} rows each: "
                "if new rows will come from new groups, split by group on it."
            )
            yield DataWarning(kind="group", column=column.name, message=text, strength=0.7 if named else 0.45)


def _is_group_name(column: ColumnProfile) -> bool:
    """Whether the name says so; among numbers only 'subject#' and '..._id' do ('households' may be a count)."""
    words = _CAMEL.sub("_", column.name).lower()
    if column.kind == "number":
        return words.endswith("#") or bool(re.search(r"(^|[^a-z])(id|subject)([^a-z]|$)", words))
    return words.endswith("#") or bool(_GROUP_NAME.search(words))


def _may_matter(column: ColumnProfile) -> bool:
    return column.kind in ("number", "category", "text") and not column.is_id_like and column.n_unique >= 4


def _may_be_group(column: ColumnProfile, n_rows: int) -> bool:
    whole = column.kind != "number" or column.is_integer
    return whole and 10 <= column.n_unique <= (n_rows - column.n_missing) / 2


def _codes(column: pd.Series) -> np.ndarray:
    return pd.factorize(column)[0]


def _tied_columns(name: str, codes: dict[str, np.ndarray]) -> list[str]:
    """Columns with a fifth as many values or more that are constant within each value of `name`."""
    group = codes[name]
    n_groups = int(group.max()) + 1
    order = np.argsort(group, kind="stable")
    ranked = group[order]
    same = (ranked[1:] == ranked[:-1]) & (ranked[1:] >= 0)
    tied = []
    for other, values in codes.items():
        n_values = int(values.max()) + 1
        if other == name or not n_groups / 5 <= n_values <= n_groups:
            continue
        changed = values[order][1:] != values[order][:-1]
        if not (changed & same).any():
            tied.append(other)
    return tied
