"""The pre-flight of a suggested configuration: one fit on few rows, before a full trial may cost minutes and memory."""

from __future__ import annotations

import numpy as np

from cotune.data.run_table import RunTable
from cotune.deliver.fitting import fit
from cotune.engine.arguments import PREFLIGHT_ROWS, PreflightArguments
from cotune.engine.tables import run_table
from cotune.pipelines.fitting import predict

_FEWEST_OF_A_CLASS = 2


def preflight(args: PreflightArguments) -> None:
    """Fit the configuration on a sample of the first fold's rows and predict them. Raises whatever the estimator
    raises."""
    table = run_table(args)
    rows = sample(table, args.spec.random_state)
    pipeline = fit(args.ask.configuration, table, rows, args.spec.random_state)
    predict(pipeline, table.X.iloc[rows], table.task, len(table.classes))


def sample(table: RunTable, seed: int) -> np.ndarray:
    """Sorted positions of about PREFLIGHT_ROWS rows that the first fold trains on, each of its classes among them."""
    train = np.random.default_rng(seed).permutation(table.folds[0][0])
    chosen = [train[:PREFLIGHT_ROWS]]
    if table.task != "regression":
        chosen += [train[table.y[train] == c][:_FEWEST_OF_A_CLASS] for c in range(len(table.classes))]
    return np.unique(np.concatenate(chosen))
