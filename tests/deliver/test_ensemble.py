from __future__ import annotations

import numpy as np
import pytest

from cotune.deliver.ensemble import MOST_ROW_MS, greedy_weights, quick_weights
from cotune.model.noise import standard_error

RANDOM = np.random.default_rng(0)
TRUTH = RANDOM.normal(size=400)
ROWS = np.arange(400)


def score(prediction: np.ndarray, rows: np.ndarray) -> float:
    return -float(np.mean((TRUTH[rows] - prediction) ** 2))


def noisy(scale: float) -> np.ndarray:
    return TRUTH + RANDOM.normal(scale=scale, size=400)


def test_independent_errors_are_averaged_away() -> None:
    predictions = [noisy(1.0) for _ in range(4)]
    weights = greedy_weights(predictions, score, ROWS, seconds=60)
    blend = sum(w * p for w, p in zip(weights, predictions, strict=True))
    assert weights.sum() == pytest.approx(1)
    assert score(blend, ROWS) > max(score(p, ROWS) for p in predictions) + 0.3


def test_what_does_not_help_gets_nothing() -> None:
    weights = greedy_weights([noisy(0.1), noisy(50.0)], score, ROWS, seconds=60)
    assert weights.tolist() == [1.0, 0.0]


def test_a_blend_that_would_keep_people_waiting_goes_without_its_slowest_member() -> None:
    predictions = [noisy(1.0) for _ in range(4)]
    slow = MOST_ROW_MS / 2
    weights = quick_weights(predictions, score, ROWS, 60, [slow, 0.1, 1.2 * slow, 0.1])
    assert weights[2] == 0
    assert (weights[[0, 1, 3]] > 0).all()
    assert weights.sum() == pytest.approx(1)
    assert (quick_weights(predictions, score, ROWS, 60, []) > 0).all()


def test_the_best_stays_however_slow() -> None:
    weights = quick_weights([noisy(1.0) for _ in range(3)], score, ROWS, 60, [9.0, 9.0, 9.0])
    assert weights.tolist() == [1.0, 0.0, 0.0]


def test_without_time_the_best_stands_alone() -> None:
    weights = greedy_weights([noisy(1.0), noisy(1.0)], score, ROWS, seconds=-1)
    assert weights.tolist() == [1.0, 0.0]


def test_it_begins_with_the_best_as_long_as_their_mean_is_no_worse() -> None:
    good, useless = [noisy(1.0) for _ in range(4)], [noisy(30.0) for _ in range(4)]
    weights = greedy_weights([*good, *useless], score, ROWS, seconds=60)
    assert (weights[:4] > 0).all()
    assert weights[4:].sum() < 0.1


def test_standard_error_needs_two_folds() -> None:
    assert standard_error((1.0,), 1 / 3) is None
    assert standard_error((1.0, 2.0, 3.0), 1 / 2) == pytest.approx(np.sqrt(1 / 3 + 1 / 2))


def test_repeating_the_same_scores_does_not_make_them_sure() -> None:
    once = standard_error((1.0, 2.0, 3.0), 1 / 2)
    often = standard_error((1.0, 2.0, 3.0) * 30, 1 / 2)
    assert once is not None
    assert often is not None
    assert 0.5 * once < often < once
