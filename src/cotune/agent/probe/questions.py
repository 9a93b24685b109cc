"""The questions of a probe, after Bordt et al., "Elephants never forget: memorization and learning of tabular data"
(COLM 2024): header completion and row completion, each beside the same table in disguise.

The disguise puts the columns into another order and names them by each other's names. What the shown rows give away of
the next one (constants, counters, repeated values) they give away in disguise as well; a text learned by heart is gone.
"""

from __future__ import annotations

import csv
import io
import math
import random
from collections.abc import Sequence
from typing import Literal, NamedTuple

from cotune.model.probe import ProbeScore

Row = tuple[str, ...]
DRAWS = 2000
INSTRUCTIONS = (
    "You continue CSV files. You are given the beginning of a file, or some of its lines. Answer with the next line "
    "alone, as CSV, without explanations. If you don't know it, guess."
)


class Excerpts(NamedTuple):
    """Pieces of a table as text: rows that follow each other, the last of which is to be guessed."""

    names: Row
    pieces: tuple[tuple[Row, ...], ...]


class ProbeQuestion(NamedTuple):
    """Text for the model, and what would be right. A question about rows and its control have the same `nth`."""

    kind: Literal["row", "names"]
    nth: int
    is_control: bool
    text: str
    right: Row


def questions(excerpts: Excerpts, seed: int) -> tuple[ProbeQuestion, ...]:
    """About the names of the columns, then about each piece; each is followed by its control."""
    rng = random.Random(seed)
    names, order = excerpts.names, _shuffled(range(len(excerpts.names)), rng)
    disguise = tuple(names[i] for i in (*order[1:], order[0]))
    asked = [_about_names(names, False), _about_names(tuple(names[i] for i in order), True)]
    for nth, piece in enumerate(excerpts.pieces):
        reordered = tuple(tuple(row[i] for i in order) for row in piece)
        asked += [_about_row(nth, names, piece, False), _about_row(nth, disguise, reordered, True)]
    return tuple(asked)


def share_right(answer: str, right: Row) -> float:
    """The share of the cells that are right, each at its place, in the first line of the answer."""
    lines = [line for line in answer.splitlines() if line.strip() and not line.strip().startswith("```")]
    return sum(_same(a, b) for a, b in zip(_cells(lines), right, strict=False)) / len(right)


def _cells(lines: Sequence[str]) -> list[str]:
    """Of the first line; none where it can't be read, as with one of more than 131,072 characters."""
    try:
        return next(csv.reader(lines[:1]), [])
    except csv.Error:
        return []


def score(asked: Sequence[ProbeQuestion], answers: Sequence[str]) -> ProbeScore:
    """What the answers amount to. The interval resamples the questions about rows, with their controls."""
    shares = {(q.kind, q.nth, q.is_control): share_right(a, q.right) for q, a in zip(asked, answers, strict=True)}
    numbers = sorted({q.nth for q in asked if q.kind == "row"})
    pairs = [(shares["row", n, False], shares["row", n, True]) for n in numbers]
    rng = random.Random(0)
    drawn = sorted(_beyond(rng.choices(pairs, k=len(pairs))) for _ in range(DRAWS))
    return ProbeScore(
        rows=len(pairs),
        cells=_mean([own for own, _ in pairs]),
        control=_mean([control for _, control in pairs]),
        score=_beyond(pairs),
        low=drawn[round(0.025 * DRAWS)],
        high=drawn[round(0.975 * DRAWS) - 1],
        names=shares["names", 0, False],
        names_control=shares["names", 0, True],
    )


def _about_names(names: Row, is_control: bool) -> ProbeQuestion:
    half = len(names) // 2
    text = f"The first line of a CSV file begins with\n\n{_line(names[:half])},\n\nGive the rest of that line."
    return ProbeQuestion("names", 0, is_control, text, names[half:])


def _about_row(nth: int, names: Row, piece: Sequence[Row], is_control: bool) -> ProbeQuestion:
    lines = "\n".join(_line(row) for row in (names, *piece[:-1]))
    text = f"The first line of a CSV file, and lines from its midst:\n\n{lines}\n\nGive the line that follows."
    return ProbeQuestion("row", nth, is_control, text, piece[-1])


def _shuffled(items: Sequence[int], rng: random.Random) -> tuple[int, ...]:
    """In another order than they are."""
    shuffled = list(items)
    while shuffled == list(items):
        rng.shuffle(shuffled)
    return tuple(shuffled)


def _line(cells: Row) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow(cells)
    return out.getvalue()


def _same(given: str, right: str) -> bool:
    """As text, or as numbers: 5.10 is 5.1."""
    if given.strip() == right.strip():
        return True
    try:
        return math.isclose(float(given), float(right), rel_tol=1e-9)
    except ValueError:
        return False


def _beyond(pairs: Sequence[tuple[float, float]]) -> float:
    """The share of what the rows don't give away that was known."""
    own, control = _mean([a for a, _ in pairs]), _mean([b for _, b in pairs])
    return 0.0 if control >= 1 else max(-1.0, (own - control) / (1 - control))


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
