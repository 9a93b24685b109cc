"""Linear models: logistic and ridge regression, elastic nets, Huber's robust loss; splines on request."""

from __future__ import annotations

from typing import Any

from sklearn.linear_model import ElasticNet, HuberRegressor, LogisticRegression, Ridge
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import SplineTransformer

from cotune.model.profile import TableShape
from cotune.model.space import ChoiceParam, FloatParam, OnlyIf, Param
from cotune.pipelines import preparation
from cotune.pipelines.guard import target_params
from cotune.pipelines.inputs import ScaledFamily
from cotune.pipelines.job import BuildJob
from cotune.pipelines.model_family import Values

_MOST_SPLINE_INPUTS = 300
_MOST_SPLINE_CELLS = 10_000_000
# scikit-learn 1.8 replaced `penalty` by what `l1_ratio` says; before, `l1_ratio` counts only with this penalty.
_ELASTIC_NET = {} if LogisticRegression().penalty == "deprecated" else {"penalty": "elasticnet"}


class Linear(ScaledFamily):
    name = "linear"

    def params(self, shape: TableShape) -> tuple[Param, ...]:
        regularised = ("l2", "elastic_net") if shape.task != "regression" else ("l2", "elastic_net", "huber")
        width = preparation.scaled_width(shape)
        bends = shape.n_numeric > 0 and width <= _MOST_SPLINE_INPUTS and width * shape.n_rows <= _MOST_SPLINE_CELLS
        splines = (ChoiceParam(name="features", choices=("plain", "splines"), default="plain"),) if bends else ()
        return (
            ChoiceParam(name="regularisation", choices=regularised, default="l2"),
            FloatParam(name="strength", low=1e-5, high=10, default=1e-3, log=True),
            FloatParam(
                name="l1_ratio",
                low=0.05,
                high=1,
                default=0.5,
                only_if=OnlyIf(name="regularisation", values=("elastic_net",)),
            ),
            *splines,
            *preparation.scaling_params(shape),
            *preparation.encoding_params(shape, "mixed", "onehot", "target"),
            *preparation.text_params(shape),
            *preparation.screening_params(shape, "all"),
            *target_params(shape),
        )

    def prepare(self, values: Values, job: BuildJob) -> Any:
        table = super().prepare(values, job)
        if values.get("features") != "splines":
            return table
        return make_pipeline(table, SplineTransformer(n_knots=5, degree=3, knots="quantile", include_bias=False))

    def model(self, values: Values, job: BuildJob) -> Any:
        """`strength` is the penalty per row, so that it means the same on small and large tables."""
        alpha, n_rows, kind = float(values["strength"]), max(job.shape.n_rows, 1), values["regularisation"]
        l1_ratio = float(values.get("l1_ratio", 0.0))
        if job.shape.task != "regression":
            shared = {"C": 1 / (alpha * n_rows), "random_state": job.random_state}
            if kind == "l2":
                return LogisticRegression(max_iter=300, **shared)
            return LogisticRegression(
                l1_ratio=l1_ratio, solver="saga", tol=1e-3, max_iter=200, **shared, **_ELASTIC_NET
            )
        if kind == "huber":
            return HuberRegressor(alpha=alpha * n_rows, max_iter=300)
        if kind == "elastic_net":
            return ElasticNet(alpha=alpha, l1_ratio=l1_ratio, max_iter=2000, tol=1e-3)
        return Ridge(alpha=alpha * n_rows)
