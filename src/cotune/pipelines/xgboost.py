"""XGBoost with native categories and a number of trees found by watching it."""

from __future__ import annotations

from typing import Any

from cotune.model.profile import TableShape
from cotune.model.space import FloatParam, IntParam, OnlyIf, Param
from cotune.model.words import ABSOLUTE_ERRORS
from cotune.pipelines import preparation
from cotune.pipelines.guard import target_params
from cotune.pipelines.inputs import TreeFamily
from cotune.pipelines.installation import broken_installation
from cotune.pipelines.job import BuildJob
from cotune.pipelines.model_family import Values, first_learning_rate
from cotune_runtime import XGBoostTrees

_NATIVE = ("native", "both")
_TUNED = ("learning_rate", "max_depth", "min_child_weight", "subsample", "colsample_bytree", "reg_lambda", "reg_alpha")


class XGBoost(TreeFamily):
    name = "xgboost"

    def params(self, shape: TableShape) -> tuple[Param, ...]:
        wide = preparation.is_wide(shape)
        return (
            FloatParam(name="learning_rate", low=0.015, high=0.3, default=first_learning_rate(shape), log=True),
            IntParam(name="max_depth", low=2, high=12, default=6),
            FloatParam(name="min_child_weight", low=0.1, high=50, default=4, log=True),
            FloatParam(name="subsample", low=0.5, high=1, default=0.8),
            FloatParam(name="colsample_bytree", low=0.05 if wide else 0.3, high=1, default=0.1 if wide else 0.6),
            FloatParam(name="reg_lambda", low=0.01, high=50, default=1, log=True),
            FloatParam(name="reg_alpha", low=1e-4, high=10, default=1e-3, log=True),
            *preparation.encoding_params(shape, "native", "target", "both"),
            *_native_params(shape),
            *preparation.text_params(shape),
            *preparation.screening_params(shape, 1000),
            *target_params(shape),
        )

    def model(self, values: Values, job: BuildJob) -> Any:
        params: dict[str, Any] = {name: values[name] for name in _TUNED}
        params["max_bin"] = 64 if preparation.is_wide(job.shape) else 256
        native = values.get("encoding") in _NATIVE
        if native:
            params["max_cat_to_onehot"] = values["max_cat_to_onehot"]
        if job.metric in ABSOLUTE_ERRORS:
            params["objective"] = "reg:absoluteerror"
        return XGBoostTrees(
            job.shape.task != "regression",
            params,
            categorical=preparation.native_positions(job) if native else (),
            rounds=job.rounds,
            device=job.device,
            n_threads=job.n_jobs,
            random_state=job.random_state,
        )

    def unavailable(self) -> str | None:
        return broken_installation()


def _native_params(shape: TableShape) -> tuple[Param, ...]:
    if shape.n_categorical == 0:
        return ()
    native = OnlyIf(name="encoding", values=_NATIVE)
    return (IntParam(name="max_cat_to_onehot", low=1, high=32, default=4, only_if=native),)
