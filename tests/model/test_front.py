"""Which trials are worth their cost: better than every cheaper one, beyond noise."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cotune.model.front import front, most_economical, undominated
from cotune.model.noise import gap
from cotune.model.space import Configuration
from cotune.model.trial import TrialAsk, TrialResult, TrialRow

TESTED_PER_TRAINED = 1 / 4


def row(trial: int, ms: float | None, folds: Sequence[float], status: str = "ok") -> TrialRow:
    ask = TrialAsk(trial=trial, run=1, number=trial, configuration=Configuration(family="knn"), origin="smac")
    score = sum(folds) / len(folds)
    result = TrialResult(trial=trial, attempt=1, status="ok", score=score, fold_scores=tuple(folds), predict_ms=ms)
    result = result.having(status=status)
    return TrialRow(ask=ask, status=result.status, result=result)


def even(trial: int, ms: float, score: float, spread: float = 0.001) -> TrialRow:
    """A trial whose folds lie around a score, each trial's in its own order."""
    shifts = [-2, -1, 0, 1, 2]
    random.Random(trial).shuffle(shifts)
    return row(trial, ms, [score + spread * s for s in shifts])


def ids(rows: Sequence[TrialRow]) -> list[int]:
    return [r.ask.trial for r in rows]


def test_a_front_goes_from_cheap_to_good_without_what_others_beat_in_both() -> None:
    rows = [even(0, 5.0, 0.9), even(1, 1.0, 0.8), even(2, 2.0, 0.7), even(3, 9.0, 0.95), even(4, 9.5, 0.94)]
    assert ids(front(rows, "predict_ms", TESTED_PER_TRAINED)) == [1, 0, 3]


def test_what_is_better_by_noise_alone_is_not_worth_a_higher_cost() -> None:
    noisy = [even(0, 1.0, 0.90, spread=0.02), even(1, 2.0, 0.902, spread=0.02), even(2, 3.0, 0.99, spread=0.02)]
    assert ids(undominated(noisy, "predict_ms")) == [0, 1, 2]
    assert ids(front(noisy, "predict_ms", TESTED_PER_TRAINED)) == [0, 2]


def test_the_noise_is_that_of_the_difference_on_the_same_folds() -> None:
    hard_and_easy = [0.6, 0.7, 0.8, 0.9, 1.0]
    rows = [row(0, 1.0, hard_and_easy), row(1, 2.0, [s + 0.01 for s in hard_and_easy])]
    assert ids(front(rows, "predict_ms", TESTED_PER_TRAINED)) == [0, 1]


@pytest.mark.parametrize("status", ["failed", "pruned", "cancelled"])
def test_only_finished_trials_are_on_a_front(status: str) -> None:
    rows = [row(0, 1.0, [0.5] * 5), row(1, 0.1, [0.9] * 5, status), row(2, None, [0.9] * 5)]
    assert ids(front(rows, "predict_ms", TESTED_PER_TRAINED)) == [0]


def test_the_most_economical_is_the_cheapest_that_the_best_does_not_beat() -> None:
    rows = [even(0, 0.1, 0.5), even(1, 1.0, 0.90, 0.02), even(2, 8.0, 0.905, 0.02)]
    chosen = most_economical(rows, "predict_ms", TESTED_PER_TRAINED)
    assert chosen is not None
    assert chosen.ask.trial == 1
    assert most_economical([], "predict_ms", TESTED_PER_TRAINED) is None


def test_with_a_single_fold_higher_is_better() -> None:
    rows = [row(0, 1.0, [0.9]), row(1, 2.0, [0.91]), row(2, 3.0, [0.91])]
    assert ids(front(rows, "predict_ms", 1 / 3)) == [0, 1]
    assert most_economical(rows, "predict_ms", 1 / 3) == rows[1]


points = st.lists(
    st.tuples(st.sampled_from([0.1, 0.2, 0.5, 1.0, 4.0]), st.lists(st.floats(0, 1), min_size=5, max_size=5)),
    min_size=1,
    max_size=12,
)


@given(points)
def test_a_front_never_holds_two_of_which_one_is_no_worse_in_both(
    given_points: list[tuple[float, list[float]]],
) -> None:
    rows = [row(n, ms, folds) for n, (ms, folds) in enumerate(given_points)]
    found = front(rows, "predict_ms", TESTED_PER_TRAINED)
    assert found
    for cheap, dear in pairwise(found):
        assert cheap.result.predict_ms < dear.result.predict_ms
        assert gap(dear, cheap, TESTED_PER_TRAINED).is_beyond(1.0)


@given(points)
def test_the_most_economical_is_on_the_front(given_points: list[tuple[float, list[float]]]) -> None:
    rows = [row(n, ms, folds) for n, (ms, folds) in enumerate(given_points)]
    assert most_economical(rows, "predict_ms", TESTED_PER_TRAINED) in front(rows, "predict_ms", TESTED_PER_TRAINED)
