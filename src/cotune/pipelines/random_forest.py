"""Random forests (Breiman 2001)."""

from __future__ import annotations

from typing import Any

from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor

from cotune.pipelines.forest import Forest
from cotune.pipelines.job import BuildJob
from cotune.pipelines.model_family import Values


class RandomForest(Forest):
    name = "random_forest"

    def model(self, values: Values, job: BuildJob) -> Any:
        make = RandomForestRegressor if job.shape.task == "regression" else RandomForestClassifier
        return make(**self.tree_options(values, job))
