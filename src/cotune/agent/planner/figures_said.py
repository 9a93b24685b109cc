"""Where a goal says the plain figures of a search, with their signs."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import NamedTuple

from cotune.agent.planner.figure_wordings import RULES, FigureField, Read, count
from cotune.agent.planner.signs import DASH, is_negative
from cotune.agent.planner.text import Phrase


class Mention(NamedTuple):
    """A figure in the stretch text[start:end] of a phrase, and where in it the number stands; blanks are outside."""

    value: float
    start: int
    end: int
    at: int

    def overlaps(self, other: Mention) -> bool:
        return self.start < other.end and other.start < self.end


def mentions(phrase: Phrase) -> dict[FigureField, list[Mention]]:
    """Where the goal speaks of each field's figure, in its order; what one wording has read no later one reads."""
    found: dict[FigureField, list[Mention]] = defaultdict(list)
    for field, pattern, read in RULES:
        for match in phrase.said(pattern):
            mention = _mention(phrase, match, read)
            if mention is not None and not any(mention.overlaps(other) for other in found[field]):
                found[field].append(mention)
    return {field: sorted(of, key=lambda mention: mention.at) for field, of in found.items()}


def _mention(phrase: Phrase, match: re.Match[str], read: Read) -> Mention | None:
    """The figure of a match with its sign; None where a dash between a name and its number is none."""
    start, end = match.start() + match.group().startswith(" "), match.end() - match.group().endswith(" ")
    number = next((n for n, group in enumerate(match.groups(), 1) if group), None)
    at = match.start(number) if number else start
    if number and is_negative(phrase, at):
        return Mention(-read(match), min(start, at - 2), end, at)
    is_apart = read is count and re.search(rf" {DASH} $", match.string[match.start() : at]) is not None
    return None if is_apart else Mention(read(match), start, end, at)
