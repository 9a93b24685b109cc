"""The shape of every model family: what it searches and how it builds."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar

from sklearn.pipeline import Pipeline

from cotune.model.base import Scalar
from cotune.model.profile import TableShape
from cotune.model.space import ChoiceParam, Configuration, FamilySpace, Param, Start
from cotune.model.words import Family
from cotune.pipelines.guard import guarded
from cotune.pipelines.job import BuildJob
from cotune.pipelines.portfolio import learned
from cotune.pipelines.times import features, laws

Values = Mapping[str, Scalar]


def first_learning_rate(shape: TableShape) -> float:
    """The learning rate that boosting starts with: the larger the table, the fewer rounds can be waited for."""
    work = shape.n_rows * shape.n_outputs
    return 0.05 if work <= 60_000 else 0.1 if work <= 300_000 else 0.2


class ModelFamily(ABC):
    """One family: a subclass names it and says its parameters, preparation and estimator side by side."""

    name: ClassVar[Family]
    min_class_rows: ClassVar[int] = 1
    doubt: ClassVar[float] = 1e-4
    weighs_rows: ClassVar[bool] = True

    @abstractmethod
    def params(self, shape: TableShape) -> tuple[Param, ...]:
        """The hyperparameters for a table of this shape, defaults that do well unsearched included."""

    @abstractmethod
    def prepare(self, values: Values, job: BuildJob) -> Any:
        """The unfitted first step of the pipeline: a table in, numbers out."""

    @abstractmethod
    def model(self, values: Values, job: BuildJob) -> Any:
        """The unfitted estimator on prepared numbers."""

    def too_large(self, _shape: TableShape) -> str | None:
        """Why this family should not be tried on such a table, or None."""
        return None

    def unavailable(self) -> str | None:
        """Why this family can't be used in this environment, with what to do about it, or None."""
        return None

    def space(self, shape: TableShape) -> FamilySpace:
        """All hyperparameters of the family for a table of this shape."""
        return FamilySpace(family=self.name, params=self.params(shape))

    def starts(self, shape: TableShape) -> tuple[Start, ...]:
        """Configurations to try before any search: the defaults, then the family's part of the learned portfolio."""
        ranked = [(0, {}), *((i, c.params) for i, c in enumerate(learned(shape.task), 1) if c.family == self.name)]
        return tuple(self._start(rank, params, shape) for rank, params in ranked)

    def fit_seconds(self, values: Values, shape: TableShape) -> float:
        """Seconds that one fit on one thread is expected to take."""
        return laws()[self.name].seconds(features(self.space(shape), values, shape))

    def predict_ms(self, _shape: TableShape) -> float:
        """Milliseconds that predicting a row with one fit should take; 0 where the table's size matters little."""
        return 0.0

    def _start(self, rank: int, given: Values, shape: TableShape) -> Start:
        known = {p.name: p for p in self.params(shape)}
        fitted = {name: _fitted(value, known[name]) for name, value in given.items() if name in known}
        params = self.complete(fitted, shape)
        configuration = Configuration(family=self.name, params=params)
        return Start(configuration=configuration, rank=rank, fit_s=self.fit_seconds(params, shape))

    def complete(self, given: Values, shape: TableShape) -> dict[str, Scalar]:
        """The values of all active hyperparameters: those given (of this space), defaults for the rest."""
        params = self.params(shape)
        values = {p.name: given.get(p.name, p.default) for p in params}
        inactive = {p.name for p in params if p.only_if and values[p.only_if.name] not in p.only_if.values}
        return {name: value for name, value in values.items() if name not in inactive}

    def build(self, configuration: Configuration, job: BuildJob) -> Pipeline:
        """An unfitted scikit-learn pipeline; hyperparameters that the configuration lacks take their defaults.

        It takes X as TableSchema.conform returns it and y as codes 0..K-1 or floats.
        """
        values = self.complete(configuration.params, job.shape)
        model = guarded(self.model(values, job), values, job, self.min_class_rows, self.doubt)
        return Pipeline([("prepare", self.prepare(values, job)), ("model", model)])


def _fitted(value: Scalar, param: Param) -> Scalar:
    """The value where this table allows it, else the nearest one, or the default choice."""
    if isinstance(param, ChoiceParam):
        return value if value in param.choices else param.default
    return value if isinstance(value, str) else min(max(value, param.low), param.high)
