"""Hill climbing on the acquisition value, all climbers in step.

SMAC's own local search (2.4.1) compares vectors in which inactive hyperparameters are NaN, so in a space with
conditions it drops every neighbour as different in more than one place (since automl/SMAC3#1299) and never moves.
It also starts from a set of configurations, whose order differs from process to process.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
from ConfigSpace.util import get_one_exchange_neighbourhood
from numpy.typing import NDArray

from cotune.search.space import Point

ROUNDS = 12
NEIGHBOURS = 12
FIRST_STEP = 0.15
FAILURES = 3


@dataclass
class _Climber:
    point: Point
    value: float
    step: float = FIRST_STEP
    failures: int = 0

    def neighbours(self, random: np.random.RandomState) -> list[Point]:
        near = get_one_exchange_neighbourhood(self.point, random, num_neighbors=2, stdev=self.step)
        return list(islice(near, NEIGHBOURS))

    def move(self, points: Sequence[Point], values: NDArray[np.float64]) -> None:
        """To the best neighbour if it is better, else try smaller steps."""
        best = int(np.argmax(values)) if len(values) else -1
        if best >= 0 and values[best] > self.value:
            self.point, self.value, self.failures = points[best], float(values[best]), 0
        else:
            self.step, self.failures = self.step / 2, self.failures + 1


def climb(
    starts: Sequence[Point], values_of: Callable[[list[Point]], NDArray[np.float64]], rng: np.random.Generator
) -> list[Point]:
    """Where the climbs from these points end, highest value first.

    A neighbour differs in one hyperparameter: another choice, or a number a normal step away on its (log) scale.
    """
    random = np.random.RandomState(int(rng.integers(2**31)))
    climbers = [_Climber(p, float(v)) for p, v in zip(starts, values_of(list(starts)), strict=True)]
    for _ in range(ROUNDS):
        active = [c for c in climbers if c.failures < FAILURES]
        around = [c.neighbours(random) for c in active]
        if not any(around):
            break
        values = values_of([n for near in around for n in near])
        ends = np.cumsum([len(near) for near in around])
        for climber, near, found in zip(active, around, np.split(values, ends[:-1]), strict=True):
            climber.move(near, found)
    return [c.point for c in sorted(climbers, key=lambda c: -c.value)]
