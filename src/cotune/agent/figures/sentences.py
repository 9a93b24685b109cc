"""A text in sentences, each with the trials and families that it speaks of, if only by the line before."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from cotune.agent.figures.mentions import Mention, mentions_in, trial_number
from cotune.model.words import Family

# "Hist. gradient boosting" is a family's name, and no end of a sentence.
_SENTENCE = re.compile(r"[^.!?\n]*(?:(?:[.!?](?!\s|$)|(?<=Hist)\.)[^.!?\n]*)*(?:[.!?\n]|$)")
_HEADING = re.compile(r"^\s*#{1,6}\s|:\s*$")
_ENTRY = re.compile(r"^\s*(?:[-+*]|\d+[.)])\s|^\s*[A-Za-z][\w ]{0,30}:\s")
_REFERS_BACK = re.compile(r"^\s*(?:It|Its)\b")
_TRIAL_COLUMN = re.compile(r"(?i)\s*(?:trials?(?:\s*(?:id|no\.?|number|#))?|#)\s*")
_SCORE_COLUMN = re.compile(r"(?i)score|value|auc|accuracy|precision|recall|f[12]\b|loss|brier|rmse|mae|r2|r²|mape")


class Sentence(NamedTuple):
    """`inherited`: trials that only what stands before it names. `scored`: where its cells hold scores."""

    start: int
    text: str
    mentions: tuple[Mention, ...]
    inherited: tuple[int, ...] = ()
    scored: tuple[tuple[int, int], ...] = ()

    @property
    def trials(self) -> tuple[int, ...]:
        return tuple(t for m in self.mentions for t in m.trials) or self.inherited

    @property
    def families(self) -> tuple[Family, ...]:
        return tuple(dict.fromkeys(m.family for m in self.mentions if m.family is not None))


def sentences(text: str) -> Iterator[Sentence]:
    """Of a text without marks."""
    heading: tuple[int, ...] = ()
    before: tuple[int, ...] = ()
    header: tuple[str, ...] = ()
    for match in _SENTENCE.finditer(text):
        words = match.group(0)
        if not words.strip():
            continue
        begins_line = match.start() == 0 or text[match.start() - 1] == "\n"
        header = _header(words, header) if begins_line else ()
        sentence = _row(match.start(), words, header) or Sentence(match.start(), words, tuple(mentions_in(words)))
        is_entry = begins_line and _ENTRY.match(words) is not None
        if not sentence.trials:
            back = before if _REFERS_BACK.match(words) and len(before) == 1 else ()
            sentence = sentence._replace(inherited=heading if is_entry else back)
        if _HEADING.search(words) and sentence.trials:
            heading = sentence.trials
        elif begins_line and not is_entry:
            heading = ()
        before = sentence.trials
        yield sentence


def _header(words: str, before: tuple[str, ...]) -> tuple[str, ...]:
    if not words.strip().startswith("|"):
        return ()
    names = tuple(m.group(0).strip() for m in re.finditer(r"[^|\n]+", words))
    return names if any(_TRIAL_COLUMN.fullmatch(name) for name in names) else before


def _row(start: int, words: str, header: tuple[str, ...]) -> Sentence | None:
    """A row below a header that has a column of trials."""
    cells = list(re.finditer(r"[^|\n]+", words))
    if not header or len(cells) != len(header):
        return None
    mentions, scored = [], []
    for name, cell in zip(header, cells, strict=True):
        digits = re.fullmatch(r"\s*#?(\d+)\s*", cell.group(0))
        if _TRIAL_COLUMN.fullmatch(name) and digits is not None:
            number = trial_number(cell.start() + digits.start(1), digits[1])
            mentions.append(Mention(cell.start(), cell.end(), numbers=(number,)))
        elif _SCORE_COLUMN.search(name):
            scored.append(cell.span())
    return Sentence(start, words, tuple(mentions), scored=tuple(scored)) if mentions else None
