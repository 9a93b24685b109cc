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
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, cast

import pandas as pd

from cotune.errors import DataError

_SEPARATORS = (",", ";", "\t", "|")
_SAMPLE_BYTES = 262_144
_SAMPLE_LINES = 200
_DECIMAL_COMMA = re.compile(r"^\s*-?\d+,\d+\s*$")


@dataclass(frozen=True)
class Dialect:
    """How a CSV file is written."""

    encoding: str
    separator: str
    decimal: str
    ends_in_separator: bool = False


def read_csv(path: Path) -> pd.DataFrame:
    """The table in a CSV file; separator, encoding and decimal sign are found out. Raises DataError."""
    sample, encoding = _decode(_first_bytes(path), path)
    rows, separator = _sniff(sample)
    if not rows:
        raise DataError("the file has no lines", where=str(path), fix="is the export complete?")
    _check_header(rows[0], path)
    dialect = Dialect(encoding, separator, _decimal(rows, separator), _ends_in_separator(rows))
    try:
        return _parse(path, dialect)
    except UnicodeDecodeError:
        return _parse(path, replace(dialect, encoding="cp1252"))
    except _NOT_WHOLE as problem:
        raise _broken_archive(path) from problem
    except pd.errors.EmptyDataError as problem:
        raise DataError("the file has no columns", where=str(path), fix="is the export complete?") from problem
    except (pd.errors.ParserError, csv.Error) as problem:
        raise DataError(
            "the lines don't have equally many fields", where=_line(problem, path), fix=_RAGGED
        ) from problem


_NOT_WHOLE = (EOFError, zlib.error, lzma.LZMAError, zipfile.BadZipFile)
_RAGGED = "mend that line, or read the file with pandas and pass the DataFrame"


def _line(problem: Exception, path: Path) -> str:
    found = re.search(r"line (\d+)", str(problem))
    return f"{path}, line {found.group(1)}" if found else str(path)


def _parse(path: Path, dialect: Dialect) -> pd.DataFrame:
    with _opened(path) as file:
        return pd.read_csv(
            file,
            sep=dialect.separator,
            encoding=dialect.encoding,
            decimal=dialect.decimal,
            encoding_errors="replace" if dialect.encoding == "cp1252" else "strict",
            skipinitialspace=True,
            low_memory=False,
            index_col=False if dialect.ends_in_separator else None,
        )


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


def _sniff(sample: str) -> tuple[list[list[str]], str]:
    """The first rows, split by the separator that cuts most rows into the same number (> 1) of fields."""
    best: tuple[float, list[list[str]], str] = (0.0, _rows(sample, ","), ",")
    for separator in _SEPARATORS:
        rows = _rows(sample, separator)
        widths = Counter(len(row) for row in rows)
        if not widths:
            continue
        width, count = widths.most_common(1)[0]
        merit = (count / len(rows)) * (width > 1) * (1 + 0.001 * min(width, 100)) * (len(rows[0]) == width or 0.5)
        if merit > best[0]:
            best = (merit, rows, separator)
    return best[1], best[2]


def _rows(sample: str, separator: str) -> list[list[str]]:
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(sample, newline=""), delimiter=separator, skipinitialspace=True):
            if any(cell.strip() for cell in row):
                rows.append(row)
            if len(rows) == _SAMPLE_LINES:
                break
    except csv.Error:
        return rows
    return rows


def _check_header(header: list[str], path: Path) -> None:
    """pandas renames the second 'a' to 'a.1' in silence, so duplicates are looked for in the raw header."""
    counts = Counter(name for name in header if name.strip())
    twice = [name for name, n in counts.items() if n > 1]
    if twice:
        shown = ", ".join(repr(name) for name in twice[:5])
        fix = "rename or drop the extra ones; does the first line hold the column names?"
        raise DataError(f"several columns have the same name: {shown}", where=str(path), fix=fix)


def _ends_in_separator(rows: list[list[str]]) -> bool:
    """Whether every row but the header has one more field than the header, an empty one."""
    return len(rows) > 1 and all(len(row) == len(rows[0]) + 1 and not row[-1].strip() for row in rows[1:])


def _decimal(rows: list[list[str]], separator: str) -> str:
    if separator == ",":
        return "."
    cells = [cell for row in rows[1:] for cell in row if cell.strip()]
    commas = sum(bool(_DECIMAL_COMMA.match(cell)) for cell in cells)
    points = sum(bool(re.match(r"^\s*-?\d+\.\d+\s*$", cell)) for cell in cells)
    return "," if commas > points else "."
