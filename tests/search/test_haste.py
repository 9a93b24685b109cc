"""Where there is time for few trials, quick families are tried more; where there is time for many, nothing changes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from small_families import FAMILIES, SHAPE, SPEC, FakeFamily, search

from cotune.model.words import Family
from cotune.search import make_searcher
from cotune.search.catalog import offers
from cotune.search.haste import Price, haste
from cotune.search.patience import fits_per_trial
from cotune.search.space import JointSpace
from cotune.search.surrogate import Surrogate

SLOW_BOOSTER: dict[Family, FakeFamily] = {**FAMILIES, "xgboost": replace(FAMILIES["xgboost"], relative_cost=300.0)}


def slow_booster(name: Family) -> FakeFamily:
    return SLOW_BOOSTER[name]


def share_of_boosting(power: float) -> float:
    """Among the most promising points after scores that say nothing of the family."""
    space = JointSpace([f.offered for f in SLOW_BOOSTER.values()])
    rng = np.random.default_rng(0)
    tried = space.sample(60, rng)
    surrogate = Surrogate(space, tried, rng.normal(size=60), [], 0, Price(SHAPE, slow_booster, power))
    points = space.sample(400, rng)
    best = [points[i] for i in surrogate.rank(points)[:60]]
    return sum(space.decode(point).family == "xgboost" for point in best) / len(best)


def test_of_equally_promising_trials_the_quick_ones_come_first() -> None:
    assert share_of_boosting(1.0) < 0.3 * share_of_boosting(0.0)
    assert share_of_boosting(1.0) <= share_of_boosting(0.3) <= share_of_boosting(0.0)


def test_with_time_for_many_trials_the_proposals_are_those_without_haste() -> None:
    spec = SPEC.having(seconds=600_000)
    assert search(make_searcher("smac", spec, SHAPE, 0, slow_booster, worker_s=600_000), 30) == search(
        make_searcher("smac", SPEC.having(seconds=None, trials=30), SHAPE, 0, slow_booster), 30
    )


@pytest.mark.parametrize(("trials", "power"), [(5, 1.0), (20, 1.0), (50, 0.5), (80, 0.0), (500, 0.0)])
def test_haste_fades_with_the_number_of_trials_there_is_time_for(trials: int, power: float) -> None:
    found = offers(SPEC, SHAPE, lambda name: FAMILIES[name])
    worker_s = trials * fits_per_trial(SPEC, SHAPE) * 2.0
    assert haste(SPEC, SHAPE, found, worker_s) == pytest.approx(power, abs=0.02)
