"""Fit a pipeline and ask it for predictions, the same way in a trial and in a final model."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from cotune.model.words import RanOn, Task
from cotune_runtime import class_probabilities


def fit(pipeline: Any, X: pd.DataFrame, y: np.ndarray, weights: np.ndarray | None = None) -> Any:
    """Fit on a conformed table; warnings (convergence, rare levels) are silenced. `weights` per row where supported."""
    routed = {} if weights is None else {"model__sample_weight": weights}
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        return pipeline.fit(X, y, **routed)


def predict(pipeline: Any, X: pd.DataFrame, task: Task, n_classes: int) -> np.ndarray:
    """(n,) float values, or (n, n_classes) probabilities that sum to 1; classes unknown to the pipeline get 0."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        if task == "regression":
            return np.asarray(pipeline.predict(X), dtype=np.float64)
        return class_probabilities(pipeline, X, n_classes)


def ran_on(pipelines: Sequence[Any]) -> RanOn:
    """The device that these fitted pipelines were really trained on: "cuda" when all of them were."""
    return "cuda" if all(getattr(p[-1].model_, "ran_on_", "cpu") == "cuda" for p in pipelines) else "cpu"
