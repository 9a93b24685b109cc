"""Where a text names trials and families."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from cotune.agent.figures.spelled import SMALL_WORDS, value_of
from cotune.model.wording import FAMILY_NAMES
from cotune.model.words import Family

_MOST_DIGITS = 18
_ID = r"\d+(?!\w|\.\d)"
_MEASURED = r"\s*(?:%|more\b|ms\b|s\b|sec|min|hour|h\b|fold|famil|row|col|trial|times?\b|points?\b)"
_GLUE = r"(?:\s*,\s*(?:and\s+)?|\s+(?:and|or|to|vs\.?)\s+|\s*[&/]\s*|[-–])"
_TRIALS = re.compile(
    rf"(?i)(?<![^\W_])(?:trials?[\s_-]*(?:no\.?\s*|number\s+)?#?|#){_ID}(?:{_GLUE}#?{_ID}(?!{_MEASURED}))*"
    rf"|(?<!\w)(?-i:T)\d+\b(?!\.\d|\s*GPU)|\btrial\s+(?:{SMALL_WORDS})(?:-(?:{SMALL_WORDS}))?\b"
    rf"(?!\s+(?:of|after|by|at))"
)
_NUMBER = re.compile(rf"(?i)[^\W\d]*_\d+|T\d+|\d+|(?<=\s)(?:{SMALL_WORDS})(?:-(?:{SMALL_WORDS}))?")
_SPOKEN: dict[str, Family] = {
    spoken.lower(): family
    for family, name in FAMILY_NAMES.items()
    for spoken in (family, family.replace("_", " "), name, name.replace("neighbours", "neighbors"))
}
_FAMILIES = re.compile(
    rf"(?i)(?<!default )\b({'|'.join(re.escape(s) for s in sorted(_SPOKEN, key=len, reverse=True))})\w*(?! as it comes"
    rf"| with defaults| by default)"
)


class TrialNumber(NamedTuple):
    """A trial's number as it is written."""

    start: int
    text: str
    trial: int


class Mention(NamedTuple):
    """Trials or a family, from `start` to `end` of a sentence."""

    start: int
    end: int
    numbers: tuple[TrialNumber, ...] = ()
    family: Family | None = None

    @property
    def trials(self) -> tuple[int, ...]:
        return tuple(n.trial for n in self.numbers)


def mentions_in(words: str) -> list[Mention]:
    """Of trials and of families, in their order."""
    found = [Mention(m.start(), m.end(), numbers=tuple(_numbers(m))) for m in _TRIALS.finditer(words)]
    found += [Mention(m.start(), m.end(), family=_SPOKEN[m.group(1).lower()]) for m in _FAMILIES.finditer(words)]
    return sorted(found, key=lambda mention: mention.start)


def trial_number(start: int, text: str) -> TrialNumber:
    """A number too long to be read is of a trial that no study has."""
    digits = re.sub(r"\D", "", text)
    trial = value_of(text) if not digits else int(digits) if len(digits) <= _MOST_DIGITS else -1
    return TrialNumber(start, text, trial)


def _numbers(match: re.Match[str]) -> Iterator[TrialNumber]:
    for number in _NUMBER.finditer(match.group(0)):
        yield trial_number(match.start() + number.start(), number.group(0))
