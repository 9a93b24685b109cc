"""Python objects in cells -> text, deterministically."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd

from cotune.errors import DataError

_LARGEST = 1e30  # squares of it stay finite; float32, which tree libraries cast to, ends at 3e38


def finite(values: np.ndarray) -> np.ndarray:
    """`values` with NaN for infinities and for numbers beyond 1e30, with which models can't calculate."""
    too_large = np.abs(values) > _LARGEST
    return np.where(too_large, np.nan, values) if too_large.any() else values


def level_text(value: object) -> str:
    """A column's value as it stands in `ColumnProfile.levels`: 1.0 is '1'."""
    if isinstance(value, float | np.floating) and float(value).is_integer():
        return str(int(value))
    return str(value)


def as_texts(column: pd.Series, name: str) -> pd.Series:
    """Each value as text (object dtype, missing is None): 1 and 1.0 are both '1', lists and dicts their repr.

    Raises DataError for objects whose only text is their memory address.
    """
    missing = column.isna().to_numpy()
    texts = [None if gone else _as_text(value, name) for value, gone in zip(column.array, missing, strict=True)]
    return pd.Series(np.array(texts, dtype=object), dtype=object)


def _as_text(value: Any, name: str) -> str:
    if isinstance(value, str):
        return str(value)
    if isinstance(value, bool | np.bool_):
        return str(bool(value))
    if isinstance(value, int | float | Decimal | np.integer | np.floating):
        return _number_text(float(value)) if not isinstance(value, int | np.integer) else str(int(value))
    if isinstance(value, bytes | bytearray):
        return bytes(value).decode("utf-8", errors="replace")
    if isinstance(value, complex | np.complexfloating):
        raise DataError("complex numbers can't be modelled", where=f"column '{name}'", fix="split them")
    try:
        text = None if _plain_object(type(value)) else str(value)
    except Exception as problem:  # any object may be in a cell, and its __str__ may do anything
        raise _no_text(value, name) from problem
    if text is None:
        raise _no_text(value, name)
    return text


def _no_text(value: object, name: str) -> DataError:
    what = f"values of type {type(value).__name__} have no text form"
    return DataError(what, where=f"column '{name}'", fix="turn them into numbers or text, or drop the column")


def _plain_object(kind: type) -> bool:
    defined = vars(object)
    return all(getattr(kind, name) is defined[name] for name in ("__repr__", "__str__"))


def _number_text(number: float) -> str:
    return str(int(number)) if number.is_integer() and abs(number) < 2**53 else repr(number)
