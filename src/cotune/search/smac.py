"""The SMAC searcher: Bayesian optimisation with a random forest over the joint space."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from cotune.model.space import Configuration
from cotune.model.words import SecondObjective
from cotune.search.history import History
from cotune.search.searcher import Proposed
from cotune.search.space import JointSpace, Point
from cotune.search.streams import Stream

if TYPE_CHECKING:
    from cotune.search.haste import Price
    from cotune.search.surrogate import Surrogate

RANDOM_SHARE = 0.15
RANDOM_DRAWS = 8
FEWEST_SCORED = 4
RETRAIN_EVERY = ((200, 2), (1000, 4))
"""While fewer than so many trials are told, retrain after every so many; later on after every RETRAIN_LATE.

Measured on made-up spaces of ten families: 2 beats 1 and 4 in the first hundred trials.
"""
RETRAIN_LATE = 8


def due_after(n_told: int) -> int:
    """How many of the trials told the model should have learned from: it depends on their number alone."""
    every = next((every for up_to, every in RETRAIN_EVERY if n_told < up_to), RETRAIN_LATE)
    return n_told // every * every


@dataclass(frozen=True)
class _Generation:
    """What was learned from the first `trained_on` trials told, and the points it recommends."""

    space: JointSpace
    trained_on: int
    surrogate: Surrogate
    points: list[Point]


class SmacProposer:
    """Proposes by expected improvement, divided by `price`; every seventh proposal or so is random.

    Each generation of the model derives from the seed and the trials told up to it, so nothing but those has to be
    replayed. With a second objective each generation weighs the two anew.
    """

    def __init__(self, seed: int, price: Price | None = None, second: SecondObjective | None = None) -> None:
        self._seed, self._price, self._second = seed, price, second
        self._generation: _Generation | None = None
        self._encoded: tuple[JointSpace, list[Point | None]] | None = None

    def candidates(self, space: JointSpace, history: History, rng: np.random.Generator) -> Iterator[Proposed]:
        generation = None if rng.random() < RANDOM_SHARE else self._learn(space, history)
        if generation is None:
            for point in space.sample(RANDOM_DRAWS, rng):
                yield Proposed(configuration=space.decode(point), origin="random")
        else:
            for point in generation.points:
                yield Proposed(configuration=space.decode(point), origin="smac")

    def ranked(self, space: JointSpace, history: History, points: list[Configuration]) -> list[Configuration]:
        generation = self._learn(space, history)
        encoded = [space.encode(c) for c in points]
        if generation is None:
            return points
        return [points[i] for i in generation.surrogate.rank(encoded)]

    def _learn(self, space: JointSpace, history: History) -> _Generation | None:
        """The generation due by now; None while too few trials have a score."""
        due = due_after(len(history.told))
        held = self._generation
        if held is not None and held.space is space and held.trained_on == due:
            return held
        told = list(zip(history.told[:due], self._points(space, history)[:due], strict=True))
        scored = [(point, t, t.cost) for t, point in told if point is not None and t.cost is not None]
        failed = [point for t, point in told if point is not None and t.feasible is False]
        if len(scored) < FEWEST_SCORED:
            return None
        from cotune.search.surrogate import Surrogate

        rng = np.random.default_rng([self._seed, Stream.MODEL, due])
        points, trials, costs = zip(*scored, strict=True)
        if self._second is not None:
            from cotune.search.two_objectives import scalarised

            costs = scalarised(costs, [t.result.measured(self._second) for t in trials], space, self._seed, due)
        surrogate = Surrogate(space, points, costs, failed, seed=int(rng.integers(2**31)), price=self._price)
        self._generation = _Generation(space, due, surrogate, surrogate.promising(rng))
        return self._generation

    def _points(self, space: JointSpace, history: History) -> list[Point | None]:
        """The trials told, as points of this space; each is encoded once per space."""
        if self._encoded is None or self._encoded[0] is not space:
            self._encoded = (space, [])
        points = self._encoded[1]
        points.extend(space.encode(t.configuration) for t in history.told[len(points) :])
        return points
