"""A blend that is too modest is sharpened where that pays on rows it was not chosen on, and left alone elsewhere."""

from __future__ import annotations

import numpy as np
import pytest

from cotune.deliver.sharpness import best_sharpness
from cotune_runtime import sharpened


def drawn(n: int, exponent: float, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Codes of five classes, and their probabilities raised to `exponent`: below 1 they are too modest."""
    rng = np.random.default_rng(seed)
    true = rng.dirichlet(np.full(5, 0.3), n)
    y = (rng.random((n, 1)) > true.cumsum(axis=1)).sum(axis=1).clip(max=4)
    return sharpened(np.clip(true, 1e-6, 1), exponent), y


def log_loss(p: np.ndarray, y: np.ndarray) -> float:
    return float(-np.log(np.clip(p[np.arange(len(y)), y], 1e-7, 1)).mean())


@pytest.mark.parametrize("exponent", [0.7, 1.4])
def test_wrong_sureness_is_mended_on_rows_it_was_not_chosen_on(exponent: float) -> None:
    found = best_sharpness(*drawn(2000, exponent))
    assert found == pytest.approx(1 / exponent, rel=0.12)
    p, y = drawn(2000, exponent, seed=1)
    assert log_loss(sharpened(p, found), y) < log_loss(p, y)


def test_right_probabilities_are_mostly_left_alone_and_never_changed_by_much() -> None:
    found = [best_sharpness(*drawn(500, 1.0, seed)) for seed in range(20)]
    assert sum(f == 1.0 for f in found) >= 14
    assert all(0.9 < f < 1.12 for f in found)


def test_few_rows_cannot_tell() -> None:
    assert best_sharpness(*drawn(200, 0.5)) == 1.0


def test_rows_of_no_weight_have_no_say() -> None:
    p, y = drawn(2000, 0.7)
    weights = np.r_[np.ones(1000), np.zeros(1000)]
    misled = y.copy()
    misled[1000:] = (y[1000:] + 1) % 5
    assert best_sharpness(p, misled, weights) > 1.2
