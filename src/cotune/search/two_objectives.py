"""Two objectives made one for the surrogate: SMAC's ParEGO, with weights drawn anew for each generation.

Knowles, "ParEGO: a hybrid algorithm with on-line landscape approximation for expensive multiobjective optimization
problems", IEEE Transactions on Evolutionary Computation 10, 2006.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from smac.multi_objective.parego import ParEGO
from smac.scenario import Scenario
from smac.utils.multi_objective import normalize_costs

from cotune.search.space import JointSpace
from cotune.search.streams import Stream

_OF_INTEREST = 0.5
"""Measured on made-up spaces of three families: better than three quarters, and than the logarithms of gaps."""
_LEAST = 1e-6


def scalarised(
    costs: Sequence[float], seconds: Sequence[float | None], space: JointSpace, seed: int, generation: int
) -> tuple[float, ...]:
    """One cost for each trial, of its cost by the score and what it has of the second objective (None: unknown).

    The weights derive from the seed and the generation. What is unknown counts as the worst that is known.
    """
    rng = np.random.default_rng([seed, Stream.WEIGHTS, generation])
    scenario = Scenario(space.raw, objectives=["score", "second"], n_trials=1, seed=0)
    weighing = ParEGO(scenario, seed=int(rng.integers(2**31)))
    weighing.update_on_iteration_start()
    values = np.stack([_scores(np.asarray(costs, dtype=np.float64)), _seconds(seconds)], axis=1)
    bounds = [(float(low), float(high)) for low, high in zip(values.min(axis=0), values.max(axis=0), strict=True)]
    return tuple(weighing(normalize_costs([float(v) for v in pair], bounds)) for pair in values)


def _scores(costs: NDArray[np.float64]) -> NDArray[np.float64]:
    """The worse half counts alike: one diverged trial must not make all others look the same."""
    return np.minimum(costs, np.quantile(costs, _OF_INTEREST))


def _seconds(seconds: Sequence[float | None]) -> NDArray[np.float64]:
    """As orders of magnitude: models differ a hundredfold in time and size."""
    known = [s for s in seconds if s is not None]
    worst = max(known, default=1.0)
    return np.log10(np.maximum([worst if s is None else s for s in seconds], _LEAST))
