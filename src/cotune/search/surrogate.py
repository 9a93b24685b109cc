"""SMAC's forest and expected improvement, without their slow spots.

Written against smac 2.4.1 (SMAC3: Lindauer et al., JMLR 2022). Used piece by piece: SMAC's own ask-and-tell loop can't
be rebuilt from a log, dies of a non-finite cost, writes a folder per run and searches its history linearly.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import ExtraTreesClassifier
from smac.acquisition.function.expected_improvement import EI
from smac.model.random_forest.random_forest import RandomForest
from smac.utils.configspace import convert_configurations_to_array

from cotune.search.haste import Price
from cotune.search.local_search import climb
from cotune.search.space import JointSpace, Point

Array = NDArray[np.float64]

TREES = 10
CHALLENGERS = 2000
LOCAL_SEARCHES = 5
FEASIBILITY_TREES = 25
LEAST_FEASIBILITY = 0.05
GAP_FLOOR = 0.05
LARGEST_GAP = 1e6


def log_gaps(costs: Array) -> Array:
    """Costs as logarithms of their gap to the best, in units of the median's gap.

    Whatever the metric's scale and sign, differences near the best weigh most and a diverged trial weighs little.
    """
    gaps = costs - costs.min()
    unit = np.median(gaps[gaps > 0]) if (gaps > 0).any() else 1.0
    logs: Array = np.log(GAP_FLOOR + np.minimum(gaps / unit, LARGEST_GAP))
    return logs


def forest(space: JointSpace, seed: int, trees: int = TREES) -> RandomForest:
    """SMAC's forest in one thread, with trees that grow as they need: its default preallocates a million nodes each."""
    return RandomForest(
        space.raw,
        n_trees=trees,
        bootstrapping=True,
        ratio_features=1.0,
        min_samples_split=2,
        min_samples_leaf=1,
        max_leaf_nodes=None,  # type: ignore[arg-type]
        n_jobs=1,
        seed=seed,
    )


class FeasibleImprovement(EI):
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
        chance: Array = self._ended_well.predict_proba(_without_gaps(X))[:, 1]
        return improvement * np.maximum(chance, LEAST_FEASIBILITY).reshape(-1, 1)


class Surrogate:
    """What a search believes after some trials: predicted cost and chance to end well, for any point of the space."""

    def __init__(
        self,
        space: JointSpace,
        scored: Sequence[Point],
        costs: Sequence[float],
        failed: Sequence[Point],
        seed: int,
        price: Price | None = None,
    ) -> None:
        self._space, self._scored, self._price = space, list(scored), price
        model = forest(space, seed)
        X = arrays(scored)
        model.train(X, log_gaps(np.asarray(costs, dtype=np.float64)).reshape(-1, 1))
        ended_well = _feasibility(X, arrays(failed), seed) if failed else None
        self._acquisition = FeasibleImprovement(ended_well)
        self._predicted = model.predict_marginalized(X)[0].ravel()
        self._acquisition.update(model=model, eta=float(self._predicted.min()))

    def promising(self, rng: np.random.Generator) -> list[Point]:
        """Points with a high acquisition value, best first: the ends of the local searches, then random challengers.

        Local searches start from the trials with the lowest predicted costs and from the best challengers.
        """
        sampled = self._space.sample(CHALLENGERS, rng)
        challengers = [sampled[i] for i in self.rank(sampled)]
        best = [self._scored[i] for i in np.argsort(self._predicted, kind="stable")[:LOCAL_SEARCHES]]
        return climb([*best, *challengers[:LOCAL_SEARCHES]], self._values, rng) + challengers

    def rank(self, points: Sequence[Point]) -> list[int]:
        """Positions of these points, the most promising first."""
        return [int(i) for i in np.argsort(-self._values(list(points)), kind="stable")]

    def _values(self, points: list[Point]) -> Array:
        values: Array = self._acquisition(points).ravel()
        return values if self._price is None else values / self._price.of(self._space, points)


def arrays(points: Sequence[Point]) -> Array:
    found: Array = convert_configurations_to_array(list(points))
    return found


def _feasibility(scored: Array, failed: Array, seed: int) -> ExtraTreesClassifier:
    X = _without_gaps(np.vstack([scored, failed]))
    y = np.r_[np.ones(len(scored), dtype=int), np.zeros(len(failed), dtype=int)]
    classifier = ExtraTreesClassifier(
        FEASIBILITY_TREES, min_samples_leaf=2, bootstrap=True, n_jobs=1, random_state=seed
    )
    return classifier.fit(X, y)


def _without_gaps(X: Array) -> Array:
    """Inactive hyperparameters (NaN) as -1, below all values of active ones."""
    return np.nan_to_num(X, nan=-1.0)
