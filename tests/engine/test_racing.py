"""A trial that its first folds put behind its rival is given up, and hardly ever one that would have won."""

from __future__ import annotations

import numpy as np
import pytest

from cotune.engine.racing import expected, is_lost, may_race
from cotune.model.spec import SearchSpec
from cotune.model.words import Metric, Task

SPEC = SearchSpec(target="y", task="binary", metric="roc_auc", trials=9)
RIVAL = (0.80, 0.70, 0.90, 0.75, 0.85)


@pytest.mark.parametrize(
    ("task", "metric", "races"),
    [
        ("binary", "roc_auc", True),
        ("binary", "f2", False),
        ("binary", "f1_macro", False),
        ("binary", "balanced_accuracy", False),
        ("multiclass", "f1_macro", True),
        ("multiclass", "balanced_accuracy", True),
    ],
)
def test_only_a_threshold_between_two_classes_keeps_from_racing(task: Task, metric: Metric, races: bool) -> None:
    assert may_race(SPEC.having(task=task, metric=metric)) is races


def test_one_fold_says_nothing_and_the_last_one_is_too_late() -> None:
    assert not is_lost([0.1], RIVAL)
    assert not is_lost([0.1, 0.1, 0.1, 0.1, 0.1], RIVAL)
    assert not is_lost([0.1, 0.1], ())


def test_folds_are_compared_in_pairs() -> None:
    """A steady gap is more than the spread between hard folds and easy ones."""
    assert is_lost([s - g for s, g in zip(RIVAL, (0.02, 0.021, 0.019), strict=False)], RIVAL)
    assert not is_lost([s + 0.01 for s in RIVAL[:3]], RIVAL)


def test_what_is_expected_knows_which_folds_are_hard() -> None:
    assert expected([0.78, 0.68], RIVAL) == pytest.approx(0.80 - 0.02)


def test_few_of_those_that_would_have_won_are_given_up() -> None:
    """1,000 trials as good as their rival, give or take: of those better over all ten folds, at most 3 in 100 stop."""
    rng = np.random.default_rng(0)
    wrong = better = 0
    for _ in range(1000):
        rival = rng.normal(0.8, 0.05, 10)
        own = rival + rng.normal(0.0, 0.01) + rng.normal(0, 0.01, 10)
        if own.mean() > rival.mean():
            better += 1
            wrong += any(is_lost(own[:n].tolist(), rival.tolist()) for n in range(2, 10))
    assert better > 400
    assert wrong <= 0.03 * better
