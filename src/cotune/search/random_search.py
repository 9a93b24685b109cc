"""Random search: the plain baseline that every other searcher must beat."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from cotune.model.space import Configuration
from cotune.search.history import History
from cotune.search.searcher import Proposed
from cotune.search.space import JointSpace

DRAWS = 8


class RandomProposer:
    """Uniform over the families, then over the family's hyperparameters."""

    def candidates(self, space: JointSpace, _history: History, rng: np.random.Generator) -> Iterator[Proposed]:
        for point in space.sample(DRAWS, rng):
            yield Proposed(configuration=space.decode(point), origin="random")

    def ranked(self, _space: JointSpace, _history: History, points: list[Configuration]) -> list[Configuration]:
        return points
