"""Metrics that weigh two kinds of errors get the threshold that suits them; the others keep a half."""

from __future__ import annotations

import numpy as np
import pytest

from cotune.model.words import BINARY_METRICS, THRESHOLD_METRICS, Metric
from cotune.pipelines.metrics import best_threshold, score


def rare(n: int = 2000) -> tuple[np.ndarray, np.ndarray]:
    """Labels with one in ten positive, and calibrated probabilities that never reach a half."""
    rng = np.random.default_rng(0)
    p = rng.beta(1, 9, n).clip(0, 0.45)
    return (rng.random(n) < p).astype(np.int64), np.column_stack([1 - p, p])


@pytest.mark.parametrize("metric", THRESHOLD_METRICS)
def test_a_rare_class_is_found(metric: Metric) -> None:
    y, shares = rare()
    threshold = best_threshold(metric, y, shares)
    assert threshold < 0.3
    assert score(metric, y, shares, threshold=threshold) > score(metric, y, shares) + 0.1


@pytest.mark.parametrize("metric", sorted(set(BINARY_METRICS) - set(THRESHOLD_METRICS)))
def test_other_metrics_decide_at_a_half(metric: Metric) -> None:
    assert best_threshold(metric, *rare()) == 0.5


def test_of_equally_good_thresholds_the_middle_is_taken() -> None:
    y = np.repeat([0, 1], 50)
    p = np.concatenate([np.linspace(0, 0.1, 50), np.linspace(0.8, 0.9, 50)])
    assert 0.2 < best_threshold("f1", y, np.column_stack([1 - p, p])) < 0.85
