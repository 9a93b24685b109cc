"""Which settings matter, by SMAC's random forest: first-order effects of a functional ANOVA.

Hutter, Hoos and Leyton-Brown, "An efficient approach for assessing hyperparameter importance", ICML 2014. The variance
between the parts of a setting's range is estimated from one uniform sample of the space ("given data": Plischke,
Borgonovo and Smith, EJOR 226, 2013), so that conditional settings need no special treatment; it is corrected for
chance as Kelley's epsilon squared is.

Measured on made-up spaces under SMAC's own choice of trials: the strongest setting of a family is named in three of
four cases at 20 scored trials, and in nineteen of twenty at 140. A forest of the family's own trials and their plain
costs does better than one of all families, of ranks or of logarithms. Noise in the scores counts as unexplained, so
shares err to the low side.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from cotune.model.insight import Importance
from cotune.search.space import JointSpace, Point
from cotune.search.surrogate import arrays, forest, log_gaps

Array = NDArray[np.float64]
Parts = NDArray[np.intp]

TREES = 32
POINTS = 1000
POINTS_PER_FAMILY = 200
PARTS = 10
MIDDLE = (10, 90)
LARGEST_GAP = 100.0


def of_choices_of_family(
    space: JointSpace, scored: Sequence[Point], costs: Sequence[float], rng: np.random.Generator
) -> Importance:
    """What the choice of family explains, to the forest as the searcher trains it."""
    points = space.sample(POINTS_PER_FAMILY * len(space.families), rng)
    predicted = _predicted(space, scored, log_gaps(np.asarray(costs, dtype=np.float64)), points, rng)
    _, parts = np.unique([p["family"] for p in points], return_inverse=True)
    return _summed_up(shares(predicted, parts))


def of_settings(
    space: JointSpace, scored: Sequence[Point], costs: Sequence[float], rng: np.random.Generator
) -> dict[str, Importance]:
    """What each setting of a space of one family explains, by its name in the space."""
    points = space.sample(POINTS, rng)
    predicted = _predicted(space, scored, _limited(np.asarray(costs, dtype=np.float64)), points, rng)
    X = arrays(points)
    names = {name: i for i, name in enumerate(space.raw) if name != "family"}
    return {name: _summed_up(shares(predicted, _in_parts(X[:, i]))) for name, i in names.items()}


def shares(values: Array, parts: Parts) -> Array:
    """For each column of `values` (points, trees): the share of its variance that lies between `parts` (points)."""
    _, parts, counts = np.unique(parts, return_inverse=True, return_counts=True)
    n, k = len(parts), len(counts)
    centred = values - values.mean(axis=0)
    total = (centred**2).sum(axis=0)
    if n <= k:
        return np.zeros(values.shape[1])
    sums = np.stack([np.bincount(parts, weights=column, minlength=k) for column in centred.T], axis=1)
    within = total - (sums**2 / counts[:, None]).sum(axis=0)
    explained = 1 - (within / (n - k)) / (np.where(total > 0, total, 1.0) / (n - 1))
    return np.where(total > 0, np.clip(explained, 0.0, 1.0), 0.0)


def _predicted(
    space: JointSpace, scored: Sequence[Point], costs: Array, points: Sequence[Point], rng: np.random.Generator
) -> Array:
    """What each tree of a forest says of each point: (points, trees)."""
    model = forest(space, int(rng.integers(2**31)), TREES)
    model.train(arrays(scored), costs.reshape(-1, 1))
    assert model._rf is not None  # it was trained
    predicted: Array = model._rf.all_trees_pred(model._impute_inactive(arrays(points)))
    return predicted


def _limited(costs: Array) -> Array:
    """Costs as they are, but for diverged trials: else one of them explains everything."""
    gaps = costs - costs.min()
    unit = np.median(gaps[gaps > 0]) if (gaps > 0).any() else 1.0
    limited: Array = np.minimum(gaps / unit, LARGEST_GAP)
    return limited


def _in_parts(column: Array) -> Parts:
    """Choices as they are, numbers (0 to 1 here) in equal parts; where the setting is inactive is a part of its own."""
    known = np.unique(column[np.isfinite(column)])
    if len(known) <= PARTS:
        parts = np.searchsorted(known, np.nan_to_num(column, nan=-1.0))
    else:
        parts = np.minimum(np.nan_to_num(column) * PARTS, PARTS - 1).astype(np.intp)
    return np.where(np.isfinite(column), parts, PARTS)


def _summed_up(of_trees: Array) -> Importance:
    low, high = np.percentile(of_trees, MIDDLE)
    return Importance(share=float(of_trees.mean()), low=float(low), high=float(high))
