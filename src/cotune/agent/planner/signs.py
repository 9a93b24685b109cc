"""Whether a dash before a number makes it less than none, or is a hyphen, a range, or the bullet of a list."""

from __future__ import annotations

import re

from cotune.agent.planner.text import Phrase

DASH = r"[-\u2212]"
_DASH_BEFORE = re.compile(rf" {DASH} $")
_WORD_BEFORE = re.compile(r"[^\d\s]\s*[ =:(,]$|[=:(]$")


def is_negative(phrase: Phrase, at: int) -> bool:
    """Whether the number at text[at] has a sign: it touches the dash, and a word or a sign stands before that."""
    if not _DASH_BEFORE.search(phrase.text[:at]):
        return False
    place = phrase.place(at - 2)
    before, after = phrase.raw[:place], phrase.raw[place + 1 :]
    return after[:1].isdigit() and _WORD_BEFORE.search(before) is not None and "\n" not in before[-2:]
