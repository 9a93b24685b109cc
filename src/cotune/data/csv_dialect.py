"""How a CSV file is written, found out from its first lines."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

_SEPARATORS = (",", ";", "\t", "|")
_SAMPLE_LINES = 200
_DECIMAL_COMMA = re.compile(r"^\s*-?\d+,\d+\s*$")
_DECIMAL_POINT = re.compile(r"^\s*-?\d+\.\d+\s*$")


@dataclass(frozen=True)
class Dialect:
    """How a CSV file is written. `escape` is a backslash where quotes inside quotes are written with one (MySQL)."""

    encoding: str
    separator: str
    decimal: str = "."
    escape: str | None = None
    ends_in_separator: bool = False


@dataclass(frozen=True)
class Sample:
    """The first rows of a file, without blank ones, and the line on which each of them ends."""

    rows: list[list[str]]
    lines: list[int]

    def first_too_long(self) -> int | None:
        """The line of the first row with more fields than the header."""
        return next((n for row, n in zip(self.rows, self.lines, strict=True) if len(row) > len(self.rows[0])), None)


def sniff(text: str, encoding: str) -> tuple[Sample, Dialect]:
    """The first rows of `text`, and its dialect: the separator is the one that cuts most rows alike (> 1 field)."""
    plain = _separator(text, None)
    escape = None
    if '\\"' in text and not _reads_well(text, plain, None):
        escaped = _separator(text, "\\")
        escape = "\\" if _reads_well(text, escaped, "\\") else None
    separator = plain if escape is None else escaped
    sample = _sample(text, separator, escape)
    rows = sample.rows
    return sample, Dialect(encoding, separator, _decimal(rows, separator), escape, _ends_in_separator(rows))


def _separator(text: str, escape: str | None) -> str:
    best = (0.0, ",")
    for separator in _SEPARATORS:
        rows = _sample(text, separator, escape).rows
        widths = Counter(len(row) for row in rows)
        if not widths:
            continue
        width, count = widths.most_common(1)[0]
        merit = (count / len(rows)) * (width > 1) * (1 + 0.001 * min(width, 100)) * (len(rows[0]) == width or 0.5)
        best = max(best, (merit, separator), key=lambda found: found[0])
    return best[1]


def _sample(text: str, separator: str, escape: str | None) -> Sample:
    sample = Sample([], [])
    try:
        for row, line in islice(_rows(text, separator, escape, strict=False), _SAMPLE_LINES):
            sample.rows.append(row)
            sample.lines.append(line)
    except csv.Error:
        return sample
    return sample


def _rows(text: str, separator: str, escape: str | None, strict: bool) -> Iterator[tuple[list[str], int]]:
    """Rows that aren't blank, each with the line on which it ends. Raises csv.Error."""
    file = io.StringIO(text, newline="")
    reader = csv.reader(file, delimiter=separator, escapechar=escape, strict=strict, skipinitialspace=True)
    return ((row, reader.line_num) for row in reader if any(cell.strip() for cell in row))


def _reads_well(text: str, separator: str, escape: str | None) -> bool:
    """Whether no quote stands where none may be, and all rows have equally many fields."""
    widths = set()
    try:
        for row, _ in _rows(text, separator, escape, strict=True):
            widths.add(len(row))
    except csv.Error as problem:
        if "unexpected end of data" not in str(problem):  # the text may be cut within quotes
            return False
    return len(widths) == 1


def _ends_in_separator(rows: list[list[str]]) -> bool:
    """Whether every row but the header has one more field than the header, an empty one."""
    return len(rows) > 1 and all(len(row) == len(rows[0]) + 1 and not row[-1].strip() for row in rows[1:])


def _decimal(rows: list[list[str]], separator: str) -> str:
    if separator == ",":
        return "."
    cells = [cell for row in rows[1:] for cell in row if cell.strip()]
    commas = sum(bool(_DECIMAL_COMMA.match(cell)) for cell in cells)
    points = sum(bool(_DECIMAL_POINT.match(cell)) for cell in cells)
    return "," if commas > points else "."
