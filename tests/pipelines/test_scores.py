from __future__ import annotations

import numpy as np
import pytest
from sklearn import metrics as sk

from cotune.model.words import (
    BINARY_METRICS,
    METRICS,
    MULTICLASS_METRICS,
    REGRESSION_METRICS,
    THRESHOLD_METRICS,
    Metric,
)
from cotune.pipelines import dummy_score, score
from cotune.pipelines.metrics import best_constant

rng = np.random.default_rng(0)
LABELS = (rng.random(200) < 0.35).astype(int)
SHARES = np.clip(LABELS * 0.3 + rng.random(200) * 0.7, 0, 1)
SHARES = np.column_stack([1 - SHARES, SHARES])
THREE = rng.integers(0, 3, 200)
THREE_SHARES = rng.dirichlet(np.ones(3), 200) + np.eye(3)[THREE]
THREE_SHARES /= THREE_SHARES.sum(axis=1, keepdims=True)
VALUES = rng.gamma(2.0, size=200)
GUESSES = VALUES + rng.normal(scale=0.2, size=200)


@pytest.mark.parametrize("metric", METRICS)
def test_a_perfect_prediction_scores_at_least_as_high_as_any_other(metric: Metric) -> None:
    if metric in REGRESSION_METRICS:
        assert (
            score(metric, VALUES, VALUES)
            > score(metric, VALUES, GUESSES)
            > dummy_score(metric, VALUES, VALUES, "regression")
        )
    else:
        perfect = np.eye(2)[LABELS]
        assert score(metric, LABELS, perfect, n_classes=2) > score(metric, LABELS, SHARES, n_classes=2)
        assert score(metric, LABELS, SHARES, n_classes=2) > dummy_score(metric, LABELS, LABELS, "binary") - 1e-9


@pytest.mark.parametrize(
    ("metric", "expected"),
    [
        ("roc_auc", sk.roc_auc_score(LABELS, SHARES[:, 1])),
        ("average_precision", sk.average_precision_score(LABELS, SHARES[:, 1])),
        ("log_loss", -sk.log_loss(LABELS, SHARES)),
        ("brier", -sk.brier_score_loss(LABELS, SHARES[:, 1])),
        ("f1", sk.f1_score(LABELS, SHARES.argmax(1))),
        ("f2", sk.fbeta_score(LABELS, SHARES.argmax(1), beta=2)),
        ("balanced_accuracy", sk.balanced_accuracy_score(LABELS, SHARES.argmax(1))),
    ],
)
def test_binary_scores_agree_with_scikit_learn(metric: Metric, expected: float) -> None:
    assert metric in BINARY_METRICS
    assert score(metric, LABELS, SHARES, n_classes=2) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("metric", "expected"),
    [
        ("roc_auc", sk.roc_auc_score(THREE, THREE_SHARES, multi_class="ovr")),
        ("log_loss", -sk.log_loss(THREE, THREE_SHARES)),
        ("f1_macro", sk.f1_score(THREE, THREE_SHARES.argmax(1), average="macro")),
        ("accuracy", sk.accuracy_score(THREE, THREE_SHARES.argmax(1))),
    ],
)
def test_multiclass_scores_agree_with_scikit_learn(metric: Metric, expected: float) -> None:
    assert metric in MULTICLASS_METRICS
    assert score(metric, THREE, THREE_SHARES, n_classes=3) == pytest.approx(expected)


@pytest.mark.parametrize("metric", METRICS)
def test_a_weight_of_two_is_a_row_twice(metric: Metric) -> None:
    y, prediction = (VALUES, GUESSES) if metric in REGRESSION_METRICS else (LABELS, SHARES)
    y, prediction = y[:39], prediction[:39]
    weights = np.where(np.arange(39) < 10, 2.0, 1.0)
    again = np.r_[np.arange(39), np.arange(10)]
    weighted = score(metric, y, prediction, weights, n_classes=2)
    assert weighted == pytest.approx(score(metric, y[again], prediction[again], n_classes=2), abs=0.02)


def test_a_class_that_the_test_rows_lack_is_no_problem() -> None:
    y = np.array([0, 0, 1, 1])
    shares = np.array([[0.8, 0.1, 0.1], [0.6, 0.3, 0.1], [0.2, 0.7, 0.1], [0.1, 0.1, 0.8]])
    for metric in MULTICLASS_METRICS:
        assert np.isfinite(score(metric, y, shares, n_classes=3))
        assert np.isfinite(dummy_score(metric, np.array([0, 1, 2]), y, "multiclass"))
    assert score("roc_auc", np.ones(4, dtype=int), shares[:, :2], n_classes=2) == 0.5
    assert score("log_loss", np.array([2]), np.array([[1.0, 0.0, 0.0]]), n_classes=3) == pytest.approx(np.log(1e-7))


