"""Every metric of the vocabulary as a score: higher is better, losses are negated."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import numpy as np
from scipy.stats import rankdata
from sklearn import metrics as sk

from cotune.model.words import ABSOLUTE_ERRORS, THRESHOLD_METRICS, Metric, Task, natural
from cotune_runtime import labels

_LEAST_PROBABILITY = 1e-7
_THRESHOLDS = 100
_FEWEST_POSITIVES = 20
Numbers = np.ndarray
Weights = Numbers | None
_Measure = Callable[[np.ndarray, np.ndarray, Weights], float]


def score(
    metric: Metric,
    y: np.ndarray,
    prediction: np.ndarray,
    weights: np.ndarray | None = None,
    n_classes: int = 0,
    threshold: float = 0.5,
) -> float:
    """The score of a prediction against y (codes 0..K-1, or values).

    `prediction` is (n,) values for regression and (n, K) probabilities for classification; of two classes, class 1 is
    predicted above `threshold`. Probabilities count as at least 1e-7 in log loss. A ROC AUC of rows of a single class
    is 0.5. Raises ValueError when a prediction or the result is no finite number, or when rmsle meets negative targets.
    """
    y, prediction = np.asarray(y), np.asarray(prediction, dtype=np.float64)
    if not np.isfinite(prediction).all():
        raise ValueError("some predictions are not finite numbers")
    if metric in _REGRESSION:
        value = _REGRESSION[metric](y, prediction, weights)
    elif metric in _PROBABILITY:
        value = _PROBABILITY[metric](y.astype(np.intp), prediction[:, : n_classes or None], weights)
    else:
        value = _LABEL[metric](y.astype(np.intp), labels(prediction, threshold), weights)
    if not np.isfinite(value):
        raise ValueError(f"{metric} of these predictions is not a finite number")
    return natural(metric, float(value))


def best_threshold(metric: Metric, y: np.ndarray, prediction: np.ndarray, weights: Weights = None) -> float:
    """The probability above which class 1 is best predicted: 0.5 unless `metric` weighs the two kinds of errors.

    Recall and precision have none: they'd have all rows predicted, or one. Tried are the quantiles of the predictions,
    and of those for class 1 where it has a few rows: of a rare class they all may lie above the others. Of equally good
    ones in a row the middle is taken.
    """
    if metric not in THRESHOLD_METRICS or prediction.shape[1] != 2:
        return 0.5
    shares = prediction[:, 1]
    sources = [shares, shares[y == 1]] if np.count_nonzero(y == 1) >= _FEWEST_POSITIVES else [shares]
    quantiles = [np.quantile(of, np.linspace(0.005, 0.995, _THRESHOLDS)) for of in sources]
    tried = np.unique(np.concatenate([*quantiles, [0.5]]))
    scores = _scores_at(tried, metric, y, shares, weights)
    best = np.flatnonzero(scores == scores.max())
    first_run = best[: np.argmax(np.append(np.diff(best) > 1, True)) + 1]
    return float(tried[first_run[len(first_run) // 2]])


def _scores_at(thresholds: np.ndarray, metric: Metric, y: np.ndarray, shares: np.ndarray, weights: Weights) -> Numbers:
    """One of THRESHOLD_METRICS at each threshold, from the rows sorted once; `score` would sort out each anew."""
    w = np.ones(len(y)) if weights is None else np.asarray(weights, dtype=np.float64)
    order = np.argsort(shares)
    positive, negative = w * (y == 1), w * (y != 1)
    at = np.searchsorted(shares[order], thresholds, side="right")
    fn, tn = (np.append(0.0, np.cumsum(of[order]))[at] for of in (positive, negative))
    tp, fp = positive.sum() - fn, negative.sum() - tn
    match metric:
        case "balanced_accuracy":
            recalls = [hit / (hit + missed) for hit, missed in ((tp, fn), (tn, fp)) if (hit + missed).any()]
            return np.asarray(np.mean(recalls, axis=0))
        case "f1_macro":
            return np.asarray((_f_of(1.0, tp, fp, fn) + _f_of(1.0, tn, fn, fp)) / 2)
        case _:
            return _f_of(2.0 if metric == "f2" else 1.0, tp, fp, fn)


def _f_of(beta: float, tp: Numbers, fp: Numbers, fn: Numbers) -> Numbers:
    hits = (1 + beta**2) * tp
    total = hits + beta**2 * fn + fp
    return np.asarray(np.divide(hits, total, out=np.zeros_like(total), where=total > 0))


def dummy_score(
    metric: Metric,
    y_train: np.ndarray,
    y_test: np.ndarray,
    task: Task,
    weights_train: Weights = None,
    weights_test: Weights = None,
) -> float:
    """The score of a constant prediction learned from y_train: class shares, decided as suits the metric, or the
    constant that suits it.

    Rows weigh in both as they do for a model.
    """
    if task == "regression":
        constant = best_constant(metric, y_train, weights_train)
        return score(metric, y_test, np.full(len(y_test), constant), weights_test)
    n_classes = int(max(np.max(y_train), np.max(y_test))) + 1
    totals = np.bincount(np.asarray(y_train, dtype=np.intp), weights_train, n_classes)
    shares = np.tile(totals / totals.sum(), (len(y_test), 1))
    threshold = constant_threshold(metric, y_train, weights_train)
    return score(metric, y_test, shares, weights_test, n_classes, threshold)


def constant_threshold(metric: Metric, y: np.ndarray, weights: Weights = None) -> float:
    """Where the class shares of y decide for all rows alike: for the better label of two, where models get a threshold
    that suits the metric; else at 0.5, as models do.
    """
    y = np.asarray(y, dtype=np.intp)
    if metric not in THRESHOLD_METRICS or y.max() > 1:
        return 0.5
    shares = np.tile([0.5, 0.5], (len(y), 1))
    always, never = (score(metric, y, shares, weights, threshold=at) for at in (0.0, 1.0))
    return 0.5 if always == never else 0.0 if always > never else 1.0


def best_constant(metric: Metric, y: np.ndarray, weights: Weights = None) -> float:
    """The value that predicts all of y about best: the median for absolute errors, where errors count as shares of y
    the median weighted by 1/|y|, the mean of logarithms for rmsle, else the mean.
    """
    y = np.asarray(y, dtype=np.float64)
    if metric == "rmsle":
        return float(np.expm1(np.average(np.log1p(np.maximum(y, 0)), weights=weights)))
    if metric == "mape":
        shares = 1 / np.maximum(np.abs(y), np.finfo(np.float64).eps)
        return _weighted_median(y, shares if weights is None else shares * weights)
    if metric in ABSOLUTE_ERRORS:
        return float(np.median(y)) if weights is None else _weighted_median(y, weights)
    return float(np.average(y, weights=weights))


def _weighted_median(y: np.ndarray, weights: np.ndarray) -> float:
    order = np.argsort(y, kind="stable")
    heaped = np.cumsum(weights[order])
    return float(y[order][np.searchsorted(heaped, heaped[-1] / 2)])


def _rmse(y: np.ndarray, values: np.ndarray, weights: Weights) -> float:
    return float(np.sqrt(sk.mean_squared_error(y, values, sample_weight=weights)))


def _r2(y: np.ndarray, values: np.ndarray, weights: Weights) -> float:
    return float(sk.r2_score(y, values, sample_weight=weights)) if len(y) > 1 else 0.0


def _rmsle(y: np.ndarray, values: np.ndarray, weights: Weights) -> float:
    if np.min(y) < 0:
        raise ValueError("rmsle needs targets of at least 0")
    return _rmse(np.log1p(y), np.log1p(np.maximum(values, 0)), weights)


def _median_ae(y: np.ndarray, values: np.ndarray, weights: Weights) -> float:
    return float(sk.median_absolute_error(y, values, sample_weight=weights))


def _roc_auc(y: np.ndarray, shares: np.ndarray, weights: Weights) -> float:
    """Two classes: of class 1; more: macro mean of one against the rest over the classes that can be ranked."""
    positives = [1] if shares.shape[1] <= 2 else range(shares.shape[1])
    ranked = [k for k in positives if 0 < np.count_nonzero(y == k) < len(y)]
    aucs = [_auc(y == k, shares[:, k], weights) for k in ranked]
    return float(np.mean(aucs)) if aucs else 0.5


def _auc(is_positive: np.ndarray, values: np.ndarray, weights: Weights) -> float:
    """Without weights by the rank sum of Mann and Whitney, which is what a blend's thousand scores can afford."""
    if weights is not None:
        return float(sk.roc_auc_score(is_positive, values, sample_weight=weights))
    n_positive = np.count_nonzero(is_positive)
    above = rankdata(values)[is_positive].sum() - n_positive * (n_positive + 1) / 2
    return float(above / (n_positive * (len(values) - n_positive)))


