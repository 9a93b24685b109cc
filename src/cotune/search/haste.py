"""Expected improvement per second: where a budget has time for few trials, quick ones are worth more.

Snoek, Larochelle and Adams, "Practical Bayesian Optimization of Machine Learning Algorithms", NIPS 2012. The seconds
are raised to a power between 0 (time for many trials: only improvement counts) and 1 (for few).
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean

import numpy as np
from numpy.typing import NDArray

from cotune.model.profile import TableShape
from cotune.model.spec import SearchSpec
from cotune.search.catalog import Offer, Registry
from cotune.search.patience import fits_per_trial
from cotune.search.space import JointSpace, Point

FEW, MANY = 20, 80


def haste(spec: SearchSpec, shape: TableShape, offers: Sequence[Offer], worker_s: float | None) -> float:
    """The power for this search: 1 where there is time for at most FEW trials like the defaults, 0 from MANY on.

    `worker_s`: the seconds of all workers together. Without a time budget (None) there is no haste.
    """
    if worker_s is None:
        return 0.0
    trials = worker_s / (fits_per_trial(spec, shape) * fmean(offer.cost for offer in offers))
    return float(np.clip((MANY - trials) / (MANY - FEW), 0.0, 1.0))


class Price:
    """What to divide a point's expected improvement by."""

    def __init__(self, shape: TableShape, registry: Registry, power: float) -> None:
        self._shape, self._registry, self._power = shape, registry, power

    def of(self, space: JointSpace, points: Sequence[Point]) -> NDArray[np.float64]:
        """Expected seconds of a fit, to the power."""
        configurations = (space.decode(point) for point in points)
        seconds = [self._registry(c.family).fit_seconds(c.params, self._shape) for c in configurations]
        return np.asarray(seconds, dtype=np.float64) ** self._power
