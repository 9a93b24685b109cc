"""The last step of every pipeline, and the parameter that belongs to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cotune.model.base import Scalar
from cotune.model.profile import TableShape
from cotune.model.space import ChoiceParam
from cotune.model.words import Metric
from cotune.pipelines.job import BuildJob
from cotune_runtime import ClassGuard, TargetGuard

_BALANCE: dict[Metric, float] = {"balanced_accuracy": 1.0, "recall": 1.0, "f2": 1.0, "f1": 0.5, "f1_macro": 0.5}
_RELATIVE_ERRORS: tuple[Metric, ...] = ("rmsle", "mape")


def target_params(shape: TableShape) -> tuple[ChoiceParam, ...]:
    """For regression: fit the target as it is or its logarithm. Metrics of relative error always get the logarithm."""
    if shape.task != "regression":
        return ()
    return (ChoiceParam(name="target", choices=("plain", "log"), default="plain"),)


def guarded(model: Any, values: Mapping[str, Scalar], job: BuildJob, min_class_rows: int, doubt: float) -> Any:
    """The estimator inside the guard of its task; metrics that count classes alike get balanced rows."""
    if job.shape.task == "regression":
        return TargetGuard(model, log=values["target"] == "log" or job.metric in _RELATIVE_ERRORS)
    return ClassGuard(model, balance=_BALANCE.get(job.metric, 0.0), min_class_rows=min_class_rows, doubt=doubt)
