"""The test score by which frameworks are compared, and others for the record."""

from __future__ import annotations

import numpy as np
from sklearn import metrics

from job import Job


def scores(job: Job, y: np.ndarray, predicted: np.ndarray) -> dict[str, float]:
    """Natural values by name, the job's metric among them. Probabilities are (n_rows, n_classes), values (n_rows,)."""
    if job.is_regression:
        found = _of_values(y, np.asarray(predicted, dtype=float).ravel())
    else:
        found = _of_probabilities(y, _normal(predicted), job.n_classes)
    return {name: float(value) for name, value in found.items()}


def _of_values(y: np.ndarray, predicted: np.ndarray) -> dict[str, float]:
    return {
        "rmse": metrics.root_mean_squared_error(y, predicted),
        "mae": metrics.mean_absolute_error(y, predicted),
        "r2": metrics.r2_score(y, predicted),
    }


def _of_probabilities(y: np.ndarray, proba: np.ndarray, n_classes: int) -> dict[str, float]:
    labels = proba.argmax(axis=1)
    found = {
        "log_loss": metrics.log_loss(y, proba, labels=list(range(n_classes))),
        "accuracy": metrics.accuracy_score(y, labels),
        "balanced_accuracy": metrics.balanced_accuracy_score(y, labels),
    }
    if n_classes == 2:
        found["roc_auc"] = metrics.roc_auc_score(y, proba[:, 1])
        found["average_precision"] = metrics.average_precision_score(y, proba[:, 1])
    return found


def _normal(proba: np.ndarray) -> np.ndarray:
    """Away from zero, and summing to one: some frameworks round."""
    clipped = np.clip(np.asarray(proba, dtype=float), 1e-7, None)
    return clipped / clipped.sum(axis=1, keepdims=True)
