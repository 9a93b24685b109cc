"""scikit-learn's histogram gradient boosting with native categories and a number of rounds found by watching it."""

from __future__ import annotations

from typing import Any

from cotune.model.profile import TableShape
from cotune.model.space import FloatParam, IntParam, Param
from cotune.model.words import ABSOLUTE_ERRORS
from cotune.pipelines import preparation
from cotune.pipelines.guard import target_params
from cotune.pipelines.inputs import TreeFamily
from cotune.pipelines.job import BuildJob
from cotune.pipelines.model_family import Values, first_learning_rate
from cotune_runtime import HistogramClassifier, HistogramRegressor, HistogramTrees

_TUNED = ("learning_rate", "max_leaf_nodes", "min_samples_leaf", "l2_regularization", "max_features")


class HistGradientBoosting(TreeFamily):
    name = "hist_gradient_boosting"
    min_class_rows = 2

    def params(self, shape: TableShape) -> tuple[Param, ...]:
        rate = first_learning_rate(shape)
        return (
            FloatParam(name="learning_rate", low=0.02, high=0.3, default=rate, log=True),
            IntParam(name="max_leaf_nodes", low=5, high=127, default=20 if rate <= 0.05 else 31, log=True),
            IntParam(name="min_samples_leaf", low=3, high=100, default=20, log=True),
            FloatParam(name="l2_regularization", low=1e-3, high=50, default=1, log=True),
            FloatParam(name="max_features", low=0.3, high=1, default=0.5),
            *preparation.encoding_params(shape, "native", "target", "both"),
            *preparation.text_params(shape),
            *preparation.screening_params(shape, 1000),
            *target_params(shape),
        )

    def model(self, values: Values, job: BuildJob) -> Any:
        native = values.get("encoding") in ("native", "both")
        shared: dict[str, Any] = {
            **{name: values[name] for name in _TUNED},
            "categorical_features": list(preparation.native_positions(job)) if native else None,
            "max_bins": 63 if preparation.is_wide(job.shape) and not native else 255,
            "random_state": job.random_state,
        }
        if job.shape.task != "regression":
            return HistogramTrees(HistogramClassifier(**shared), rounds=job.rounds)
        loss = "absolute_error" if job.metric in ABSOLUTE_ERRORS else "squared_error"
        return HistogramTrees(HistogramRegressor(loss=loss, **shared), rounds=job.rounds)
