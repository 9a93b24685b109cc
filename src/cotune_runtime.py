"""What a fitted cotune model is made of. This one file travels with an exported model: it needs no cotune.

Only numpy, pandas, scikit-learn and xgboost are imported, so `cotune_runtime.py` next to a model file is enough to
load it and to predict.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
import pandas as pd

Kind = Literal["number", "boolean", "category", "text", "datetime"]
Table = pd.DataFrame | Mapping[str, Any] | np.ndarray


class UnusableTable(ValueError):
    """The rows given to a model can't be read as the table that it was trained on."""


class MissingColumns(UnusableTable):
    """Columns that the model was trained on are absent."""

    def __init__(self, names: list[str]) -> None:
        self.names = names
        shown = ", ".join(repr(n) for n in names[:10]) + (f" and {len(names) - 10} more" if len(names) > 10 else "")
        super().__init__(f"the table lacks {len(names)} column(s) that the model was trained on: {shown}")


@dataclass(frozen=True)
class TableSchema:
    """The columns a model was trained on: names, kinds, and the levels of each category column.

    `conform` brings any table with at least these columns into the one form that pipelines are fitted on: float64 for
    numbers and booleans (missing is NaN), `category` with exactly the known levels, object for text (missing is None),
    datetime64 without time zone.
    """

    names: list[str]
    kinds: list[Kind]
    levels: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, frame: pd.DataFrame) -> TableSchema:
        """The schema of a normalised frame (columns of float, int, bool, category, str or datetime64)."""
        names = [str(name) for name in frame.columns]
        kinds = [_kind_of(frame.dtypes.iloc[i]) for i in range(len(names))]
        levels = {
            name: [str(level) for level in frame.iloc[:, i].cat.categories]
            for i, (name, kind) in enumerate(zip(names, kinds, strict=True))
            if kind == "category"
        }
        return cls(names=names, kinds=kinds, levels=levels)

    def named(self, *kinds: Kind) -> list[str]:
        """The names of the columns of these kinds, in table order."""
        return [name for name, kind in zip(self.names, self.kinds, strict=True) if kind in kinds]

    def conform(self, X: Table) -> pd.DataFrame:
        """X as a frame of exactly these columns, in this order and these dtypes; the index is kept.

        Extra columns are dropped, an unseen level or an unreadable value is missing. Raises MissingColumns when a
        column is absent and UnusableTable when X is no table or has a needed column twice.
        """
        frame = self._as_frame(X)
        missing = [name for name in self.names if name not in frame.columns]
        if missing:
            raise MissingColumns(missing)
        twice = sorted({str(n) for n in frame.columns[frame.columns.duplicated()] if n in self.names})
        if twice:
            raise UnusableTable(f"the table has more than one column named {', '.join(map(repr, twice))}")
        columns = {
            name: _READERS[kind](frame[name], self.levels.get(name, []))
            for name, kind in zip(self.names, self.kinds, strict=True)
        }
        return pd.DataFrame(columns, index=frame.index, columns=self.names)

    def _as_frame(self, X: Table) -> pd.DataFrame:
        if isinstance(X, pd.DataFrame):
            return X.set_axis([str(c) for c in X.columns], axis=1)
        if isinstance(X, Mapping):
            return pd.DataFrame({str(name): values for name, values in X.items()})
        values = np.asarray(X)
        if values.ndim != 2 or values.shape[1] != len(self.names):
            raise UnusableTable(f"expected a table of {len(self.names)} columns, got an array of shape {values.shape}")
        return pd.DataFrame(values, columns=self.names)


def _kind_of(dtype: Any) -> Kind:
    if isinstance(dtype, pd.CategoricalDtype):
        return "category"
    if pd.api.types.is_bool_dtype(dtype):
        return "boolean"
    if pd.api.types.is_datetime64_any_dtype(dtype):
        return "datetime"
    return "number" if pd.api.types.is_numeric_dtype(dtype) else "text"


def _read_number(column: pd.Series, _levels: list[str]) -> pd.Series:
    if isinstance(column.dtype, pd.CategoricalDtype):
        column = column.astype(object)
    if pd.api.types.is_timedelta64_dtype(column.dtype):
        column = column.dt.total_seconds()
    elif pd.api.types.is_datetime64_any_dtype(column.dtype):
        return pd.Series(np.nan, index=column.index)
    values = pd.to_numeric(column, errors="coerce").astype("Float64").to_numpy(dtype=np.float64, na_value=np.nan)
    return pd.Series(np.where(np.isfinite(values), values, np.nan), index=column.index)


_TRUTH = {"true": 1.0, "yes": 1.0, "t": 1.0, "y": 1.0, "false": 0.0, "no": 0.0, "f": 0.0, "n": 0.0}


def _read_boolean(column: pd.Series, levels: list[str]) -> pd.Series:
    if pd.api.types.is_numeric_dtype(column.dtype):
        return _read_number(column, levels)
    truth = {value: _TRUTH.get(str(value).strip().lower(), value) for value in column.dropna().unique()}
    return _read_number(column.astype(object).map(truth), levels)


def _read_category(column: pd.Series, levels: list[str]) -> pd.Series:
    dtype = pd.CategoricalDtype(levels)
    if column.dtype == dtype:
        return column
    known = set(levels)
    found = {value: _level(value, known) for value in column.dropna().unique()}
    return column.astype(object).map(found).astype(dtype)


def _level(value: Any, known: set[str]) -> str | None:
    """The known level that a raw value stands for: 1, 1.0 and " 1" all find the level "1"."""
    candidates = [str(value), str(value).strip()]
    if isinstance(value, int | float | np.number) and np.isfinite(float(value)):
        number = float(value)
        candidates += [str(number)] + ([str(int(number)), str(bool(number))] if number.is_integer() else [])
    return next((text for text in candidates if text in known), None)


def _read_text(column: pd.Series, _levels: list[str]) -> pd.Series:
    values = column.astype(object)
    return values.where(values.isna(), values.map(str)).where(values.notna(), None)


def _read_datetime(column: pd.Series, _levels: list[str]) -> pd.Series:
    if pd.api.types.is_numeric_dtype(column.dtype):
        return pd.Series(pd.NaT, index=column.index, dtype="datetime64[ns]")
    if isinstance(column.dtype, pd.PeriodDtype):
        column = column.dt.to_timestamp()
    if not pd.api.types.is_datetime64_any_dtype(column.dtype):
        column = pd.to_datetime(column.astype(object), errors="coerce", format="mixed", utc=True)
    return column.dt.tz_localize(None) if column.dt.tz is None else column.dt.tz_convert("UTC").dt.tz_localize(None)


_READERS: dict[Kind, Callable[[pd.Series, list[str]], pd.Series]] = {
    "number": _read_number,
    "boolean": _read_boolean,
    "category": _read_category,
    "text": _read_text,
    "datetime": _read_datetime,
}
