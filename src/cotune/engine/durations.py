"""How long so many trials will take: draws from the families' time laws, corrected by the trials that are through."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from cotune.engine.picks import DRIFT, NEARBY, Picks
from cotune.model.profile import TableShape
from cotune.model.space import ChoiceParam, Configuration
from cotune.model.trial import TrialRow
from cotune.model.words import Family
from cotune.pipelines.registry import family
from cotune.pipelines.times import MACHINE_SPREAD, features, laws

DRAWS = 400
TRIAL_OVERHEAD_S = 0.05
MOST_DRAWN = 300
_POOL = 1000

Seconds = np.ndarray
"""DRAWS possible durations."""


class Durations:
    """Possible durations of trials of these families; each draw is one possible world.

    By what factors the time laws are off on this machine and table is the same in all of a world: one for all families
    and one for each, log-normal. The trials that are `known` are noisy readings of their products, and narrow them.
    Whether the run `races` says whether what the search picks may be given up after some folds.
    """

    def __init__(
        self,
        families: Sequence[Family],
        shape: TableShape,
        fits: int,
        known: Sequence[TrialRow],
        races: bool,
        seed: int = 0,
    ) -> None:
        self._families = tuple(families)
        self._shape, self._fits = shape, fits
        self._rng = np.random.default_rng(seed)
        self._factors = {name: logs + self._noise(name, DRAWS) for name, logs in self._drawn_factors(known).items()}
        self._picks = Picks(self._families, known, fits, races, self._rng)

    def all_done(self, opening: Sequence[Configuration], count: int, workers: int) -> Seconds:
        """When `count` trials are through on so many workers: the opening first, then what the search picks."""
        first = opening[:count]
        rest = count - len(first)
        drawn = [self._of(configuration) for configuration in first] + self._of_any(min(rest, MOST_DRAWN))
        free_at = np.zeros((workers, DRAWS))
        world = np.arange(DRAWS)
        for seconds in drawn:
            free_at[free_at.argmin(axis=0), world] += seconds
        more = max(0, rest - MOST_DRAWN) / MOST_DRAWN
        undrawn = more * np.sum(drawn[len(first) :], axis=0) / workers if more else np.zeros(DRAWS)
        return np.asarray(free_at.max(axis=0) + undrawn)

    def _of(self, configuration: Configuration) -> Seconds:
        name = configuration.family
        noise = np.exp(self._factors[name] + self._noise(name, DRAWS))
        return np.asarray(self._expected_s(configuration, self._fits) * noise)

    def _of_any(self, count: int) -> list[Seconds]:
        """Of trials that the search picks."""
        if count == 0:
            return []
        which = self._picks.families(count, DRAWS)
        pools = {name: self._anywhere(name) for name in self._families}
        anywhere = np.stack(list(pools.values()))
        nearby = np.stack([self._nearby(name, pool) for name, pool in pools.items()])
        factors = np.stack([self._factors[name] for name in self._families])
        noise = np.stack([self._noise(name, _POOL) for name in self._families])
        world, any_of_pool = np.arange(DRAWS), self._rng.integers(_POOL, size=(2, count, DRAWS))
        away = anywhere[which, any_of_pool[0]] * np.exp(factors[which, world])
        usual = np.where(self._rng.random((count, DRAWS)) < NEARBY, nearby[which, world], away)
        return list(usual * self._picks.shares_run(count, DRAWS) * np.exp(noise[which, any_of_pool[1]]))

    def _nearby(self, name: Family, anywhere: np.ndarray) -> Seconds:
        """About as the family's best trial took; while none is known, a world's trials are like any one of them."""
        best = self._picks.best_of(name)
        if best is None:
            return np.asarray(self._rng.choice(anywhere, DRAWS) * np.exp(self._factors[name]))
        drift = np.exp(self._rng.normal(0.0, DRIFT, DRAWS))
        return np.asarray(best.seconds * self._fits / (len(best.fold_scores) or self._fits) * drift)

    def _anywhere(self, name: Family) -> np.ndarray:
        """Durations of trials anywhere in the family's space, by the law alone."""
        law, space = laws()[name], family(name).space(self._shape)
        logs = np.full(_POOL, law.power(features(space, {}, self._shape)))
        for param in space.params:
            if isinstance(param, ChoiceParam):
                weights = [law.weights.get(f"{param.name}={choice}", 0.0) for choice in param.choices]
                logs += self._rng.choice(weights, _POOL)
            else:
                logs += law.weights.get(param.name, 0.0) * self._rng.random(_POOL)
        pool: np.ndarray = self._fits * (law.least + np.exp(logs)) + TRIAL_OVERHEAD_S
        return pool

    def _noise(self, name: Family, count: int) -> np.ndarray:
        """Half of the variance of a fit's error: the other half it has in common with other settings not yet tried."""
        return self._rng.normal(0.0, math.sqrt(0.5) * laws()[name].spread, count)

    def _drawn_factors(self, known: Sequence[TrialRow]) -> dict[Family, np.ndarray]:
        """Logarithms, drawn from their posterior: priors and readings are normal, so it is normal too."""
        n = len(self._families)
        precision = np.diag([MACHINE_SPREAD**-2.0, *(laws()[name].table_spread ** -2.0 for name in self._families)])
        weighted = np.zeros(n + 1)
        for row in known:
            if row.result is None or row.status not in ("ok", "pruned"):
                continue
            name = row.ask.configuration.family
            reading = np.zeros(n + 1)
            reading[[0, 1 + self._families.index(name)]] = 1.0
            fits = len(row.result.fold_scores) or self._fits
            error = math.log(max(row.result.seconds, 1e-3) / self._expected_s(row.ask.configuration, fits))
            precision += np.outer(reading, reading) / laws()[name].spread ** 2
            weighted += reading * error / laws()[name].spread ** 2
        covariance = np.linalg.inv(precision)
        drawn = self._rng.multivariate_normal(covariance @ weighted, covariance, size=DRAWS)
        return {name: drawn[:, 0] + drawn[:, 1 + i] for i, name in enumerate(self._families)}

    def _expected_s(self, configuration: Configuration, fits: int) -> float:
        fit_s: float = family(configuration.family).fit_seconds(configuration.params, self._shape)
        return fits * fit_s + TRIAL_OVERHEAD_S
