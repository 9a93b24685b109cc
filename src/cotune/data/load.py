"""Any table-like thing or file -> a pandas frame, or a DataError that says what to do."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from cotune.data.csv_text import read_csv
from cotune.errors import DataError, closest

Source = pd.DataFrame | str | Path | Mapping[str, Any] | np.ndarray

_CSV_ENDINGS = (".csv", ".tsv", ".txt", ".tab", ".data", ".csv.gz", ".tsv.gz", ".csv.zip", ".csv.bz2", ".csv.xz")
_PARQUET_ENDINGS = (".parquet", ".pq", ".parq")
_ARROW_ENDINGS = (".arrow", ".feather", ".ipc")
_ENDINGS = (*_CSV_ENDINGS, *_PARQUET_ENDINGS, *_ARROW_ENDINGS)
_READABLE = "a pandas DataFrame, a CSV or parquet file, a dict of columns or a two-dimensional array"


def read_table(source: Source, as_written: Collection[str] = ()) -> pd.DataFrame:
    """The table behind `source`: a DataFrame (as it is), a path to a CSV, parquet or Arrow file, a dict, a 2-d array.

    The columns `as_written` of a CSV file are words, whatever they look like: in a part of a table codes may look like
    numbers that don't in the whole.

    Other frames (polars, pyarrow) are converted by their own `to_pandas`. Raises DataError for anything that is no
    table with at least one row and one column, or whose column names are not unique.
    """
    frame = _as_frame(source, as_written)
    where = str(source) if isinstance(source, str | Path) else None
    check_frame(frame, where)
    return frame


def check_frame(frame: pd.DataFrame, where: str | None = None) -> None:
    """Raises DataError when the frame has no columns, no rows, or columns that share a name."""
    if frame.shape[1] == 0:
        raise DataError("the table has no columns", where=where, fix="pass a table with a header and rows")
    if len(frame) == 0:
        raise DataError("the table has columns but no rows", where=where, fix="pass a table with rows")
    names = [str(name) for name in frame.columns]
    for name in names:
        if name.encode("utf-8", "replace").decode() != name:
            what = f"a column name can't be written as text: {name!a}"
            raise DataError(what, where=where, fix="rename the column")
    twice = sorted({name for name in names if names.count(name) > 1}) if len(set(names)) < len(names) else []
    if twice:
        shown = ", ".join(repr(name) for name in twice[:5])
        raise DataError(
            f"several columns have the same name: {shown}", where=where, fix="rename or drop the extra ones"
        )


def _as_frame(source: object, as_written: Collection[str]) -> pd.DataFrame:
    if isinstance(source, pd.DataFrame):
        return source
    if isinstance(source, str | Path):
        return _from_path(source, as_written)
    if isinstance(source, np.ndarray):
        return _from_array(source)
    if isinstance(source, Mapping):
        return _from_columns(source)
    if isinstance(source, pd.Series):
        raise DataError("a single column is no table", fix="pass the DataFrame that holds the target and the features")
    if callable(getattr(source, "to_pandas", None)):
        frame = source.to_pandas()  # type: ignore[attr-defined]
        if isinstance(frame, pd.DataFrame):
            return frame
    if isinstance(source, list | tuple):
        return _from_records(source)
    raise DataError(f"can't read a table from {type(source).__name__}", fix=f"pass {_READABLE}")


def _from_array(array: np.ndarray) -> pd.DataFrame:
    if array.dtype.names:
        return pd.DataFrame.from_records(array)
    if array.ndim != 2:
        raise DataError(f"a table has two dimensions, this array has {array.ndim}", fix="reshape it to rows x columns")
    return pd.DataFrame(array, columns=[f"column_{i}" for i in range(array.shape[1])])


def _from_columns(columns: Mapping[str, Any]) -> pd.DataFrame:
    try:
        return pd.DataFrame(dict(columns))
    except (ValueError, TypeError) as problem:
        lengths = {str(k): len(v) for k, v in columns.items() if hasattr(v, "__len__") and not isinstance(v, str)}
        shown = ", ".join(f"{name!r}: {n}" for name, n in list(lengths.items())[:6])
        raise DataError(
            "the dict's values don't make equally long columns", where=shown or None, fix="pass one sequence per column"
        ) from problem


def _from_records(rows: list[Any] | tuple[Any, ...]) -> pd.DataFrame:
    if rows and not all(isinstance(row, Mapping | list | tuple) for row in rows):
        raise DataError("a list of single values is no table", fix=f"pass {_READABLE}")
    try:
        return pd.DataFrame(list(rows))
    except (ValueError, TypeError) as problem:
        raise DataError(
            "the list's rows don't fit together", fix="pass rows of equal length or a DataFrame"
        ) from problem


def _from_path(source: str | Path, as_written: Collection[str]) -> pd.DataFrame:
    if str(source).strip() == "":
        raise DataError("the path is empty", fix=f"pass {_READABLE}")
    path = Path(source).expanduser()
    if str(source).startswith(("http://", "https://", "s3://", "gs://")):
        raise DataError("can't read a table from an address", where=str(source), fix="download the file first")
    try:
        _check_file(path)
        return _reader(path, as_written)(path)
    except OSError as problem:
        if isinstance(problem, PermissionError):
            raise DataError("not allowed to read this file", where=str(path), fix="change its permissions") from problem
        raise DataError("can't read this file", where=str(path), fix=problem.strerror or "is it whole?") from problem


def _check_file(path: Path) -> None:
    if path.is_dir():
        raise DataError("this is a folder, not a table", where=str(path), fix="name one CSV or parquet file in it")
    if not path.exists():
        near = sorted(p.name for p in path.parent.glob("*")) if path.parent.is_dir() else []
        raise DataError("there is no such file", where=str(path), fix=_nearest_file(path.name, near))
    if path.stat().st_size == 0:
        raise DataError("the file is empty", where=str(path), fix="is the download or export complete?")


def _nearest_file(name: str, present: list[str]) -> str:
    tables = [other for other in present if other.lower().endswith(_ENDINGS)]
    stems = closest(_stem(name), map(_stem, tables))
    near = [other for stem in stems for other in tables if _stem(other).lower() == stem.lower()]
    if near:
        return "did you mean " + " or ".join(map(repr, near[:_MOST_FILES])) + "?"
    return "tables there: " + ", ".join(tables[:_MOST_FILES]) if tables else "check the path"


_MOST_FILES = 5


def _stem(name: str) -> str:
    """What tells tables apart by name: endings make all of them alike."""
    return name.partition(".")[0]


def _reader(path: Path, as_written: Collection[str]) -> Callable[[Path], pd.DataFrame]:
    name = path.name.lower()
    with path.open("rb") as file:
        start = file.read(8)
    if start[:4] == b"PAR1" or name.endswith(_PARQUET_ENDINGS):
        return _read_parquet
    if start[:6] == b"ARROW1" or name.endswith(_ARROW_ENDINGS):
        return _read_arrow
    if start[:4] == b"PK\x03\x04" and not name.endswith(".zip"):
        raise DataError(
            "this is an Excel or zip file", where=str(path), fix="pass pandas.read_excel(...) or a CSV export"
        )
    if name.endswith(_CSV_ENDINGS) or "." not in name:
        return partial(read_csv, as_written=as_written)
    raise DataError(
        f"don't know how to read '{path.suffix}' files",
        where=str(path),
        fix="read it with pandas and pass the DataFrame",
    )


def _read_parquet(path: Path) -> pd.DataFrame:
    import pyarrow as pa

    try:
        return pd.read_parquet(path)
    except (pa.ArrowException, ValueError, KeyError, NotImplementedError) as problem:
        raise DataError(
            "this parquet file can't be read", where=str(path), fix="is it whole? write it anew"
        ) from problem


def _read_arrow(path: Path) -> pd.DataFrame:
    import pyarrow as pa

    try:
        return pd.read_feather(path)
    except (pa.ArrowException, ValueError, KeyError, NotImplementedError) as problem:
        raise DataError("this Arrow file can't be read", where=str(path), fix="is it whole? write it anew") from problem
