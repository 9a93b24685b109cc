"""What random forests and extremely randomised trees share."""

from __future__ import annotations

from typing import Any, ClassVar

from cotune.model.profile import TableShape
from cotune.model.space import ChoiceParam, FloatParam, IntParam, Param
from cotune.pipelines import preparation
from cotune.pipelines.guard import target_params
from cotune.pipelines.inputs import TreeFamily
from cotune.pipelines.job import BuildJob
from cotune.pipelines.model_family import Values

MAX_ROWS_PER_TREE = 50_000
_MANY_ROWS, _MANY_CLASSES = 5000, 10
_NODE_BYTES, _VALUE_BYTES = 64, 8
_NODES_PER_ROW = {1: 2.0, 2: 0.8}
"""Of a tree whose leaves have at least so many rows, at most: measured on numbers that are half noise."""
_MOST_MB = 100.0
_TREES = (50, 300)


def most_trees(shape: TableShape, least_leaf: int) -> int:
    """How many trees a forest may have, so that it takes about 100 MB on a fold: a trial has a forest for each fold,
    and a blend all of those. Trees that end in single rows take more memory than the table itself.
    """
    rows = min(shape.n_rows, MAX_ROWS_PER_TREE)
    tree_mb = rows * _NODES_PER_ROW[least_leaf] * (_NODE_BYTES + _VALUE_BYTES * max(1, shape.n_classes)) / 1e6
    return int(min(max(_MOST_MB / tree_mb, _TREES[0]), _TREES[1]))


class Forest(TreeFamily):
    """Averages of deep trees; beyond MAX_ROWS_PER_TREE each tree sees a sample, which bounds time and model size."""

    doubt = 0.01
    encodings: ClassVar[tuple[str, ...]] = ("mixed", "ordinal", "target", "onehot")

    def params(self, shape: TableShape) -> tuple[Param, ...]:
        classify = shape.task != "regression"
        criteria = (ChoiceParam(name="criterion", choices=("gini", "log_loss"), default="gini"),) if classify else ()
        share = max(0.1, shape.n_features**-0.5) if classify else 0.4
        least_leaf = 1 if shape.n_rows <= _MANY_ROWS or shape.n_classes > _MANY_CLASSES else 2
        most = most_trees(shape, least_leaf)
        return (
            IntParam(name="n_estimators", low=min(50, most // 2), high=most, default=min(100, most), log=True),
            FloatParam(name="max_features", low=0.05, high=1, default=min(1.0, share)),
            IntParam(name="min_samples_leaf", low=least_leaf, high=30, default=self.leaf(shape), log=True),
            *criteria,
            *preparation.encoding_params(shape, *self.encodings),
            *preparation.text_params(shape),
            *preparation.screening_params(shape, 1000),
            *target_params(shape),
        )

    @staticmethod
    def leaf(shape: TableShape) -> int:
        """Probabilities of few classes want leaves of a few rows, and large tables smaller models."""
        if shape.n_classes > _MANY_CLASSES:
            return 1
        return 3 if shape.task != "regression" or shape.n_rows > _MANY_ROWS else 1

    def tree_options(self, values: Values, job: BuildJob) -> dict[str, Any]:
        criterion = {"criterion": values["criterion"]} if "criterion" in values else {}
        return {
            "n_estimators": int(values["n_estimators"]),
            "max_features": float(values["max_features"]),
            "min_samples_leaf": int(values["min_samples_leaf"]),
            "max_samples": min(1.0, MAX_ROWS_PER_TREE / max(job.shape.n_rows, 1)),
            "n_jobs": job.n_jobs,
            "random_state": job.random_state,
            **criterion,
        }
