"""Multi-layer perceptrons."""

from __future__ import annotations

from typing import Any

from sklearn.neural_network import MLPClassifier, MLPRegressor

from cotune.model.profile import TableShape
from cotune.model.space import ChoiceParam, FloatParam, IntParam, Param
from cotune.pipelines import preparation
from cotune.pipelines.guard import target_params
from cotune.pipelines.inputs import ScaledFamily
from cotune.pipelines.job import BuildJob
from cotune.pipelines.model_family import Values

_WATCHED = 0.1


class MLP(ScaledFamily):
    name = "mlp"
    most_rows = 500_000
    min_class_rows = 2

    def params(self, shape: TableShape) -> tuple[Param, ...]:
        return (
            IntParam(name="layers", low=1, high=3, default=2),
            IntParam(name="width", low=16, high=256, default=64, log=True),
            FloatParam(name="alpha", low=1e-6, high=10, default=0.1, log=True),
            FloatParam(name="learning_rate", low=3e-4, high=2e-2, default=5e-3, log=True),
            ChoiceParam(name="activation", choices=("relu", "tanh"), default="relu"),
            *preparation.scaling_params(shape),
            *preparation.encoding_params(shape, "mixed", "onehot", "target"),
            *preparation.text_params(shape),
            *preparation.screening_params(shape, 1000),
            *target_params(shape),
        )

    def model(self, values: Values, job: BuildJob) -> Any:
        rows = job.shape.n_rows
        make = MLPRegressor if job.shape.task == "regression" else MLPClassifier
        return make(
            hidden_layer_sizes=(int(values["width"]),) * int(values["layers"]),
            alpha=float(values["alpha"]),
            learning_rate_init=float(values["learning_rate"]),
            activation=str(values["activation"]),
            batch_size="auto" if rows < 5000 else 256,
            early_stopping=_WATCHED * rows * 0.5 >= max(30, 4 * job.shape.n_classes),
            validation_fraction=_WATCHED,
            n_iter_no_change=10,
            max_iter=100,
            random_state=job.random_state,
        )
