"""The first call of a run: draw and store its rows, folds and holdout; write the model of last resort."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from cotune.data.run_table import RunTable, build_run_table
from cotune.deliver.final import constant_model, write_model
from cotune.engine.arguments import PrepareArguments, Prepared
from cotune.engine.reserve import MOST_PREDICT_MS
from cotune.model.words import Family
from cotune.pipelines.metrics import dummy_score
from cotune.pipelines.registry import family
from cotune.search.catalog import left_out
from cotune.store.folder import StudyFolder


def prepare_run(args: PrepareArguments) -> Prepared:
    """Build and save the run's table, or, when an earlier host did so already, read it.

    Raises SpecError when the table can't carry the search (for instance a single class).
    """
    folder = StudyFolder(Path(args.folder))
    table = _saved_or_built(folder, args)
    if not folder.final_model(args.run).exists():
        write_model(constant_model(table), folder.final_model(args.run))
    dummy = _dummy(table)
    return Prepared(
        shape=table.shape,
        folds=table.n_folds,
        repeats=table.repeats,
        folds_digest=table.folds_digest,
        holdout_digest=table.holdout_digest,
        holdout_rows=len(table.holdout),
        baseline_dummy=float(np.mean(dummy)),
        baseline_dummy_folds=dummy,
        left_out=tuple(left_out(args.spec, table.shape).values()),
        tested_per_trained=table.tested_per_trained,
        cautions=table.cautions,
        slow_to_predict=tuple(f for f in args.spec.searched_families() if _is_slow_to_predict(f, table)),
    )


def _is_slow_to_predict(name: Family, table: RunTable) -> bool:
    return family(name).predict_ms(table.shape) * table.n_folds > MOST_PREDICT_MS


def _saved_or_built(folder: StudyFolder, args: PrepareArguments) -> RunTable:
    place = folder.run(args.run)
    if RunTable.is_saved(place):
        return RunTable.load(place)
    table = build_run_table(folder.data, args.spec)
    table.save(place)
    return table


def _dummy(table: RunTable) -> tuple[float, ...]:
    """The score on each fold of predicting the same for every row."""
    y, metric, task = table.y, table.metric, table.task
    return tuple(
        dummy_score(metric, y[train], y[test], task, table.weights_of(train), table.weights_of(test))
        for train, test in table.folds
    )
