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


@pytest.mark.parametrize("metric", THRESHOLD_METRICS)
@pytest.mark.parametrize("weighted", [False, True])
def test_the_threshold_is_the_best_of_those_tried(metric: Metric, weighted: bool) -> None:
    random = np.random.default_rng(3)
    y, shares = rare()
    weights = random.integers(0, 4, len(y)).astype(float) if weighted else None
    threshold = best_threshold(metric, y, shares, weights)
    tried = np.quantile(shares[:, 1], np.linspace(0.005, 0.995, 100))
    best = max(score(metric, y, shares, weights, threshold=float(t)) for t in (*tried, 0.5))
    assert score(metric, y, shares, weights, threshold=threshold) >= best - 1e-12


def test_of_a_very_rare_class_thresholds_above_nearly_all_predictions_are_tried() -> None:
    """Frauds are one row in 500: all quantiles of the predictions lie below what separates them."""
    random = np.random.default_rng(0)
    y = (random.random(50_000) < 0.002).astype(int)
    p = 0.2 / (1 + np.exp(4 - random.normal(size=len(y)) - 5 * y))
    shares = np.column_stack([1 - p, p])
    found = score("f1", y, shares, threshold=best_threshold("f1", y, shares))
    best = max(score("f1", y, shares, threshold=t) for t in np.linspace(0, p.max(), 100))
    assert found > best - 0.02
