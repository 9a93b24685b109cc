"""Support vector machines: exact with an RBF kernel on small tables, on Nystroem features beyond."""

from __future__ import annotations

from typing import Any

from sklearn.kernel_approximation import Nystroem
from sklearn.pipeline import make_pipeline
from sklearn.svm import SVC, SVR, LinearSVC, LinearSVR

from cotune.model.profile import TableShape
from cotune.model.space import FloatParam, Param
from cotune.pipelines import preparation
from cotune.pipelines.guard import target_params
from cotune.pipelines.inputs import ScaledFamily
from cotune.pipelines.job import BuildJob
from cotune.pipelines.model_family import Values
from cotune_runtime import MarginCalibrated

_EXACT_ROWS = 4000
_COMPONENTS = 300


class SVM(ScaledFamily):
    name = "svm"
    most_rows = 150_000
    min_class_rows = 4

    def params(self, shape: TableShape) -> tuple[Param, ...]:
        is_binary = shape.task == "binary"
        epsilon = FloatParam(name="epsilon", low=1e-3, high=0.5, default=0.05, log=True)
        tube = (epsilon,) if shape.task == "regression" else ()
        return (
            FloatParam(name="C", low=0.05, high=100, default=1 if is_binary else 5, log=True),
            FloatParam(name="gamma_times_width", low=0.05, high=10, default=0.3 if is_binary else 0.5, log=True),
            *tube,
            *preparation.scaling_params(shape),
            *preparation.encoding_params(shape, "mixed", "onehot", "target"),
            *preparation.text_params(shape),
            *preparation.screening_params(shape, "all"),
            *target_params(shape),
        )

    def model(self, values: Values, job: BuildJob) -> Any:
        """`gamma_times_width` is gamma x the number of input columns: 1 is scikit-learn's "auto" for unit variance."""
        C, gamma = float(values["C"]), float(values["gamma_times_width"]) / max(job.shape.n_features, 1)
        exact = job.shape.n_rows <= _EXACT_ROWS
        kernel = Nystroem(gamma=gamma, n_components=_COMPONENTS, random_state=job.random_state)
        if job.shape.task == "regression":
            epsilon = float(values["epsilon"])
            if exact:
                return SVR(C=C, gamma=gamma, epsilon=epsilon, cache_size=300, max_iter=200_000)
            return make_pipeline(kernel, LinearSVR(C=C, epsilon=epsilon, max_iter=300, random_state=job.random_state))
        if exact:
            margin: Any = SVC(C=C, gamma=gamma, cache_size=300, max_iter=200_000, random_state=job.random_state)
        else:
            margin = make_pipeline(kernel, LinearSVC(C=C, max_iter=300, random_state=job.random_state))
        return MarginCalibrated(margin, random_state=job.random_state)
