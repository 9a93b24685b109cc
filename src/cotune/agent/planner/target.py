"""Which column a goal wants predicted: evidence for each column, and what to ask when it doesn't settle it."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from typing import NamedTuple

from cotune.agent.planner.columns import ColumnIndex, columns_in, stands_for_things
from cotune.agent.planner.conventional import conventional
from cotune.agent.planner.likeness import Description, levels_named, resemblance
from cotune.agent.planner.metrics import metric_called
from cotune.agent.planner.reader import read_target
from cotune.agent.planner.text import Phrase, folded
from cotune.agent.planner.wanted import Evidence, coordinated, named, sentences, target_spans
from cotune.data import is_id_name
from cotune.model.profile import ColumnProfile

_ALSO = re.compile(
    r" (?:and|und|et|y|\+|as well as) (?:also )?(?:whether|if|how|who|which|when|what|ob|wie|si|combien|cuant\w+) "
    r"| (?:and|or|und|oder|et|ou|y|o|\+) (?=<[cd]\d)"
)


class TargetChoice(NamedTuple):
    """The column, or the columns between which only the person can choose (none: nothing fits).

    Without a column `words` are the name that the table doesn't have, where the goal writes one.
    """

    column: int | None
    candidates: tuple[int, ...] = ()
    words: str = ""
    certain: bool = True


def choose_target(
    phrase: Phrase, index: ColumnIndex, taken: Collection[int], suits: Callable[[ColumnProfile], bool]
) -> TargetChoice:
    """Find the target in a phrase with marked columns.

    `taken` columns have another role; a description that fits two columns means the one that `suits` the goal's metric.
    """
    together = coordinated(phrase, taken) or _two_descriptions(phrase, index, taken)
    if together:
        return TargetChoice(None, together)
    evidence = Evidence()
    spans = target_spans(phrase)
    absent = _name_that_is_not_there(phrase, spans[0], index)
    if absent:
        likely = sorted(_described(phrase, index, taken, spans[:1]), key=lambda found: -found[1])
        near = dict.fromkeys(k for k, points, _ in likely if points >= _LEAST)
        return TargetChoice(None, tuple(near)[:5], absent)
    named(phrase, spans, taken, evidence, index)
    for k, points in evidence.points.items():
        if points < 0.95 and index.columns[k].kind == "datetime":
            evidence.points[k] = 0.0
        elif points < 0.95 and index.columns[k].is_id_like:
            evidence.points[k] -= 0.25
        elif points < 0.9 and stands_for_things(index.columns[k]):
            evidence.points[k] = min(points, 0.2)
    if not evidence.points or max(evidence.points.values()) < 0.75:
        for k, points, words in _described(phrase, index, taken, spans):
            evidence.add(k, points if suits(index.columns[k]) else 0.7 * points, words)
    best = _best(evidence)
    if best.column is None and not best.candidates:
        for k, points, words in _described(phrase, index, taken, sentences(phrase)):
            if points >= _LEAST_ASIDE:
                evidence.add(k, points, words)
        best = _best(evidence)
    points = 0.0 if best.column is None else evidence.points[best.column]
    return _as_read(phrase, index, taken, spans, best, points)


_LEAST, _LEAST_ASIDE = 0.24, 0.36


_IDENTIFIER = re.compile(r"(?<= )[a-z0-9]+(?: _ [a-z0-9]+)+(?= )")


def _name_that_is_not_there(phrase: Phrase, span: tuple[int, int], index: ColumnIndex) -> str:
    """The target's name where it is written as one, and a part of it is in no column's: `loan_status`; else empty."""
    if columns_in(phrase.text[slice(*span)]):
        return ""
    written = _IDENTIFIER.search(phrase.text, max(0, span[0] - 1), span[1])
    if written is None or metric_called(written.group()):
        return ""
    if folded(phrase.words(*written.span())) in index.levels:
        return ""
    said = [Description(f" {part} ") for part in written.group().split(" _ ") if len(part) > 1]
    is_there = any(all(part.speaks_of(name) for part in said) for name in index.parts)
    return "" if is_there else phrase.words(*written.span())


def _described(
    phrase: Phrase, index: ColumnIndex, taken: Collection[int], spans: list[tuple[int, int]]
) -> Iterator[tuple[int, float, str]]:
    """Columns that the goal only describes: by a part of the name, another word for it, or its levels."""
    other = {f"<d{k}>" for k in taken}
    described = [(a, b, Description(phrase.spelled_out(a, b, other), phrase.text[b - 1 :])) for a, b in spans]
    for k, column in enumerate(index.columns):
        if k in taken or column.kind in ("constant", "empty", "datetime"):
            continue
        for start, end, description in described:
            points = resemblance(description, index.parts[k], column)
            if points:
                yield k, points - (0.25 if is_id_name(column.name) else 0), phrase.words(start, end).strip()
        levels = levels_named(phrase, column)
        if levels:
            yield k, levels[0] * max(d.fits(column) for _, _, d in described), levels[1]


def _best(evidence: Evidence) -> TargetChoice:
    ranked = sorted(evidence.points.items(), key=lambda kp: -kp[1])
    ranked = [(k, p) for k, p in ranked if p >= _LEAST]
    if not ranked:
        return TargetChoice(None)
    best, points = ranked[0]
    margin = 0.08 if points < 0.75 else 0.005
    close = [k for k, p in ranked if points - p <= margin]
    if len(close) > 1:
        return TargetChoice(None, tuple(close[:6]))
    return TargetChoice(best, (), evidence.words[best], certain=points >= 0.7)


def _as_read(
    phrase: Phrase,
    index: ColumnIndex,
    taken: Collection[int],
    spans: list[tuple[int, int]],
    best: TargetChoice,
    points: float,
) -> TargetChoice:
    """What the encoder says where the rules aren't sure: the column, or the order in which to ask for it.

    Of a column that is only named somewhere they aren't quite: `line` in `the press means a standing line`.
    """
    if points >= _ASKED_FOR or len(_WORD.findall(phrase.text)) < _FEWEST_WORDS:
        return best
    usable = _usable(index, taken)
    read = read_target(phrase.raw, index.columns, usable)
    ranked = read.ranked()
    if not ranked:
        return best
    first = ranked[0]
    share = read.shares[first]
    if best.column is not None and best.certain:
        is_other = share >= _SURER and share > _FAR_MORE * read.shares.get(best.column, 1.0)
        return _read(phrase, spans, first) if is_other else best
    if best.column is not None:
        guessed = read.shares.get(best.column, 0.0)
        is_named = best.column in columns_in(phrase.text) or _IDENTIFIER.search(phrase.text, *spans[0]) is not None
        if read.none >= _SURE and guessed < _UNLIKELY and not is_named and points < _NAMED:
            asked = read_target(phrase.words(*spans[0]), index.columns, usable)
            if asked.none >= _RATHER:
                return TargetChoice(None, (best.column, *(k for k in ranked if k != best.column))[:_OFFERED])
        doubted = share >= _SURER or (share >= _LIKELY and guessed < _LITTLE)
        return _read(phrase, spans, first) if doubted else best
    second = max((read.shares[k] for k in ranked[1:]), default=0.0)
    if not best.candidates and second > _AS_LIKELY * share > read.none:
        return TargetChoice(None, tuple(ranked[:2]))
    needed = _RATHER if best.candidates and first not in best.candidates else _LIKELY
    if share >= needed and share > read.none:
        return _read(phrase, spans, first)
    usual = None if best.candidates else conventional(phrase, index, taken)
    if usual is not None:
        return _read(phrase, spans, usual)
    known = [k for k in ranked if k in best.candidates]
    return TargetChoice(None, (*known, *(k for k in best.candidates if k not in known)))


def _read(phrase: Phrase, spans: list[tuple[int, int]], column: int) -> TargetChoice:
    return TargetChoice(column, (), phrase.words(*spans[0]).strip()[:80], certain=False)


def _usable(index: ColumnIndex, taken: Collection[int]) -> list[int]:
    return [
        k
        for k, column in enumerate(index.columns)
        if k not in taken
        and column.kind not in ("constant", "empty", "datetime")
        and not column.is_id_like
        and not stands_for_things(column)
    ]


_UNLIKELY, _LITTLE = 0.03, 0.05
_LIKELY, _RATHER, _SURER, _SURE = 0.25, 0.4, 0.75, 0.9
_FAR_MORE = 10
_AS_LIKELY = 0.75
"""Of the likeliest column's share: another one that has as much may be meant as well."""
_NAMED = 0.75
"""Points of a column of whose name nearly all is said."""
_OFFERED = 4
_ASKED_FOR = 0.95
"""Points of a column that is named as what is to be predicted."""
_WORD = re.compile(r" [a-z]{2,}(?= )")
_FEWEST_WORDS = 3
"""Of "yes" or "go on" the encoder would make a column."""
_AND = re.compile(r" (?:or|oder|ou|o|and|und|et|y|&|\+|plus) ")
_TWO_NOUNS = re.compile(
    r" (?:(?:predict|forecast|estimate|both|the) )*[^\s,]+(?: [^\s,]+)? (?:or|oder|ou|o|and|und|et|y|&|\+|plus) [^\s,]+"
    r"(?: [^\s,]+)? "
)


