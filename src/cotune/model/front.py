"""The Pareto front of a run with two objectives, less what is better by noise alone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from cotune.model.noise import gap
from cotune.model.trial import TrialRow
from cotune.model.words import SecondObjective


class _Point(NamedTuple):
    """A trial with a score, and what it has of the second objective; lower costs are better."""

    cost: float
    score: float
    row: TrialRow


def undominated(rows: Iterable[TrialRow], second: SecondObjective) -> tuple[TrialRow, ...]:
    """The trials that no other one equals or beats in both objectives, cheapest first: the plain Pareto front."""
    return tuple(p.row for p in _undominated(rows, second))


def front(rows: Iterable[TrialRow], second: SecondObjective, tested_per_trained: float) -> tuple[TrialRow, ...]:
    """The trials that are worth their cost, cheapest first: each scores better, beyond noise, than every cheaper one.

    Each fold tests so many rows for one that it trains on. What is within the noise of a cheaper trial is left out, so
    the last one need not be the trial with the best score. Of a single fold the noise is not known: higher is better.
    """
    chosen: list[_Point] = []
    for point in _undominated(rows, second):
        if all(_is_better(point.row, p.row, tested_per_trained) for p in chosen):
            chosen.append(point)
    return tuple(p.row for p in chosen)


def most_economical(rows: Iterable[TrialRow], second: SecondObjective, tested_per_trained: float) -> TrialRow | None:
    """The cheapest trial of the front that the best score doesn't beat beyond noise: the one-standard-error rule.

    (Breiman et al., "Classification and regression trees", 1984.) None without any score.
    """
    points = _undominated(rows, second)
    on_front = front((p.row for p in points), second, tested_per_trained)
    return next((row for row in on_front if not _is_better(points[-1].row, row, tested_per_trained)), None)


def _is_better(one: TrialRow, other: TrialRow, tested_per_trained: float) -> bool:
    ahead = gap(one, other, tested_per_trained)
    return ahead is not None and ahead.score > 0 and ahead.is_beyond(1.0) is not False


def _undominated(rows: Iterable[TrialRow], second: SecondObjective) -> list[_Point]:
    found: list[_Point] = []
    for point in sorted(_points(rows, second), key=lambda p: (p.cost, -p.score, p.row.ask.trial)):
        if not found or point.score > found[-1].score:
            found.append(point)
    return found


def _points(rows: Iterable[TrialRow], second: SecondObjective) -> Iterable[_Point]:
    for row in rows:
        result = row.result
        if row.status != "ok" or result is None or result.score is None or not result.fold_scores:
            continue
        cost = result.measured(second)
        if cost is not None:
            yield _Point(cost, result.score, row)
