"""Fit one configuration on some rows of a run's table."""

from __future__ import annotations

import numpy as np
from sklearn.pipeline import Pipeline

from cotune.data.run_table import RunTable
from cotune.model.space import Configuration
from cotune.model.words import RanOn
from cotune.pipelines import fitting
from cotune.pipelines.job import BuildJob
from cotune.pipelines.registry import family


def fit(configuration: Configuration, table: RunTable, rows: np.ndarray, seed: int, device: RanOn = "cpu") -> Pipeline:
    """A pipeline of `configuration` fitted on the rows at these positions of the table.

    Raises whatever the estimator raises: to the caller that is a failed trial.
    """
    job = BuildJob.of(table.schema, table.shape, table.metric, random_state=seed, device=device)
    pipeline = family(configuration.family).build(configuration, job)
    weights = None if table.weights is None else table.weights[rows]
    fitted: Pipeline = fitting.fit(pipeline, table.X.iloc[rows], table.y[rows], weights)
    return fitted
