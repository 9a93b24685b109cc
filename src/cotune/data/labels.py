"""The target as numbers: codes for classes, float64 for regression."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from cotune.data.values import level_text
from cotune.model.base import Scalar
from cotune.model.profile import ColumnProfile
from cotune.model.words import Task

_POSITIVE_WORDS = frozenset({"yes", "true", "y", "t", "positive", "pos"})


@dataclass(frozen=True)
class Labels:
    """`y`: int64 codes into `classes`, or float64 values with `classes` empty. Binary: code 1 is the positive class."""

    y: np.ndarray
    classes: tuple[Scalar, ...]


def encode_target(
    column: pd.Series, task: Task, positive: str | None, given: Mapping[str, Scalar] | None = None
) -> Labels:
    """Encode a target without missing values; `given` are labels that the person's table has in another type.

    Classes keep their type (str, bool, int, float) and are sorted, categories in the order of their levels. The
    positive class of a binary task is `positive`, else the usual one.
    """
    if task == "regression":
        return Labels(column.to_numpy(dtype=np.float64), ())
    codes, classes = _sorted_codes(column)
    if task == "binary" and _positive_code(codes, classes, positive) == 0:
        codes, classes = 1 - codes, classes[::-1]
    return Labels(codes, tuple((given or {}).get(level_text(c), c) for c in classes))


def _sorted_codes(column: pd.Series) -> tuple[np.ndarray, tuple[Scalar, ...]]:
    if isinstance(column.dtype, pd.CategoricalDtype):
        used = column.cat.remove_unused_categories()
        levels = tuple(str(level) for level in used.cat.categories)
        truth: tuple[Scalar, ...] = tuple(level == "True" for level in levels)
        classes = truth if set(levels) <= {"True", "False"} else levels
        return used.cat.codes.to_numpy().astype(np.int64), classes
    values, codes = np.unique(column.to_numpy(), return_inverse=True)
    return codes.astype(np.int64), tuple(_scalar(value) for value in values)


def _scalar(value: object) -> Scalar:
    if isinstance(value, bool | np.bool_):
        return bool(value)
    if isinstance(value, int | np.integer):
        return int(value)
    if isinstance(value, float | np.floating):
        return int(value) if float(value).is_integer() else float(value)
    return str(value)


def _positive_code(codes: np.ndarray, classes: tuple[Scalar, ...], positive: str | None) -> int:
    texts = [level_text(c) for c in classes]
    return texts.index(positive) if positive in texts else _usual_code(texts, np.bincount(codes, minlength=2))


def usual_positive(column: ColumnProfile, n_rows: int) -> str | None:
    """The class that a binary task counts as positive when nobody says; None where there aren't two."""
    if len(column.levels) != 2 or column.rarest is None:
        return None
    counts = np.array([n_rows - column.n_missing - column.rarest, column.rarest])
    return column.levels[_usual_code(column.levels, counts)]


def _usual_code(texts: Sequence[str], counts: np.ndarray) -> int:
    """1 beside 0 or -1, else the one named like yes or true, else the rarer one, else the last."""
    if set(texts) in ({"0", "1"}, {"-1", "1"}):
        return list(texts).index("1")
    named = [i for i, text in enumerate(texts) if text.strip().lower() in _POSITIVE_WORDS]
    if len(named) == 1:
        return named[0]
    return 0 if counts[0] < counts[1] else 1
