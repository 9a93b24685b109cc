"""The target as people give it: every value known, numpy's own types, durations as seconds."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from pandas.api import types


def plain_target(y: Any, *, numeric: bool) -> Any:
    """`y` with numpy's type in place of a nullable one and, where numbers are wanted, with durations as seconds.

    What isn't one-dimensional stays as it is, for scikit-learn to judge.

    Raises:
        ValueError: values are missing, or dates or words stand where numbers are wanted.
    """
    values = y if isinstance(y, pd.Series | pd.Index | pd.api.extensions.ExtensionArray) else np.asarray(y)
    if values.ndim != 1:
        return y
    column = pd.Series(values)
    _check_known(column)
    kind = types.infer_dtype(column, skipna=True)
    if numeric and kind.startswith(("datetime", "date", "period")):
        raise ValueError(
            "y holds dates, and a regressor predicts numbers\n"
            "  -> turn them into numbers first, for example days: (y - y.min()) / pandas.Timedelta('1D')"
        )
    if numeric and kind.startswith("timedelta"):
        return pd.to_timedelta(column).dt.total_seconds().to_numpy()
    if numeric and kind.startswith(("string", "mixed", "categorical")):
        _check_numbers(column)
    if types.is_extension_array_dtype(column.dtype) and types.is_bool_dtype(column.dtype):
        return column.to_numpy(dtype=bool)
    if types.is_extension_array_dtype(column.dtype) and types.is_integer_dtype(column.dtype):
        return column.to_numpy(dtype=np.int64)
    return y


def _check_known(column: pd.Series) -> None:
    missing = np.flatnonzero(column.isna())
    if len(missing):
        count = "1 value is" if len(missing) == 1 else f"{len(missing):,} values are"
        raise ValueError(
            f"Input y contains NaN: {count} missing of {len(column):,}, the first in row {missing[0]} (from 0)\n"
            "  -> leave these rows out of X and y"
        )


def _check_numbers(column: pd.Series) -> None:
    words = column[pd.to_numeric(column.astype(object), errors="coerce").isna()]
    if len(words):
        raise ValueError(
            f"y holds words, for example {str(words.iloc[0])!r}, and a regressor predicts numbers\n"
            "  -> CotuneClassifier predicts words, as classes"
        )
