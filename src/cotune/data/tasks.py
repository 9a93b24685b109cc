"""Which tasks a column can be the target of. Pure on the profile."""

from __future__ import annotations

import re

from cotune.model.profile import ColumnProfile
from cotune.model.words import Task

MAX_CLASSES = 500
_CLASS_CODES = 30
_FEW_NUMBERS = 10
_OF_CLASSES = re.compile(r"class|label|target|type|kind|code|letter|digit|categor|cluster|species|group|^y$", re.I)
"""More values than a few are counts or grades (0 to 20 goals) unless the name says that they stand for classes."""


def tasks_for(column: ColumnProfile, n_rows: int) -> tuple[Task, ...]:
    """The tasks for which `column` can be the target, most natural first; empty when it can't be predicted.

    Two values: binary. Words: multiclass, when on average two rows share a class. Whole numbers with at most 10 values,
    or codes 0..29 / 1..30 without gaps in a column that is called like classes: multiclass first, regression second.
    Other numbers: regression.
    """
    n_known = n_rows - column.n_missing
    match column.kind:
        case "boolean":
            return ("binary",)
        case "category" | "text":
            if column.n_unique == 2:
                return ("binary",)
            return ("multiclass",) if _repeats(column, n_known) else ()
        case "number" if column.n_unique == 2:
            return ("binary", "regression")
        case "number" if column.is_integer and column.n_unique <= MAX_CLASSES and _repeats(column, n_known):
            return ("multiclass", "regression") if _is_coded(column, n_known) else ("regression", "multiclass")
        case "number":
            return ("regression",)
        case _:
            return ()


def _repeats(column: ColumnProfile, n_known: int) -> bool:
    return column.n_unique <= MAX_CLASSES and 2 * column.n_unique <= n_known and not column.is_id_like


def _is_coded(column: ColumnProfile, n_known: int) -> bool:
    if 5 * column.n_unique > n_known:
        return False
    if column.n_unique <= _FEW_NUMBERS:
        return True
    if _OF_CLASSES.search(column.name) is None:
        return False
    low, high = column.minimum or 0.0, column.maximum or 0.0
    return column.n_unique <= _CLASS_CODES and low in (0.0, 1.0) and high - low + 1 == column.n_unique
