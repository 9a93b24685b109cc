"""Who is best: ranks within each table, seed and budget, and their means."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from job import HIGHER_IS_BETTER
from records import Record

Groups = dict[tuple[str, int], dict[str, Record]]
"""Records by framework, by table and seed."""


@dataclass(frozen=True)
class Contest:
    """All frameworks of a budget on one table with one seed; None is the score of one that failed."""

    table: str
    seed: int
    budget_s: float
    metric: str
    scores: Mapping[str, float | None]

    def goodness(self) -> dict[str, float]:
        """Scores so that higher is better; a failure is worse than all."""
        sign = 1 if self.metric in HIGHER_IS_BETTER else -1
        return {name: -math.inf if _failed(s) else sign * s for name, s in self.scores.items()}


@dataclass(frozen=True)
class Standing:
    """A framework over the contests of one budget; a shared first place is won by each."""

    framework: str
    mean_rank: float
    wins: int
    contests: int


def contests(records: Iterable[Record]) -> tuple[list[Contest], int]:
    """The groups of budget, table and seed in which every entrant has run, and how many groups lack one.

    An entrant has run in at least half of its budget's groups: a look at one table with one more framework is no entry.
    """
    budgets: dict[float, Groups] = defaultdict(lambda: defaultdict(dict))
    for record in records:
        cell = record.cell
        budgets[cell.budget_s][cell.table, cell.seed][cell.framework] = record
    whole = [contest for budget_s, groups in sorted(budgets.items()) for contest in _whole(budget_s, groups)]
    return whole, sum(len(groups) for groups in budgets.values()) - len(whole)


def _whole(budget_s: float, groups: Groups) -> list[Contest]:
    runs = Counter(name for group in groups.values() for name in group)
    entrants = sorted(name for name, n in runs.items() if 2 * n >= len(groups))
    return [
        Contest(table, seed, budget_s, group[entrants[0]].metric, {name: group[name].score for name in entrants})
        for (table, seed), group in groups.items()
        if group.keys() >= set(entrants)
    ]


def ranks(goodness: Mapping[str, float]) -> dict[str, float]:
    """1 is the best; those that are level share the mean of their places."""
    values = list(goodness.values())
    return {
        name: 1 + sum(other > own for other in values) + (sum(other == own for other in values) - 1) / 2
        for name, own in goodness.items()
    }


def standings(found: Sequence[Contest]) -> list[Standing]:
    """Best mean rank first."""
    places: dict[str, list[float]] = defaultdict(list)
    wins: dict[str, int] = defaultdict(int)
    for contest in found:
        goodness = contest.goodness()
        best = max(goodness.values())
        for name, rank in ranks(goodness).items():
            places[name].append(rank)
            wins[name] += goodness[name] == best > -math.inf
    table = [Standing(name, fmean(all_), wins[name], len(all_)) for name, all_ in places.items()]
    return sorted(table, key=lambda standing: standing.mean_rank)


def shares(found: Sequence[Contest]) -> dict[str, dict[float, float]]:
    """Score against time: for each framework and budget the mean share of the way from the worst score to the best that
    any framework reached on the same table and seed at any budget. A failure has come no way. Only tables and seeds
    that were run at all budgets count, so that budgets compare.
    """
    budgets = {contest.budget_s for contest in found}
    reached: dict[str, dict[float, list[float]]] = defaultdict(lambda: defaultdict(list))
    for same_rows in _grouped(found, lambda contest: (contest.table, contest.seed)):
        every = [g for contest in same_rows for g in contest.goodness().values() if g > -math.inf]
        if not every or {contest.budget_s for contest in same_rows} != budgets:
            continue
        worst, best = min(every), max(every)
        for contest in same_rows:
            for name, goodness in contest.goodness().items():
                reached[name][contest.budget_s].append(_share(goodness, worst, best))
    return {name: {b: fmean(all_) for b, all_ in sorted(curve.items())} for name, curve in reached.items()}


def _share(goodness: float, worst: float, best: float) -> float:
    if goodness == -math.inf:
        return 0.0
    return 1.0 if best == worst else (goodness - worst) / (best - worst)


def _grouped(found: Sequence[Contest], key: Callable[[Contest], object]) -> list[list[Contest]]:
    groups: dict[object, list[Contest]] = defaultdict(list)
    for contest in found:
        groups[key(contest)].append(contest)
    return list(groups.values())


def _failed(score: float | None) -> bool:
    return score is None or math.isnan(score)
