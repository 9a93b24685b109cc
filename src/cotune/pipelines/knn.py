"""Nearest neighbours."""

from __future__ import annotations

from typing import Any

from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor

from cotune.model.profile import TableShape
from cotune.model.space import ChoiceParam, IntParam, Param
from cotune.pipelines import preparation
from cotune.pipelines.guard import target_params
from cotune.pipelines.inputs import ScaledFamily
from cotune.pipelines.job import BuildJob
from cotune.pipelines.model_family import Values


class KNN(ScaledFamily):
    name = "knn"
    most_rows = 60_000
    doubt = 0.02
    weighs_rows = False

    def params(self, shape: TableShape) -> tuple[Param, ...]:
        most = max(2, min(100, shape.n_rows // 4))
        usual = min(most, 10 if shape.task == "regression" else 25)
        return (
            IntParam(
                name="n_neighbors",
                low=1,
                high=most,
                default=usual,
                log=True,
            ),
            ChoiceParam(name="weights", choices=("distance", "uniform"), default="distance"),
            ChoiceParam(name="p", choices=(1, 2), default=1),
            *preparation.scaling_params(shape),
            *preparation.encoding_params(shape, "mixed", "target", "onehot"),
            *preparation.text_params(shape),
            *preparation.screening_params(shape, 1000),
            *target_params(shape),
        )

    def predict_ms(self, shape: TableShape) -> float:
        """A row is compared with all others: measured 0.05 to 2 ns a number, the most where few columns make trees."""
        return 1e-6 * shape.n_rows * shape.n_features

    def model(self, values: Values, job: BuildJob) -> Any:
        make = KNeighborsRegressor if job.shape.task == "regression" else KNeighborsClassifier
        neighbors = int(values["n_neighbors"])
        return make(
            n_neighbors=neighbors if job.fewest_rows is None else min(neighbors, job.fewest_rows),
            weights=str(values["weights"]),
            p=int(values["p"]),
            n_jobs=job.n_jobs,
        )
