"""Numbers as people write them: where they stand, to which digit, in which unit."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

_UNITS = {
    "%": 0.01, "k": 1e3, "K": 1e3, "M": 1e6, "ms": 1e-3, "s": 1.0, "sec": 1.0, "second": 1.0, "seconds": 1.0,
    "min": 60.0, "mins": 60.0, "minute": 60.0, "minutes": 60.0, "h": 3600.0, "hour": 3600.0, "hours": 3600.0,
}  # fmt: skip
TIMES = frozenset(name for name in _UNITS if name not in ("%", "k", "K", "M"))
_NUMERAL = re.compile(
    r"(?<![\w.#])(?P<sign>[-+−](?=[\d.]))?(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d*\.\d+|\d+)(?P<exponent>e[-+]?\d+)?"
    r"(?:(?P<gap>[\s-]?)(?P<unit>%|[A-Za-z]+))?"
)
_LIST_MARK = re.compile(r"(?m)^\s*\d+[.)]\s")


class Numeral(NamedTuple):
    """A number at `start`; `value` is in the unit's base (seconds, shares), and may be off by `slack`.

    Both are infinite where the number is too large or too small to count with.
    """

    start: int
    text: str
    value: float
    slack: float
    plain: float
    sign: str
    unit: str
    noun: str

    @property
    def is_whole(self) -> bool:
        return self.unit == "" and self.plain.is_integer() and "." not in self.text

    @property
    def is_countable(self) -> bool:
        return math.isfinite(self.value)


def numerals_in(text: str, names: Collection[str] = ()) -> Iterator[Numeral]:
    """The numbers of `text` in their order, but for those within `names` (columns) and the marks of a list."""
    covered = _covered(text, names)
    for match in _NUMERAL.finditer(text):
        if any(start <= match.start("digits") < end for start, end in covered):
            continue
        yield _numeral(match)


def _covered(text: str, names: Collection[str]) -> list[tuple[int, int]]:
    named = [n for n in names if any(c.isdigit() for c in n)]
    spans = [m.span() for n in named for m in re.finditer(re.escape(n), text)]
    return spans + [m.span() for m in _LIST_MARK.finditer(text)]


def _numeral(match: re.Match[str]) -> Numeral:
    digits, exponent = match["digits"].replace(",", ""), match["exponent"] or ""
    word = match["unit"] or ""
    unit = word if word in _UNITS else ""
    scale = _UNITS.get(unit, 1.0)
    sign = -1.0 if (match["sign"] or "") in ("-", "−") else 1.0
    plain = sign * float(digits + exponent)
    text = match.group(0) if unit else match.group(0)[: match.end("exponent" if exponent else "digits") - match.start()]
    step = scale * 10.0 ** -len(digits.partition(".")[2]) * float(f"1{exponent}")
    is_lost = not math.isfinite(plain * scale + step) or (plain == 0 and digits.strip("0.") != "")
    value, slack = (math.inf, math.inf) if is_lost else (plain * scale, 0.5 * step * 1.001)
    return Numeral(match.start(), text, value, slack, plain, match["sign"] or "", unit, "" if unit else word)
