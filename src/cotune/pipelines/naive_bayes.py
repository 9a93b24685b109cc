"""Naive Bayes: Gaussian likelihoods, or Bernoulli ones on binned columns; regression over bins of the target."""

from __future__ import annotations

from typing import Any

from sklearn.naive_bayes import BernoulliNB, GaussianNB
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import KBinsDiscretizer

from cotune.model.profile import TableShape
from cotune.model.space import ChoiceParam, FloatParam, IntParam, OnlyIf, Param
from cotune.pipelines import preparation
from cotune.pipelines.guard import target_params
from cotune.pipelines.inputs import ScaledFamily
from cotune.pipelines.job import BuildJob
from cotune.pipelines.model_family import Values
from cotune_runtime import BinnedRegressor, MarginCalibrated


class NaiveBayes(ScaledFamily):
    name = "naive_bayes"
    min_class_rows = 4

    def params(self, shape: TableShape) -> tuple[Param, ...]:
        binned = OnlyIf(name="likelihood", values=("bernoulli",))
        target_bins = (IntParam(name="target_bins", low=5, high=40, default=15, log=True),)
        usual = "bernoulli" if shape.task == "regression" else "gaussian"
        return (
            ChoiceParam(name="likelihood", choices=("gaussian", "bernoulli"), default=usual),
            FloatParam(
                name="var_smoothing",
                low=1e-9,
                high=1,
                default=0.1,
                log=True,
                only_if=OnlyIf(name="likelihood", values=("gaussian",)),
            ),
            IntParam(name="bins", low=3, high=20, default=6, only_if=binned),
            FloatParam(name="alpha", low=0.01, high=10, default=1, log=True, only_if=binned),
            *(target_bins if shape.task == "regression" else ()),
            *preparation.scaling_params(shape),
            *preparation.encoding_params(shape, "mixed", "onehot", "target"),
            *preparation.text_params(shape),
            *preparation.screening_params(shape, 1000),
            *target_params(shape),
        )

    def model(self, values: Values, job: BuildJob) -> Any:
        """Its probabilities are far too sure of themselves, hence the calibration."""
        model = self._likelihood(values)
        if job.shape.task == "regression":
            return BinnedRegressor(model, bins=int(values["target_bins"]))
        return MarginCalibrated(model, random_state=job.random_state)

    def _likelihood(self, values: Values) -> Any:
        if values["likelihood"] == "gaussian":
            return GaussianNB(var_smoothing=float(values["var_smoothing"]))
        bins = KBinsDiscretizer(
            int(values["bins"]), encode="onehot-dense", strategy="quantile", subsample=20_000, random_state=0
        )
        return make_pipeline(bins, BernoulliNB(alpha=float(values["alpha"])))
