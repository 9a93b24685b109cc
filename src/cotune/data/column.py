"""One column of any dtype -> one of the six normal dtypes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from pandas.api import types

from cotune.data.strings import from_strings, settled_text
from cotune.data.values import as_texts, finite
from cotune.errors import DataError
from cotune.model.profile import DataWarning

_LARGEST_INT = 2**63 - 1


@dataclass(frozen=True)
class NormalColumn:
    """A column in normal form, and what had to be bent to get there."""

    values: pd.Series
    warning: DataWarning | None = None


def normal_column(column: pd.Series, name: str) -> NormalColumn:
    """`column` (with a RangeIndex) as float64, int64, bool, category, str or datetime64[us].

    Numbers written as text become numbers, dates written as text dates, time spans seconds, infinite values (and those
    beyond 1e30) missing. Raises DataError for complex numbers and for objects without a text form.
    """
    dtype = column.dtype
    if isinstance(dtype, pd.SparseDtype):
        return normal_column(pd.Series(np.asarray(column.array), name=name), name)
    if isinstance(dtype, pd.CategoricalDtype):
        return NormalColumn(_from_category(column))
    if types.is_bool_dtype(dtype):
        return NormalColumn(_from_booleans(column))
    if types.is_complex_dtype(dtype):
        raise _complex(name)
    if types.is_numeric_dtype(dtype):
        return _from_numbers(column, name)
    if isinstance(dtype, pd.PeriodDtype):
        return normal_column(column.dt.to_timestamp(), name)
    if isinstance(dtype, pd.IntervalDtype):
        return _from_texts(as_texts(column, name), name, mixed=False)
    if types.is_datetime64_any_dtype(dtype):
        return NormalColumn(_from_dates(column))
    if types.is_timedelta64_dtype(dtype):
        return _from_numbers(column.dt.total_seconds(), name)
    if isinstance(dtype, pd.StringDtype):
        return _from_texts(column, name, mixed=False)
    return _from_objects(column, name)


def _complex(name: str) -> DataError:
    return DataError("complex numbers can't be modelled", where=f"column '{name}'", fix="split them into real columns")


def _from_numbers(column: pd.Series, name: str) -> NormalColumn:
    if types.is_integer_dtype(column.dtype) and not column.hasnans:
        largest = column.max()
        if largest <= _LARGEST_INT:
            return NormalColumn(column.astype(np.int64))
    numbers = column.to_numpy(dtype=np.float64, na_value=np.nan)
    kept = finite(numbers)
    n_lost = int(np.isnan(kept).sum() - np.isnan(numbers).sum())
    return NormalColumn(pd.Series(kept), _too_large(name, n_lost) if n_lost else None)


def _too_large(name: str, n_values: int) -> DataWarning:
    be = "value is" if n_values == 1 else "values are"
    message = (
        f"{n_values:,} {be} infinite or beyond 1e30 in column '{name}': models can't calculate with such numbers, "
        "so they count as missing."
    )
    return DataWarning(kind="too_large", column=name, message=message, strength=0.6)


def _from_booleans(column: pd.Series) -> pd.Series:
    """Booleans with missing values become a category: no normal dtype holds True, False and missing."""
    if not column.hasnans:
        return column.astype(bool)
    truth = column.astype(object)
    codes = np.where(column.isna(), -1, np.where(truth == True, 1, 0))  # noqa: E712
    levels = np.array(["False", "True"], dtype=object)[np.unique(codes[codes >= 0])]
    return _category(codes - int(0 not in codes) * (codes >= 0), levels)


def _category(codes: np.ndarray, levels: Any) -> pd.Series:
    return pd.Series(pd.Categorical.from_codes(codes, categories=pd.Index(levels, dtype="str")))


def _from_dates(column: pd.Series) -> pd.Series:
    dates = pd.to_datetime(column)
    if dates.dt.tz is not None:
        dates = dates.dt.tz_convert("UTC").dt.tz_localize(None)
    return dates.astype("datetime64[us]")


def _from_category(column: pd.Series) -> pd.Series:
    """Levels become text in their order; those that no row has go; too many levels are text."""
    codes = column.cat.codes.to_numpy().astype(np.int64)
    texts = np.asarray(as_texts(pd.Series(column.cat.categories), str(column.name)), dtype=object)
    blank = np.array([isinstance(t, str) and not t.strip() for t in texts], dtype=bool)
    if blank.any():
        codes = np.where((codes >= 0) & blank[codes], -1, codes)
    used = np.unique(codes[codes >= 0])
    if len(used) == 0:
        return pd.Series(np.full(len(column), np.nan))
    merged, levels = pd.factorize(texts[used])
    place = np.full(len(texts), -1)
    place[used] = merged
    return settled_text(np.where(codes >= 0, place[codes], -1), np.asarray(levels, dtype=object), keep_order=True)


def _from_objects(column: pd.Series, name: str) -> NormalColumn:
    values = column.astype(object)
    match types.infer_dtype(values, skipna=True):
        case "string":
            return _from_texts(values, name, mixed=False)
        case "empty":
            return NormalColumn(pd.Series(np.full(len(values), np.nan)))
        case "boolean":
            return NormalColumn(_from_booleans(values.astype("boolean")))
        case "integer" | "floating" | "mixed-integer-float" | "decimal":
            numbers = values.where(values.notna(), np.nan).astype(np.float64)
            whole = bool((numbers.notna() & (numbers == numbers.round()) & (numbers.abs() < 2**53)).all())
            return _from_numbers(numbers.astype(np.int64) if whole else numbers, name)
        case "datetime" | "datetime64" | "date":
            dates = pd.to_datetime(values, errors="coerce", utc=True, format="mixed")
            return NormalColumn(_from_dates(dates))
        case "timedelta" | "timedelta64":
            return _from_numbers(pd.to_timedelta(values).dt.total_seconds(), name)
        case "period":
            return NormalColumn(_from_dates(pd.Series(pd.PeriodIndex(values).to_timestamp())))
        case "complex":
            raise _complex(name)
        case found:
            texts = as_texts(values, name)
            return _from_texts(texts, name, mixed=found.startswith("mixed"))


def _from_texts(texts: pd.Series, name: str, mixed: bool) -> NormalColumn:
    found = from_strings(texts, name)
    warning = found.warning
    if warning is None and mixed and found.values.dtype.kind not in "fiM":
        message = f"Column '{name}' mixes types (numbers, text, lists ...); every value is taken as text."
        warning = DataWarning(kind="mixed_types", column=name, message=message, strength=0.5)
    return NormalColumn(found.values, warning)
