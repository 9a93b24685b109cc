"""What a search is likely to try once its opening is through: of which family, where in its space, and how many of its
folds racing lets run.

A search stays near the best that it knows: mostly with one family, and there with settings like those of its best
trial. Which family that is, and how often a trial is given up, are uncertain, and the same in all of a world.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from cotune.engine.racing import FEWEST_FOLDS
from cotune.model.trial import TrialResult, TrialRow
from cotune.model.words import SEARCHED, Family

NEARBY = 0.85
"""Of the trials of a family, the share that is like its best one."""
DRIFT = 0.4
"""Standard deviation of the logarithm of the factor between what that one took and what those like it will take."""
_ANYWHERE = 0.1
_EVENNESS = 0.1
_LEAD = 1.0
_GIVEN_UP, _SEEN_THROUGH = 1.0, 2.0
_EARLY = 1.5


class Picks:
    """Draws for `worlds` possible worlds, from the trials that are known of the run so far."""

    def __init__(
        self, families: Sequence[Family], known: Sequence[TrialRow], fits: int, races: bool, rng: np.random.Generator
    ) -> None:
        self._families, self._fits, self._rng = tuple(families), fits, rng
        self._races = races and fits > FEWEST_FOLDS
        self._searched = [t for t in known if t.ask.origin in SEARCHED]
        self._best = _best_of_each(known)

    def best_of(self, family: Family) -> TrialResult | None:
        """Of the family's trials so far."""
        best = self._best.get(family)
        return best.result if best is not None else None

    def families(self, count: int, worlds: int) -> np.ndarray:
        """(count, worlds): positions of families. One of them gets most of the trials of a world."""
        chosen = [t.ask.configuration.family for t in self._searched]
        weights = np.array([_EVENNESS + chosen.count(name) for name in self._families])
        if self._best:
            leader = max(self._best.values(), key=lambda t: t.sorting_score).ask.configuration.family
            weights[self._families.index(leader)] += _LEAD
        shares = (1 - _ANYWHERE) * self._rng.dirichlet(weights, worlds) + _ANYWHERE / len(weights)
        drawn = self._rng.random((count, worlds, 1))
        picked: np.ndarray = (drawn > shares.cumsum(axis=1)).sum(axis=2).clip(max=len(weights) - 1)
        return picked

    def shares_run(self, count: int, worlds: int) -> np.ndarray:
        """(count, worlds): the share of its fits that a trial has had when it ends, 1 for most."""
        if not self._races:
            return np.ones((count, worlds))
        lost = sum(t.status == "pruned" for t in self._searched)
        p = self._rng.beta(_GIVEN_UP + lost, _SEEN_THROUGH + len(self._searched) - lost, worlds)
        least = FEWEST_FOLDS / self._fits
        shares = least + (1 - least) * self._rng.beta(1.0, _EARLY, (count, worlds))
        return np.where(self._rng.random((count, worlds)) < p, shares, 1.0)


def _best_of_each(known: Sequence[TrialRow]) -> dict[Family, TrialRow]:
    best: dict[Family, TrialRow] = {}
    for trial in known:
        family = trial.ask.configuration.family
        if trial.status == "ok" and (family not in best or trial.sorting_score > best[family].sorting_score):
            best[family] = trial
    return best
