"""SMAC's forest, expected improvement and local search, without their slow spots.

Written against smac 2.4.1 (SMAC3: Lindauer et al., JMLR 2022). Used piece by piece: SMAC's own ask-and-tell loop can't
be rebuilt from a log, dies of a non-finite cost, writes a folder per run and searches its history linearly.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import ExtraTreesClassifier
from smac.acquisition.function.expected_improvement import EI
from smac.acquisition.maximizer.local_search import LocalSearch
from smac.acquisition.maximizer.random_search import RandomSearch
from smac.model.random_forest.random_forest import RandomForest
from smac.utils.configspace import convert_configurations_to_array

from cotune.search.space import JointSpace, Point

Array = NDArray[np.float64]

TREES = 10
CHALLENGERS = 2000
LOCAL_SEARCHES = 5
FEASIBILITY_TREES = 25
LEAST_FEASIBILITY = 0.05
GAP_FLOOR = 0.05


def log_gaps(costs: Array) -> Array:
    """Costs as logarithms of their gap to the best, in units of the median's gap.

    Whatever the metric's scale and sign, differences near the best weigh most and a diverged trial weighs little.
    """
    gaps = costs - costs.min()
    unit = np.median(gaps[gaps > 0]) if (gaps > 0).any() else 1.0
    return np.log(GAP_FLOOR + np.minimum(gaps / unit, 1e6))


def forest(space: JointSpace, seed: int) -> RandomForest:
    """SMAC's forest in one thread, with trees that grow as they need (its default preallocates a million nodes each)."""
    return RandomForest(
        space.raw,
        n_trees=TREES,
        bootstrapping=True,
        ratio_features=1.0,
        min_samples_split=2,
        min_samples_leaf=1,
        max_leaf_nodes=None,
        n_jobs=1,
        seed=seed,
    )


class FeasibleImprovement(EI):  # type: ignore[misc]
    """Expected improvement times the probability that the trial ends well.

    Failures shape only the second factor: told to the cost model as a bad cost they would poison it.
    """

    def __init__(self, ended_well: ExtraTreesClassifier | None) -> None:
        super().__init__()
        self._ended_well = ended_well

    def _compute(self, X: Array) -> Array:
        improvement: Array = super()._compute(X)
        if self._ended_well is None:
            return improvement
        chance = self._ended_well.predict_proba(self._model._impute_inactive(X))[:, 1]
        return improvement * np.maximum(chance, LEAST_FEASIBILITY).reshape(-1, 1)


class RepeatableLocalSearch(LocalSearch):  # type: ignore[misc]
    """SMAC's local search, but started from points in a fixed order.

    SMAC puts them into a set of configurations, whose hashes of texts differ from process to process.
    """

    def _get_init_points_from_previous_configs(
        self, previous_configs: list[Point], n_points: int, additional_start_points: list[tuple[float, Point]] | None
    ) -> list[Point]:
        costs = self._acquisition_function.model.predict_marginalized(arrays(previous_configs))[0].ravel()
        best = [previous_configs[i] for i in np.argsort(costs, kind="stable")[:n_points]]
        started = best + [point for _, point in additional_start_points or ()]
        return list({point.get_array().tobytes(): point for point in started}.values())


class Surrogate:
    """What a search believes after some trials: predicted cost and chance to end well, for any point of the space."""

    def __init__(
        self, space: JointSpace, scored: Sequence[Point], costs: Sequence[float], failed: Sequence[Point], seed: int
    ) -> None:
        self._space, self._scored = space, list(scored)
        self._seed = seed
        model = forest(space, seed)
        X = arrays(scored)
        model.train(X, log_gaps(np.asarray(costs, dtype=np.float64)).reshape(-1, 1))
        ended_well = _feasibility(model, X, arrays(failed), seed) if failed else None
        self._acquisition = FeasibleImprovement(ended_well)
        predicted = model.predict_marginalized(X)[0]
        self._acquisition.update(model=model, eta=float(predicted.min()))

    def promising(self, rng: np.random.Generator) -> list[Point]:
        """Points with a high acquisition value, best first: the ends of the local searches, then random challengers."""
        self._space.seed(rng)
        seed = int(rng.integers(2**31))
        sampling = RandomSearch(self._space.raw, self._acquisition, seed=seed)
        challengers = sampling._maximize(self._scored, CHALLENGERS, _sorted=True)
        searching = RepeatableLocalSearch(self._space.raw, self._acquisition, seed=seed)
        found = searching._maximize(self._scored, LOCAL_SEARCHES, challengers[:LOCAL_SEARCHES])
        return [point for _, point in (*found, *challengers)]

    def rank(self, points: Sequence[Point]) -> list[int]:
        """Positions of these points, the most promising first."""
        values = self._acquisition(list(points)).ravel()
        return [int(i) for i in np.argsort(-values, kind="stable")]


def arrays(points: Sequence[Point]) -> Array:
    found: Array = convert_configurations_to_array(list(points))
    return found


def _feasibility(model: Any, scored: Array, failed: Array, seed: int) -> ExtraTreesClassifier:
    X = model._impute_inactive(np.vstack([scored, failed]))
    y = np.r_[np.ones(len(scored), dtype=int), np.zeros(len(failed), dtype=int)]
    classifier = ExtraTreesClassifier(FEASIBILITY_TREES, min_samples_leaf=2, bootstrap=True, n_jobs=1, random_state=seed)
    return classifier.fit(X, y)
