"""No pattern of the planner takes a long time over a long text: a search holds the GIL until it is done."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]

import pytest

import cotune.agent.planner

_MOST_GAPS = 2
_REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT)


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    for module in pkgutil.iter_modules(cotune.agent.planner.__path__):
        for name, value in vars(importlib.import_module(f"{cotune.agent.planner.__name__}.{module.name}")).items():
            for n, pattern in enumerate(_within(value)):
                yield f"{module.name}.{name}[{n}]", pattern


def _within(value: object) -> Iterator[re.Pattern[str]]:
    match value:
        case re.Pattern():
            yield value
        case dict():
            for part in value.values():
                yield from _within(part)
        case tuple() | list():
            for part in value:
                yield from _within(part)


def gaps(parsed: parser.SubPattern) -> int:
    """The most gaps in a row that any words fill. With n of them a search takes the n+1st power of a text's length.

    An atomic group is searched once, so the gaps in it don't multiply.
    """
    found = 0
    for kind, of in parsed:
        if kind in _REPEATS:
            found += gaps(of[2]) + (of[1] is op.MAXREPEAT and _crosses_words(of[2]) and _takes_any_word(of[2]))
        elif kind is op.SUBPATTERN:
            found += gaps(of[3])
        elif kind is op.BRANCH:
            found += max(gaps(branch) for branch in of[1])
    return found


def _parts(parsed: parser.SubPattern) -> Iterator[tuple[object, object]]:
    for kind, of in parsed:
        if kind in _REPEATS:
            yield from _parts(of[2])
        elif kind is op.SUBPATTERN:
            yield from _parts(of[3])
        elif kind is op.BRANCH:
            for branch in of[1]:
                yield from _parts(branch)
        else:
            yield kind, of


def _crosses_words(parsed: parser.SubPattern) -> bool:
    return any(_takes(kind, of, _BLANKS) for kind, of in _parts(parsed))


def _takes_any_word(parsed: parser.SubPattern) -> bool:
    return any(_takes(kind, of, _LETTERS) for kind, of in _parts(parsed))


_BLANKS = ((op.LITERAL, ord(" ")), (op.CATEGORY, op.CATEGORY_SPACE), (op.CATEGORY, op.CATEGORY_NOT_WORD))
_LETTERS = (
    (op.RANGE, (ord("a"), ord("z"))),
    (op.CATEGORY, op.CATEGORY_WORD),
    (op.CATEGORY, op.CATEGORY_NOT_SPACE),
    (op.CATEGORY, op.CATEGORY_NOT_DIGIT),
)


def _takes(kind: object, of: object, classes: tuple[object, ...]) -> bool:
    """Whether a part of a pattern takes the characters of one of these classes."""
    if kind is not op.IN:
        return kind is op.ANY or (kind, of) in classes
    is_negated, *members = (of[0][0] is op.NEGATE, *of)  # type: ignore[index, misc]
    return is_negated != any(member in classes for member in members)


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (r" a[^.;]* b[^.;]* c", 2),
        (r" a(?>[^.;]*? b)[^.;]* c", 1),
        (r" a(?: \w+)* b|c", 1),
        (r" a(?: (?:the|an))*(?: \w+){0,4} b\w*", 0),
    ],
)
def test_gaps_are_counted(pattern: str, expected: int) -> None:
    assert gaps(parser.parse(pattern)) == expected


def test_no_pattern_has_many_gaps_in_a_row() -> None:
    found = {name: gaps(parser.parse(p.pattern, p.flags)) for name, p in patterns()}
    assert len(found) > 500
    assert {name: n for name, n in found.items() if n > _MOST_GAPS} == {}