def _log_loss(y: np.ndarray, shares: np.ndarray, weights: Weights) -> float:
    clipped = np.clip(shares, _LEAST_PROBABILITY, 1)
    clipped /= clipped.sum(axis=1, keepdims=True)
    return float(np.average(-np.log(clipped[np.arange(len(y)), y]), weights=weights))


def _brier(y: np.ndarray, shares: np.ndarray, weights: Weights) -> float:
    return float(np.average((shares[:, 1] - y) ** 2, weights=weights))


def _average_precision(y: np.ndarray, shares: np.ndarray, weights: Weights) -> float:
    return float(sk.average_precision_score(y, shares[:, 1], sample_weight=weights)) if y.any() else 0.0


def _balanced_accuracy(y: np.ndarray, labels: np.ndarray, weights: Weights) -> float:
    hit = (labels == y).astype(np.float64)
    w = np.ones(len(y)) if weights is None else np.asarray(weights)
    recalls = [np.average(hit[y == k], weights=w[y == k]) for k in np.unique(y) if w[y == k].sum() > 0]
    return float(np.mean(recalls))


def _f(beta: float, average: Literal["binary", "macro"]) -> _Measure:
    """As scikit-learn's `fbeta_score`, from counts alone: a blend is scored a thousand times."""

    def measure(y: np.ndarray, labels: np.ndarray, weights: Weights) -> float:
        n_classes = max(2, int(max(y.max(), labels.max())) + 1)
        w = np.ones(len(y)) if weights is None else np.asarray(weights, dtype=np.float64)
        hit = y == labels
        tp = np.bincount(y[hit], w[hit], n_classes)
        are, found = np.bincount(y, w, n_classes), np.bincount(labels, w, n_classes)
        present = np.bincount(y, minlength=n_classes) + np.bincount(labels, minlength=n_classes) > 0
        of_class = _f_of(beta, tp, found - tp, are - tp)
        return float(of_class[1] if average == "binary" else of_class[present].mean())

    return measure


_REGRESSION: dict[Metric, _Measure] = {
    "rmse": _rmse,
    "mae": lambda y, values, weights: float(sk.mean_absolute_error(y, values, sample_weight=weights)),
    "r2": _r2,
    "mape": lambda y, values, weights: float(sk.mean_absolute_percentage_error(y, values, sample_weight=weights)),
    "rmsle": _rmsle,
    "median_ae": _median_ae,
}
_PROBABILITY: dict[Metric, _Measure] = {
    "roc_auc": _roc_auc,
    "average_precision": _average_precision,
    "log_loss": _log_loss,
    "brier": _brier,
}
_LABEL: dict[Metric, _Measure] = {
    "f1": _f(1.0, "binary"),
    "f2": _f(2.0, "binary"),
    "f1_macro": _f(1.0, "macro"),
    "balanced_accuracy": _balanced_accuracy,
    "accuracy": lambda y, labels, weights: float(np.average(labels == y, weights=weights)),
    "recall": lambda y, labels, weights: float(sk.recall_score(y, labels, sample_weight=weights, zero_division=0.0)),
    "precision": lambda y, labels, weights: float(
        sk.precision_score(y, labels, sample_weight=weights, zero_division=0.0)
    ),
}
