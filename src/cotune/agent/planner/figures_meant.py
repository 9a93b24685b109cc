"""Which of the figures that a goal says is meant: the last, unless it is denied or they contradict each other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Annotated, NamedTuple

from pydantic import TypeAdapter, ValidationError

from cotune.agent.planner.figure_wordings import TRIALS, FigureField, N
from cotune.agent.planner.figures_said import Mention
from cotune.agent.planner.machine_share import are_people, wished_cores
from cotune.agent.planner.second_thoughts import is_taken_back, number_instead
from cotune.agent.planner.text import Phrase
from cotune.model.base import Scalar
from cotune.model.spec import SearchSpec


class Figure(NamedTuple):
    """A value of a spec field, and the words of the goal that state it; `others` are values that it states as well."""

    value: Scalar
    words: str
    others: tuple[Scalar, ...] = ()


def figure_meant(phrase: Phrase, field: FigureField, mentions: Sequence[Mention]) -> Figure | None:
    """The figure of a field, as it is said, from all mentions of it; whether it can be had is the spec's business."""
    said = [meant for mention in mentions for meant in [_if_meant(phrase, field, mention)] if meant is not None]
    if field == "workers":
        said = [m for m in said if m.value != _ALL_CORES and not are_people(phrase, m)]
    apart = _apart(phrase, field, said)
    if apart:
        values = tuple(dict.fromkeys(mention.value for mention in apart))
        return Figure(values[0], phrase.words(apart[0].start, apart[-1].end).strip(), values[1:])
    meant = wished_cores(phrase, said) if field == "workers" else next(reversed(said), None)
    return None if meant is None else Figure(meant.value, phrase.words(meant.start, meant.end).strip())


_ALL_CORES = -1
_DENIED = re.compile(
    r"(?<! why) (?:not|never|nicht|pas|instead of|rather than|statt|au lieu de|en vez de)"
    r"(?: (?:use|using|with|in|on|the|a|an|these|those|do|run|want))* $"
)
_DENIED_AFTER = re.compile(
    r" (?:(?:would|will) be|is|are|seems?|sounds?) (?:\w+ )?too (?:many|much|few|little|high|low|long|short)(?= )"
)


def _if_meant(phrase: Phrase, field: FigureField, mention: Mention) -> Mention | None:
    """A mention with the bare number that corrects it; None where it is denied and no other takes its place."""
    before, after = (phrase.text[: mention.start], phrase.text[: mention.at]), phrase.text[mention.end :]
    is_denied = any(map(_DENIED.search, before)) or _DENIED_AFTER.match(after) is not None
    better = None
    if field in _COUNTS:
        instead = _INSTEAD.match(after) if is_denied else None
        better = int(instead.group(1)) if instead is not None else number_instead(phrase, mention.end)
    if better is not None:
        return mention._replace(value=better)
    return None if is_denied else mention


_COUNTS: tuple[FigureField, ...] = ("trials", "folds", "workers", "random_state")
"""What is a number of its own: there can be one, and a bare number corrects it."""
_AS_A_SETTING = re.compile(r" (?:workers?|n _ jobs|n _ workers|parallel jobs) |(?:use|take) \d+ (?:cores?|cpus?) ")
_OR = re.compile(r" (?:or|oder|ou|o)(?= )")


def _apart(phrase: Phrase, field: FigureField, said: Sequence[Mention]) -> list[Mention]:
    """Mentions of one field that can't all be meant: they differ, and nothing takes the first one back."""
    if field == "workers":
        said = [m for m in said if _AS_A_SETTING.search(phrase.text[m.start - 5 : m.end + 1])]
    differing = [m for m in said if m.value != 1 and is_possible(field, m.value)]
    if field not in _COUNTS or len({m.value for m in differing}) < 2:
        return []
    start, end = differing[0].end, differing[-1].start
    return [] if is_taken_back(phrase, start, end) or _OR.search(phrase.text, start, end) else differing


@cache
def _range(field: FigureField) -> TypeAdapter[object]:
    info = SearchSpec.model_fields[field]
    return TypeAdapter(Annotated[info.annotation, info])  # type: ignore[arg-type]


def is_possible(field: FigureField, value: float) -> bool:
    """Whether some search can have this figure."""
    try:
        _range(field).validate_python(value)
    except ValidationError:
        return False
    return True


_INSTEAD = re.compile(
    r"^ (?:[,;.] )?(?:(?:but|rather|sondern|mais|sino|use|take|only|just) )*(\d{1,15})"
    r"(?= (?:[.,;!\n]|will do|(?:is|are) (?:enough|fine|plenty)|$))"
)
"""A bare number after one that is denied: `not on 30 cores, 6 will do`."""


_LEAST_TRIALS = re.compile(
    rf" (?:at (?:the very )?least|no(?:t)? (?:less|fewer) than|minimum(?: of)?) {N} (?:{TRIALS}|of them) "
    rf"|(?<= ){N} {TRIALS} (?:at (?:the )?(?:very )?least|minimum|or more) "
)
_MOST_TRIALS = re.compile(
    rf" (?:at (?:the very )?most|(?:no|not|never)(?: \w+)? more than|maximum(?: of)?|max|up to) {N}(?: {TRIALS})? "
    rf"|(?<= ){N} {TRIALS} (?:at (?:the )?(?:very )?most|tops|maximum|max) "
)


def impossible_trials(phrase: Phrase) -> tuple[int, int] | None:
    """The most and the least trials that a goal allows, where it asks for more than it allows."""
    most, least = (
        [int(next(g for g in m.groups() if g)) for m in phrase.said(p)] for p in (_MOST_TRIALS, _LEAST_TRIALS)
    )
    return (min(most), max(least)) if most and least and max(least) > min(most) else None
