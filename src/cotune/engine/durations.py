"""How long so many trials will take: draws from the families' time laws, corrected by the trials that are through."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

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
_EVENNESS = 0.5

Seconds = np.ndarray
"""DRAWS possible durations."""


class Durations:
    """Possible durations of trials of these families; each draw is one possible world.

    By what factors the time laws are off on this machine and table is the same in all of a world: one for all families
    and one for each, log-normal. The trials `measured` are noisy readings of their products, and narrow them.
    """

    def __init__(
        self, families: Sequence[Family], shape: TableShape, fits: int, measured: Sequence[TrialRow], seed: int = 0
    ) -> None:
        self._families = tuple(families)
        self._shape, self._fits = shape, fits
        self._rng = np.random.default_rng(seed)
        self._factors = self._drawn_factors(measured)
        self._chosen = [r.ask.configuration.family for r in measured if r.ask.origin in ("smac", "random")]

    def all_done(self, opening: Sequence[Configuration], count: int, workers: int) -> Seconds:
        """When `count` trials are through on so many workers: the opening first, then what the search picks."""
        known = opening[:count]
        rest = count - len(known)
        drawn = [self._of(configuration) for configuration in known] + self._of_any(min(rest, MOST_DRAWN))
        free_at = np.zeros((workers, DRAWS))
        world = np.arange(DRAWS)
        for seconds in drawn:
            free_at[free_at.argmin(axis=0), world] += seconds
        more = max(0, rest - MOST_DRAWN) / MOST_DRAWN
        undrawn = more * np.sum(drawn[len(known) :], axis=0) / workers if more else np.zeros(DRAWS)
        return np.asarray(free_at.max(axis=0) + undrawn)

    def _of(self, configuration: Configuration) -> Seconds:
        name = configuration.family
        noise = self._rng.normal(0.0, laws()[name].spread, DRAWS)
        return self._expected_s(configuration, self._fits) * np.exp(self._factors[name] + noise)

    def _of_any(self, count: int) -> list[Seconds]:
        """Of trials that the search picks: how often it picks a family is itself uncertain."""
        if count == 0:
            return []
        picked = [_EVENNESS + self._chosen.count(name) for name in self._families]
        shares = self._rng.dirichlet(picked, DRAWS)
        pools = np.stack([self._pool(name) for name in self._families])
        which = (self._rng.random((count, DRAWS, 1)) > shares.cumsum(axis=1)).sum(axis=2).clip(max=len(pools) - 1)
        factors = np.stack([self._factors[name] for name in self._families])
        drawn = pools[which, self._rng.integers(_POOL, size=(count, DRAWS))]
        return list(drawn * np.exp(factors[which, np.arange(DRAWS)]))

    def _pool(self, name: Family) -> np.ndarray:
        """Durations of trials anywhere in the family's space, by the law alone."""
        law, space = laws()[name], family(name).space(self._shape)
        logs = np.full(_POOL, law.power(features(space, {}, self._shape)))
        for param in space.params:
            if isinstance(param, ChoiceParam):
                weights = [law.weights.get(f"{param.name}={choice}", 0.0) for choice in param.choices]
                logs += self._rng.choice(weights, _POOL)
            else:
                logs += law.weights.get(param.name, 0.0) * self._rng.random(_POOL)
        noise = np.exp(self._rng.normal(0.0, law.spread, _POOL))
        pool: np.ndarray = (self._fits * (law.least + np.exp(logs)) + TRIAL_OVERHEAD_S) * noise
        return pool

    def _drawn_factors(self, measured: Sequence[TrialRow]) -> dict[Family, np.ndarray]:
        """Logarithms, drawn from their posterior: priors and readings are normal, so it is normal too."""
        n = len(self._families)
        precision = np.diag([MACHINE_SPREAD**-2.0, *(laws()[name].table_spread ** -2.0 for name in self._families)])
        weighted = np.zeros(n + 1)
        for row in measured:
            if row.result is None or row.status != "ok":
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
