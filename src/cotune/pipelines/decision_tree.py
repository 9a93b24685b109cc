"""One decision tree that a person can read."""

from __future__ import annotations

from typing import Any

from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

from cotune.model.profile import TableShape
from cotune.model.space import ChoiceParam, FloatParam, IntParam, Param
from cotune.pipelines import preparation
from cotune.pipelines.guard import target_params
from cotune.pipelines.inputs import TreeFamily
from cotune.pipelines.job import BuildJob
from cotune.pipelines.model_family import Values


class DecisionTree(TreeFamily):
    name = "decision_tree"
    doubt = 0.02

    def params(self, shape: TableShape) -> tuple[Param, ...]:
        classify = shape.task != "regression"
        criteria = (ChoiceParam(name="criterion", choices=("gini", "log_loss"), default="gini"),) if classify else ()
        return (
            IntParam(name="max_depth", low=2, high=16, default=7),
            IntParam(
                name="min_samples_leaf",
                low=1,
                high=200,
                default=min(100, max(3, shape.n_rows // (100 if classify else 300))),
                log=True,
            ),
            FloatParam(name="ccp_alpha", low=1e-6, high=0.03, default=1e-5, log=True),
            *criteria,
            *preparation.encoding_params(shape, "ordinal", "mixed", "target", "onehot"),
            *preparation.text_params(shape),
            *preparation.screening_params(shape, 1000),
            *target_params(shape),
        )

    def model(self, values: Values, job: BuildJob) -> Any:
        make = DecisionTreeRegressor if job.shape.task == "regression" else DecisionTreeClassifier
        criterion = {"criterion": values["criterion"]} if "criterion" in values else {}
        return make(
            max_depth=int(values["max_depth"]),
            min_samples_leaf=int(values["min_samples_leaf"]),
            ccp_alpha=float(values["ccp_alpha"]),
            random_state=job.random_state,
            **criterion,
        )
