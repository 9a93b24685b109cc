"""Fit a pipeline and ask it for predictions, the same way in a trial and in a final model."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
import pandas as pd

from cotune.model.words import RanOn, Task
from cotune_runtime import Rows, class_probabilities


@contextmanager
def quietly() -> Iterator[None]:
    """Without warnings of convergence, rare levels or arithmetic: what comes of them is in the score."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        yield


_NO_MEMORY = ("out of memory", "memory allocation error", "memoryallocation", "bad_alloc")


def fit(pipeline: Any, X: pd.DataFrame, y: np.ndarray, weights: np.ndarray | None = None) -> Any:
    """Fit on a conformed table. `weights` per row where supported."""
    routed = {} if weights is None else {"model__sample_weight": weights}
    with quietly():
        return pipeline.fit(X, y, **routed)


def fit_model(pipeline: Any, rows: Rows, watched: Rows) -> Any:
    """Fit the last step of a pipeline on rows that are prepared already; boosting grows while `watched` gains."""
    with quietly():
        pipeline[-1].fit(rows.X, rows.y, rows.weights, watch=watched)
    return pipeline


def predict(pipeline: Any, X: pd.DataFrame | np.ndarray, task: Task, n_classes: int) -> np.ndarray:
    """(n,) float values, or (n, n_classes) probabilities that sum to 1; classes unknown to the pipeline get 0.

    Also asked of a pipeline's last step alone, with prepared rows.
    """
    with quietly():
        if task == "regression":
            return np.asarray(pipeline.predict(X), dtype=np.float64)
        return class_probabilities(pipeline, X, n_classes)


def is_out_of_gpu_memory(error: Exception) -> bool:
    """Whether XGBoost gave up because a GPU's memory is full: it has no error of its own for that, only words."""
    said = str(error).lower()
    return type(error).__name__ == "XGBoostError" and any(words in said for words in _NO_MEMORY)


def ran_on(pipelines: Sequence[Any]) -> RanOn:
    """The device that these fitted pipelines were really trained on: "cuda" when all of them were."""
    return "cuda" if all(getattr(p[-1].model_, "ran_on_", "cpu") == "cuda" for p in pipelines) else "cpu"
