"""Extremely randomised trees (Geurts, Ernst and Wehenkel 2006)."""

from __future__ import annotations

from typing import Any

from sklearn.ensemble import ExtraTreesClassifier, ExtraTreesRegressor

from cotune.pipelines.forest import MAX_ROWS_PER_TREE, Forest
from cotune.pipelines.job import BuildJob
from cotune.pipelines.model_family import Values


class ExtraTrees(Forest):
    name = "extra_trees"
    encodings = ("ordinal", "mixed", "target", "onehot")

    def model(self, values: Values, job: BuildJob) -> Any:
        make = ExtraTreesRegressor if job.shape.task == "regression" else ExtraTreesClassifier
        options = self.tree_options(values, job)
        sampled = job.shape.n_rows > MAX_ROWS_PER_TREE
        return make(**{**options, "bootstrap": sampled, "max_samples": options["max_samples"] if sampled else None})
