"""Fit one configuration on some rows of a run's table."""

from __future__ import annotations

from typing import Any

import numpy as np
from sklearn.pipeline import Pipeline

from cotune.data.run_table import RunTable
from cotune.deliver.preparations import Preparations, PreparedFold
from cotune.model.space import Configuration
from cotune.model.words import RanOn
from cotune.pipelines import fitting
from cotune.pipelines.job import BuildJob
from cotune.pipelines.registry import family
from cotune_runtime import Rows, TargetCodes

MORE_ROWS_MORE_ROUNDS = 1.1


def fit(
    configuration: Configuration,
    table: RunTable,
    rows: np.ndarray,
    seed: int,
    rounds: int | None = None,
    device: RanOn = "cpu",
) -> Pipeline:
    """A pipeline of `configuration` fitted on the rows at these positions of the table.

    `rounds` of boosting were best for the smaller part of the rows that a fold trains on. Raises whatever the estimator
    raises.
    """
    job = _job(table, seed, device)
    if rounds is not None:
        job = job.having(rounds=round(MORE_ROWS_MORE_ROUNDS * rounds))
    pipeline = family(configuration.family).build(configuration, job)
    _keep_together(pipeline[0], table.together(rows))
    fitted: Pipeline = fitting.fit(pipeline, table.X.iloc[rows], table.y[rows], table.weights_of(rows))
    return fitted


def fit_fold(
    configuration: Configuration,
    table: RunTable,
    fold: tuple[int, np.ndarray],
    preparations: Preparations,
    seed: int,
    device: RanOn,
) -> tuple[Pipeline, PreparedFold]:
    """A pipeline fitted on the given rows of a fold (its number, positions), with the rows as they were prepared.

    Raises whatever the estimator raises: to the caller that is a failed trial.
    """
    number, train = fold
    test = table.folds[number][1]
    built = family(configuration.family).build(configuration, _job(table, seed, device))
    _keep_together(built[0], table.together(train))
    prepared = preparations.of(built[0], number, train)
    pipeline = Pipeline([("prepare", prepared.step), built.steps[-1]])
    return fitting.fit_model(pipeline, _rows(table, train, prepared.train), _rows(table, test, prepared.test)), prepared


def _keep_together(step: Any, groups: np.ndarray | None) -> None:
    """Have the target encoders within an unfitted step learn of groups as folds do: a row's from the other groups."""
    for part in step.get_params().values():
        if isinstance(part, TargetCodes):
            part.set_params(groups=groups)


def _job(table: RunTable, seed: int, device: RanOn) -> BuildJob:
    job = BuildJob.of(table.schema, table.shape, table.metric, random_state=seed, device=device)
    return job.having(fewest_rows=min(len(train) for train, _ in table.folds))


def _rows(table: RunTable, positions: np.ndarray, X: np.ndarray) -> Rows:
    return Rows(X, table.y[positions], table.weights_of(positions))