def _two_descriptions(phrase: Phrase, index: ColumnIndex, taken: Collection[int]) -> tuple[int, ...]:
    """Two columns that one sentence asks for: `the interest rate and whether the loan turns bad`."""
    for start, end in target_spans(phrase):
        text = f" {phrase.text[start:end].strip()} "
        parts = (_AND if _TWO_NOUNS.fullmatch(text) else _ALSO).split(text, maxsplit=1)
        if len(parts) == 2 and len(parts[0].split()) <= 6:
            found = [_best_described(" " + part.strip() + " ", index, taken) for part in parts]
            if None not in found and len(set(found)) == 2:
                return tuple(k for k in found if k is not None)
    return ()


def _best_described(stretch: str, index: ColumnIndex, taken: Collection[int]) -> int | None:
    marked = [k for k in columns_in(stretch) if k not in taken]
    if marked:
        return marked[0]
    points = {}
    description, alone = Description(stretch), Phrase(stretch, ())
    for k, column in enumerate(index.columns):
        if k not in taken:
            levels = levels_named(alone, column)
            points[k] = max(resemblance(description, index.parts[k], column), levels[0] if levels else 0.0)
    best = max(points, key=lambda k: points[k], default=None)
    if best is not None and points[best] >= _LEAST:
        return best
    read = read_target(stretch.strip(), index.columns, _usable(index, taken))
    return next((k for k in read.ranked()[:1] if read.shares[k] >= _SURE), None)
