"""Plain warnings about a table that need no target. No sentence quotes a cell value."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from cotune.data.csv_words import about_classes
from cotune.data.dates import has_late_first, looks_day_first, looks_like_dates
from cotune.data.strings import looks_numeric
from cotune.data.time_numbers import tells_the_time
from cotune.model.profile import ColumnProfile, DataWarning

MANY_LEVELS = 100
_FEW_ROWS = 200
_DUPLICATE_SAMPLE = 100_000


def table_warnings(frame: pd.DataFrame, columns: Sequence[ColumnProfile]) -> Iterator[DataWarning]:
    """All warnings of a normalised frame that need no target, unordered."""
    for column in columns:
        yield from _column_warnings(frame, column)
    yield from _duplicates(frame)
    n_rows, n_columns = frame.shape
    if n_rows < _FEW_ROWS:
        yield _about(None, "small", f"The table has only {n_rows} rows: scores will be very noisy.", 0.7)
    if n_columns > 1000 or n_columns > n_rows:
        yield _about(
            None, "wide", f"The table has {n_columns} columns for {n_rows} rows: chance patterns are likely.", 0.5
        )


def _about(column: str | None, kind: str, message: str, strength: float) -> DataWarning:
    return DataWarning.model_validate({"kind": kind, "column": column, "message": message, "strength": strength})


def _column_warnings(frame: pd.DataFrame, column: ColumnProfile) -> Iterator[DataWarning]:
    name = column.name
    if column.kind == "empty":
        yield _about(name, "constant", f"Column '{name}' has no usable value; it is left out.", 0.3)
    elif column.kind == "constant" and column.is_unused:
        yield _about(name, "constant", f"Column '{name}' has the same value in every row; it is left out.", 0.3)
    elif column.is_id_like:
        text = f"Column '{name}' looks like an identifier: a different value in every row. It is left out."
        yield _about(name, "id", text, 0.6)
    elif column.kind == "category" and column.n_unique > MANY_LEVELS:
        strength = 0.3 + 0.3 * min(1.0, column.n_unique / max(1, len(frame) - column.n_missing))
        yield _about(name, "high_cardinality", f"Column '{name}' has {column.n_unique:,} different values.", strength)
    elif column.kind == "datetime":
        text = f"Column '{name}' holds dates: if the model is to predict the future, split by time on it."
        yield _about(name, "date", text, 0.5)
    elif tells_the_time(frame[name], column):
        text = f"Column '{name}' seems to tell when: if the model is to predict the future, split by time on it."
        yield _about(name, "date", text, 0.4)
    elif column.kind in ("text", "category"):
        yield from _disguises(frame[name])
        yield from _words(frame[name])
    elif column.kind == "number" and _counts_rows(frame[name]):
        text = f"Column '{name}' counts the rows up: leave it out if it is only a row number."
        yield _about(name, "id", text, 0.4)


def _counts_rows(column: pd.Series) -> bool:
    values = column.to_numpy()
    return len(values) > 10 and values[1] - values[0] == 1 and bool((np.diff(values) == 1).all())


def _disguises(column: pd.Series) -> Iterator[DataWarning]:
    sample = column.dropna().iloc[:200].astype(str).to_numpy(dtype=object)
    name = str(column.name)
    if looks_day_first(sample):
        start = "the day" if has_late_first(sample) else "the day or the month"
        text = f"Column '{name}' seems to hold dates that start with {start}; they are taken as text. "
        text += "Convert it with pandas.to_datetime(..., dayfirst=True)"
        yield _about(name, "mixed_types", text + ("." if start == "the day" else ", or dayfirst=False."), 0.5)
    elif looks_like_dates(sample):
        text = f"Column '{name}' seems to hold dates, but many of its values are none; they are all taken as text. "
        yield _about(name, "mixed_types", text + "Convert it with pandas.to_datetime(..., errors='coerce').", 0.5)
    elif looks_numeric(sample):
        text = f"Column '{name}' seems to hold numbers with signs or separators; they are taken as text. "
        yield _about(name, "mixed_types", text + "Convert it to numbers first.", 0.5)


def _words(column: pd.Series) -> Iterator[DataWarning]:
    if isinstance(column.dtype, pd.CategoricalDtype):
        yield from about_classes(str(column.name), column.cat.categories)


def _duplicates(frame: pd.DataFrame) -> Iterator[DataWarning]:
    """Counted on the first 100,000 rows; as soon as the first columns tell all rows apart, no more are read."""
    part = frame.iloc[:_DUPLICATE_SAMPLE]
    hashes = np.zeros(len(part), dtype=np.uint64)
    n, next_look = len(part) - 1, 1
    for number, name in enumerate(part.columns, 1):
        column_hashes = pd.util.hash_pandas_object(part[name], index=False).to_numpy(dtype=np.uint64)
        hashes = np.asarray(hashes * np.uint64(1_000_003) + column_hashes, dtype=np.uint64)
        if number >= next_look or number == part.shape[1]:
            n, next_look = len(part) - len(np.unique(hashes)), 2 * number
            if n == 0:
                break
    if n:
        seen = "" if len(part) == len(frame) else f" among the first {len(part):,}"
        rows = "1 row repeats" if n == 1 else f"{n:,} rows repeat"
        text = f"{rows} an earlier row exactly{seen}: copies on both sides of a split flatter the score."
        yield _about(None, "duplicates", text, 0.2 + 0.5 * min(1.0, 4 * n / len(part)))
