"""One trial in a worker: cross-validate one configuration."""

from __future__ import annotations

import resource
import sys
import time
from pathlib import Path

import numpy as np
from sklearn.pipeline import Pipeline

from cotune.data.run_table import RunTable
from cotune.deliver.final import assemble, write_array, write_model
from cotune.deliver.fitting import fit
from cotune.deliver.out_of_fold import OutOfFold
from cotune.engine.arguments import TrialArguments
from cotune.engine.budget import training_rows
from cotune.engine.tables import run_table
from cotune.model.trial import Failure, TrialResult
from cotune.pipelines.fitting import predict, ran_on
from cotune.store.folder import StudyFolder


def run_trial(args: TrialArguments) -> TrialResult:
    """Fit and score the trial's configuration on each fold; the score is the mean over folds.

    Predictions and fold models are written when the score is above `keep_above`. A pipeline that predicts slower than
    the spec allows is a failed trial.
    """
    began = time.perf_counter()
    table = run_table(args)
    trial = _Trial(table)
    for fold in range(len(table.folds)):
        trial.run_fold(args, fold)
    scores = trial.out_of_fold.fold_scores(trial.predictions)
    score = float(np.mean(scores))
    failure = _refusal(args, trial.predict_ms)
    kept = failure is None and (args.keep_above is None or score > args.keep_above)
    if kept:
        _keep(args, trial)
    return TrialResult(
        trial=args.ask.trial,
        attempt=args.ask.attempt,
        status="failed" if failure else "ok",
        score=None if failure else score,
        fold_scores=() if failure else scores,
        seconds=time.perf_counter() - began,
        predict_ms=trial.predict_ms,
        peak_mb=_peak_mb(),
        device=ran_on(trial.pipelines),
        failure=failure,
        has_models=kept,
    )


class _Trial:
    """What a trial gathers over its folds."""

    def __init__(self, table: RunTable) -> None:
        self.table = table
        self.out_of_fold = OutOfFold(table)
        n_classes = len(table.classes)
        shape = (len(table.dev),) if table.task == "regression" else (len(table.dev), n_classes)
        self.predictions = np.full(shape, np.nan, dtype=np.float32)
        self.pipelines: list[Pipeline] = []
        self.predict_ms = 0.0

    def run_fold(self, args: TrialArguments, fold: int) -> None:
        train, test = self.table.folds[fold]
        train = _at_most(training_rows(args.spec.seconds, self.table.shape), train, args.spec.random_state)
        pipeline = fit(args.ask.configuration, self.table, train, args.spec.random_state, args.device)
        X = self.table.X.iloc[test]
        began = time.perf_counter()
        found = predict(pipeline, X, self.table.task, len(self.table.classes))
        self.predict_ms = max(self.predict_ms, (time.perf_counter() - began) * 1000 / max(1, len(test)))
        self.predictions[self.out_of_fold.positions(fold)] = found
        self.pipelines.append(pipeline)


def _at_most(n_rows: int, rows: np.ndarray, seed: int) -> np.ndarray:
    """A sample of the rows, the same one for all trials."""
    if len(rows) <= n_rows:
        return rows
    return np.sort(np.random.default_rng(seed).choice(rows, n_rows, replace=False))


def _refusal(args: TrialArguments, predict_ms: float) -> Failure | None:
    limit = args.spec.max_predict_ms
    if limit is not None and predict_ms > limit:
        return Failure(type="TooSlow", message=f"predicts in {predict_ms:.3g} ms per row, the limit is {limit:g} ms")
    return None


def _keep(args: TrialArguments, trial: _Trial) -> None:
    folder = StudyFolder(Path(args.folder))
    write_array(trial.predictions, folder.oof(args.ask.trial))
    write_model(assemble(trial.table, [(1.0, trial.pipelines)]), folder.fold_models(args.ask.trial))


def _peak_mb() -> float:
    """The most memory this worker ever had resident; getrusage counts in KB on Linux and in bytes on macOS."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform == "linux" else 1024 * 1024)
