"""Numbers as people write them: where they stand, to which digit, in which unit."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

from cotune.agent.figures.spelled import SPELLED, value_of

_TIMES = {
    "ms": 1e-3, "s": 1.0, "sec": 1.0, "second": 1.0, "seconds": 1.0, "min": 60.0, "mins": 60.0, "minute": 60.0,
    "minutes": 60.0, "h": 3600.0, "hour": 3600.0, "hours": 3600.0,
}  # fmt: skip
_UNITS = {"%": 0.01, "percent": 0.01, "k": 1e3, "K": 1e3, "M": 1e6, **_TIMES}
TIMES = frozenset(_TIMES)
COUNTED = frozenset(
    ("trial", "trials", "fold", "folds", "family", "families", "row", "rows", "column", "columns", "features")
)
_NUMERAL = re.compile(
    r"(?:(?<![\w.#])|(?<![\w.#])(?P<glued>[^\W\d]+)(?=0?\.\d|\d+\.\d{3}))(?P<sign>[-+−](?=[\d.]))?"
    r"(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d*\.\d+|\d+)(?P<exponent>e[-+]?\d+)?"
    r"(?:(?P<gap>[ \t]{0,5}|[\s-]?)(?P<unit>%|[A-Za-z]+))?"
)
_LONG_TIMES = "|".join(sorted((name for name in TIMES if len(name) > 2), key=len, reverse=True))
_IN_WORDS = re.compile(
    rf"(?i)(?<!\bthe )(?<!\bother )(?<!\bthese )(?<!\bthose )(?<![\w-])(?P<digits>{SPELLED})[\s-](?P<unit>percent"
    rf"|{_LONG_TIMES}|{'|'.join(COUNTED)})\b"
)
_LIST_MARK = re.compile(r"(?m)^\s*\d+[.)]\s")
_ORDINALS = ("st", "nd", "rd", "th")


class Numeral(NamedTuple):
    """A number from `start` to `end`; `value` is in the unit's base (seconds, shares), and may be off by `slack`.

    Both are infinite where the number is too large or too small to count with.
    """

    start: int
    end: int
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

    @property
    def may_be_score(self) -> bool:
        return self.unit not in TIMES and self.noun.lower() not in COUNTED and ("." in self.text or self.unit == "%")


def numerals_in(text: str, names: Collection[str] = ()) -> Iterator[Numeral]:
    """The numbers of `text`, but for those within `names` (columns) and the marks of a list."""
    covered = _covered(text, names)
    for match in _NUMERAL.finditer(text):
        is_ordinal = match["unit"] in _ORDINALS and not match["gap"]
        if not is_ordinal and not any(start <= match.start("digits") < end for start, end in covered):
            yield _numeral(match)
    for match in _IN_WORDS.finditer(text):
        if match["digits"].lower() != "one" or match["unit"].lower() not in COUNTED:
            yield _in_words(match)


def _covered(text: str, names: Collection[str]) -> list[tuple[int, int]]:
    named = [n for n in names if any(c.isdigit() for c in n)]
    spans = [m.span() for n in named for m in re.finditer(re.escape(n), text)]
    return spans + [m.span() for m in _LIST_MARK.finditer(text)]


def _numeral(match: re.Match[str]) -> Numeral:
    digits, exponent = match["digits"].replace(",", ""), match["exponent"] or ""
    word = match["unit"] or ""
    scale = _UNITS.get(word, 1.0)
    sign = -1.0 if (match["sign"] or "") in ("-", "−") else 1.0
    plain = sign * float(digits + exponent)
    is_one_word = word in _UNITS or (word != "" and match["gap"] == "")
    end = match.end() if is_one_word else match.end("exponent" if exponent else "digits")
    step = scale * 10.0 ** -len(digits.partition(".")[2]) * float(f"1{exponent}")
    is_lost = not math.isfinite(plain * scale + step) or (plain == 0 and digits.strip("0.") != "")
    value, slack = (math.inf, math.inf) if is_lost else (plain * scale, 0.5 * step * 1.001)
    unit, noun = _unit_and_noun(word)
    text = match.group(0)[: end - match.start()]
    return Numeral(match.start(), end, text, value, slack, plain, match["sign"] or "", unit, noun)


def _in_words(match: re.Match[str]) -> Numeral:
    value = float(value_of(match["digits"]))
    unit, noun = _unit_and_noun(match["unit"].lower())
    end = match.end() if unit else match.end("digits")
    text, scale = match.group(0)[: end - match.start()], _UNITS.get(unit, 1.0)
    return Numeral(match.start(), end, text, value * scale, 0.5 * scale, value, "", unit, noun)


def _unit_and_noun(word: str) -> tuple[str, str]:
    if word not in _UNITS:
        return "", word
    return "%" if word == "percent" else word, ""