def test_scores_that_make_no_sense_are_refused() -> None:
    with pytest.raises(ValueError, match="finite"):
        score("rmse", VALUES, np.full(200, np.inf))
    with pytest.raises(ValueError, match="rmsle"):
        score("rmsle", -VALUES, GUESSES)


def test_a_constant_is_scored_with_the_weights_of_the_rows() -> None:
    y, weights = np.array([0, 0, 1]), np.array([0.0, 0.0, 1.0])
    assert dummy_score("accuracy", y, y, "binary") == pytest.approx(2 / 3)
    assert dummy_score("accuracy", y, y, "binary", weights_test=weights) == 0


@pytest.mark.parametrize("metric", ["rmse", "mae", "rmsle", "r2"])
def test_a_constant_is_learned_with_the_weights_of_the_rows(metric: Metric) -> None:
    y, weights = np.array([1.0, 1.0, 1.0, 9.0]), np.array([0.0, 0.0, 0.0, 2.0])
    assert best_constant(metric, y, weights) == pytest.approx(9.0)
    whole = np.array([1.0, 3.0, 2.0, 2.0])
    assert best_constant(metric, y, whole) == pytest.approx(best_constant(metric, np.repeat(y, whole.astype(int))))
    shares = dummy_score("log_loss", np.array([0, 0, 1, 1]), np.array([1]), "binary", np.array([1.0, 0.0, 3.0, 0.0]))
    assert shares == pytest.approx(np.log(0.75))


@pytest.mark.parametrize("metric", THRESHOLD_METRICS)
@pytest.mark.parametrize("weighted", [False, True])
def test_a_guess_decides_for_the_label_that_suits_the_metric(metric: Metric, weighted: bool) -> None:
    """Three in ten are positive: F1 of calling all so is .46, and of calling none so 0."""
    y = np.repeat([0, 1], [70, 30])
    weights = np.where(y == 1, 2.0, 1.0) if weighted else None
    labelled = [score(metric, y, np.eye(2)[np.full(100, label)], weights, 2) for label in (0, 1)]
    assert dummy_score(metric, y, y, "binary", weights, weights) == pytest.approx(max(labelled))


@pytest.mark.parametrize("metric", ["accuracy", "recall", "precision"])
def test_where_models_decide_at_a_half_a_guess_does(metric: Metric) -> None:
    y = np.repeat([0, 1], [70, 30])
    assert dummy_score(metric, y, y, "binary") == score(metric, y, np.eye(2)[np.zeros(100, dtype=int)], n_classes=2)


@pytest.mark.parametrize("weighted", [False, True])
def test_no_value_is_a_better_constant_for_mape(weighted: bool) -> None:
    y = np.array([1.0, 1.0, 1.0, 10.0, 100.0, 100.0, 100.0])
    weights = np.array([1.0, 1.0, 1.0, 500.0, 1.0, 1.0, 1.0]) if weighted else None
    found = best_constant("mape", y, weights)
    assert found == (10.0 if weighted else 1.0)
    scores = [score("mape", y, np.full(7, value), weights) for value in y]
    assert dummy_score("mape", y, y, "regression", weights, weights) == max(scores)


@pytest.mark.parametrize(
    ("metric", "beta", "average"), [("f1", 1, "binary"), ("f2", 2, "binary"), ("f1_macro", 1, "macro")]
)
@pytest.mark.parametrize("weighted", [False, True])
def test_f_is_that_of_scikit_learn(metric: Metric, beta: float, average: str, weighted: bool) -> None:
    random = np.random.default_rng(1)
    for n_classes in (2,) if average == "binary" else (2, 4):
        for n in (1, 3, 200):
            y = random.integers(0, n_classes, n)
            shares = random.dirichlet(np.ones(n_classes), n)
            weights = random.integers(1, 4, n).astype(float) if weighted else None
            given = shares.argmax(axis=1) if n_classes > 2 else (shares[:, 1] > 0.5).astype(int)
            expected = sk.fbeta_score(y, given, beta=beta, average=average, sample_weight=weights, zero_division=0.0)
            assert score(metric, y, shares, weights, n_classes) == pytest.approx(expected)
