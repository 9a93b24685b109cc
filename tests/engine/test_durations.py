"""How long trials will take: worlds drawn from the time laws, and what finished trials make of them."""

from __future__ import annotations

import numpy as np
import pytest

from cotune.engine.durations import Durations
from cotune.model.space import Configuration
from cotune.model.trial import TrialAsk, TrialResult, TrialRow
from cotune.model.words import FAMILIES, Family
from cotune.pipelines.registry import family
from cotune.pipelines.times import laws
from shapes import shape_of

SHAPE = shape_of(n_rows=2000)
TWO: tuple[Family, ...] = ("mlp", "xgboost")


def row(number: int, configuration: Configuration, seconds: float, score: float = 0.5) -> TrialRow:
    ask = TrialAsk(trial=number, run=1, number=number, configuration=configuration, origin="smac")
    result = TrialResult(trial=number, attempt=1, status="ok", seconds=seconds, score=score)
    return TrialRow(ask=ask, status="ok", result=result)


def interval(durations: Durations, trials: int, workers: int = 1) -> tuple[float, float]:
    low, high = np.quantile(durations.all_done((), trials, workers), (0.1, 0.9))
    return float(low), float(high)


@pytest.mark.parametrize("name", FAMILIES)
def test_every_family_has_a_law_and_more_rows_take_longer(name: Family) -> None:
    assert name in laws()
    seconds = [family(name).starts(SHAPE.having(n_rows=n))[0].fit_s for n in (200, 2000, 20_000, 200_000)]
    assert seconds == sorted(seconds)
    assert seconds[0] > 0


def test_two_workers_take_half_as_long_and_one_long_trial_as_long_as_it_takes() -> None:
    configuration = family("mlp").starts(SHAPE)[0].configuration
    one = Durations(("mlp",), SHAPE, 5, (), races=False).all_done([configuration] * 20, 20, 1)
    two = Durations(("mlp",), SHAPE, 5, (), races=False).all_done([configuration] * 20, 20, 2)
    assert np.median(two) == pytest.approx(np.median(one) / 2, rel=0.1)
    alone = Durations(("mlp",), SHAPE, 5, (), races=False)
    assert np.median(alone.all_done([configuration], 1, 8)) == pytest.approx(np.median(one) / 20, rel=0.1)


def test_trials_on_a_machine_that_is_three_times_slower_are_believed() -> None:
    rng = np.random.default_rng(0)
    rows = []
    for number in range(20):
        name = TWO[number % 2]
        configuration = family(name).starts(SHAPE)[0].configuration
        usual_s = 5 * family(name).fit_seconds(configuration.params, SHAPE)
        rows.append(row(number, configuration, 3 * usual_s * float(np.exp(rng.normal(0, 0.1)))))
    before = Durations(TWO, SHAPE, 5, (), races=False)
    after = Durations(TWO, SHAPE, 5, rows, races=False)
    low, high = interval(after, 100)
    wide_low, wide_high = interval(before, 100)
    assert low > 1.5 * wide_low
    assert high / low < wide_high / wide_low


def test_most_of_many_trials_are_like_some_of_them() -> None:
    durations = Durations(TWO, SHAPE, 5, (), races=False)
    assert np.median(durations.all_done((), 2000, 1)) == pytest.approx(
        10 * np.median(durations.all_done((), 200, 1)), rel=0.25
    )


def test_a_race_saves_time() -> None:
    to_the_end, raced = (Durations(TWO, SHAPE, 15, (), races=races) for races in (False, True))
    assert np.median(raced.all_done((), 50, 1)) < 0.95 * np.median(to_the_end.all_done((), 50, 1))


def test_what_was_given_up_half_way_tells_how_long_a_fit_takes() -> None:
    configuration = family("mlp").starts(SHAPE)[0].configuration
    ask = TrialAsk(trial=0, run=1, number=0, configuration=configuration, origin="smac")
    result = TrialResult(trial=0, attempt=1, status="pruned", seconds=30.0, score=0.1, fold_scores=(0.1, 0.1, 0.1))
    known = [TrialRow(ask=ask, status="pruned", result=result)]
    before, after = (Durations(("mlp",), SHAPE, 15, rows, races=False) for rows in ((), known))
    assert interval(after, 20)[0] > 5 * interval(before, 20)[1]


def test_a_search_stays_near_its_best_trial() -> None:
    """Of two families one is as good but for a trial of 20 seconds, which is the best or the worst of all."""
    slow, quick = (family(name).starts(SHAPE)[0].configuration for name in TWO)
    known = [row(n, quick, 0.1) for n in range(2)]
    ahead, behind = (Durations(TWO, SHAPE, 5, [*known, row(2, slow, 20.0, score)], races=False) for score in (0.9, 0.1))
    assert np.median(ahead.all_done((), 20, 1)) > 1.3 * np.median(behind.all_done((), 20, 1))
