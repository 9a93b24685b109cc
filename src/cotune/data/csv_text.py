"""CSV files as people have them: any of four separators, three encodings, decimal commas, a byte order mark."""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import lzma
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path
from typing import IO, Any, cast

import numpy as np
import pandas as pd

from cotune.data.csv_dialect import Dialect, Sample, sniff
from cotune.data.csv_words import with_words
from cotune.data.given import FROM_TEXT
from cotune.errors import DataError

ROW_NAMES = "row names"
"""The name of the index where the rows have a first field that the header doesn't name, as R writes them."""

_SAMPLE_BYTES = 262_144


def read_csv(path: Path, as_written: Collection[str] = ()) -> pd.DataFrame:
    """The table in a CSV file; separator, encoding and decimal sign are found out. Raises DataError.

    The columns `as_written` are read as text, whatever they look like.
    """
    sample, dialect = sniff(*_decode(_first_bytes(path), path))
    if not sample.rows:
        raise DataError("the file has no lines", where=str(path), fix="is the export complete?")
    _check_header(sample.rows[0], path)
    try:
        frame = _with_row_names(_parse_any(path, dialect, words=as_written), sample, dialect, path)
        frame.attrs[FROM_TEXT] = True
        return with_words(frame, lambda columns: _parse_any(path, dialect, columns))
    except _NOT_WHOLE as problem:
        raise _broken_archive(path) from problem
    except pd.errors.EmptyDataError as problem:
        raise DataError("the file has no columns", where=str(path), fix="is the export complete?") from problem
    except (pd.errors.ParserError, csv.Error) as problem:
        raise DataError(
            "the lines don't have equally many fields", where=_line(problem, path), fix=_RAGGED
        ) from problem


def _parse_any(
    path: Path, dialect: Dialect, columns: list[str] | None = None, words: Collection[str] = ()
) -> pd.DataFrame:
    try:
        return _parse(path, dialect, columns, words)
    except UnicodeDecodeError:
        return _parse(path, replace(dialect, encoding="cp1252"), columns, words)


def _with_row_names(frame: pd.DataFrame, sample: Sample, dialect: Dialect, path: Path) -> pd.DataFrame:
    """pandas makes an index of the first fields where rows have more of them than the header: are they row names?

    They are one field that differs in every row and is a word or counts the rows. Else DataError: columns would stand
    under wrong names.
    """
    line, n_names = sample.first_too_long(), frame.shape[1]
    if isinstance(frame.index, pd.RangeIndex) and (line is None or dialect.ends_in_separator):
        return frame
    if frame.index.nlevels == 1 and frame.index.is_unique and _names_rows(frame.index):
        return frame.rename_axis(index=None if ROW_NAMES in frame.columns else ROW_NAMES)
    where = str(path) if line is None else f"{path}, line {line}"
    what = f"there are {frame.index.nlevels + n_names} fields under {n_names} column names"
    raise DataError(what, where=where, fix=_TOO_LONG)


def _names_rows(index: pd.Index) -> bool:
    if pd.api.types.is_integer_dtype(index.dtype):
        return index[0] in (0, 1) and bool((np.diff(index) == 1).all())
    return not pd.api.types.is_numeric_dtype(index.dtype)


_NOT_WHOLE = (EOFError, zlib.error, lzma.LZMAError, zipfile.BadZipFile)
_TOO_LONG = (
    "name every column in the first line, without a title or 'sep=' above it, or put text with separators in quotes"
)
_RAGGED = "mend that line, or read the file with pandas and pass the DataFrame"


def _line(problem: Exception, path: Path) -> str:
    found = re.search(r"line (\d+)", str(problem))
    return f"{path}, line {found.group(1)}" if found else str(path)


def _parse(path: Path, dialect: Dialect, columns: list[str] | None, words: Collection[str]) -> pd.DataFrame:
    """The whole table, some columns as `words`; or only `columns`, as text where only an empty cell is missing."""
    some: dict[str, Any] = {"dtype": str, "keep_default_na": False, "na_values": [""], "usecols": columns}
    with _opened(path) as file:
        frame: pd.DataFrame = pd.read_csv(
            file if dialect.escape is None else _without_null_marks(file, dialect),
            sep=dialect.separator,
            encoding=dialect.encoding,
            decimal=dialect.decimal,
            escapechar=dialect.escape,
            encoding_errors=_errors(dialect),
            skipinitialspace=True,
            low_memory=False,
            index_col=False if dialect.ends_in_separator else None,
            **(some if columns else {"dtype": dict.fromkeys(words, str)}),
        )
    return frame


def _without_null_marks(file: IO[bytes], dialect: Dialect) -> IO[str]:
    r"""The text with empty fields in place of MySQL's \N, which the escape sign would make an N of."""
    text = file.read().decode(dialect.encoding, errors=_errors(dialect))
    mark = rf"(?m)(^|{re.escape(dialect.separator)})\\N(?=[\r\n{re.escape(dialect.separator)}]|\Z)"
    return io.StringIO(re.sub(mark, r"\1", text), newline="")


def _errors(dialect: Dialect) -> str:
    return "replace" if dialect.encoding == "cp1252" else "strict"


def _first_bytes(path: Path) -> bytes:
    try:
        with _opened(path) as file:
            return file.read(_SAMPLE_BYTES)
    except (OSError, ValueError, *_NOT_WHOLE) as problem:
        raise _broken_archive(path) from problem


def _broken_archive(path: Path) -> DataError:
    return DataError("this compressed file can't be read", where=str(path), fix="is it whole?")


def _opened(path: Path) -> IO[bytes]:
    match path.suffix.lower():
        case ".gz":
            return cast(IO[bytes], gzip.open(path, "rb"))
        case ".bz2":
            return cast(IO[bytes], bz2.open(path, "rb"))
        case ".xz":
            return cast(IO[bytes], lzma.open(path, "rb"))
        case ".zip":
            archive = zipfile.ZipFile(path)
            return archive.open(_only_member(archive, path))
        case _:
            return path.open("rb")


def _only_member(archive: zipfile.ZipFile, path: Path) -> str:
    """macOS adds files of its own beside the one that was packed."""
    files = [name for name in archive.namelist() if not name.endswith("/") and not name.startswith("__MACOSX/")]
    if len(files) != 1:
        what = f"this archive holds {len(files)} files, not one"
        raise DataError(what, where=str(path), fix="unpack it and name one file")
    return files[0]


def _decode(start: bytes, path: Path) -> tuple[str, str]:
    if start[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return start.decode("utf-16", errors="ignore"), "utf-16"
    if b"\x00" in start:
        raise DataError("this is no text file", where=str(path), fix="pass a CSV or parquet file")
    try:
        return start[: _last_line_end(start)].decode("utf-8-sig"), "utf-8-sig"
    except UnicodeDecodeError:
        return start.decode("cp1252", errors="replace"), "cp1252"


def _last_line_end(start: bytes) -> int:
    return start.rfind(b"\n") + 1 if len(start) == _SAMPLE_BYTES and b"\n" in start else len(start)


def _check_header(header: list[str], path: Path) -> None:
    """pandas renames the second 'a' to 'a.1' in silence, so duplicates are looked for in the raw header."""
    counts = Counter(name for name in header if name.strip())
    twice = [name for name, n in counts.items() if n > 1]
    if twice:
        shown = ", ".join(repr(name) for name in twice[:5])
        fix = "rename or drop the extra ones; does the first line hold the column names?"
        raise DataError(f"several columns have the same name: {shown}", where=str(path), fix=fix)
