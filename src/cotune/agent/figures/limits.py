"""How much of one text is looked up: a model that repeats itself keeps no turn busy."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from cotune.model.figure import Figure

MOST_CHECKED = 200
MOST_MARKED = 1000
_NOT_CHECKED = "not checked: there are too many figures in this text"
_NONE_FROM_HERE = "there are too many figures in this text: from here on none is checked"


def checked_part(text: str, claim: re.Pattern[str]) -> str:
    """The beginning of the text, with as many claims as are looked up."""
    first_left_out = next(islice(claim.finditer(text), MOST_CHECKED, None), None)
    return text if first_left_out is None else text[: first_left_out.start()]


def unchecked(text: str, start: int, claim: re.Pattern[str]) -> Iterator[tuple[int, Figure]]:
    """The claims from `start` on, each to be doubted; the last one that is marked speaks for all after it."""
    left = MOST_MARKED - MOST_CHECKED
    marked = list(islice(claim.finditer(text, start), left))
    for n, match in enumerate(marked, 1):
        note = _NONE_FROM_HERE if n == left else _NOT_CHECKED
        yield match.start(), Figure(text=match.group(0), bears="nothing", note=note)
