"""One trial in a worker: cross-validate one configuration."""

from __future__ import annotations

import math
import time
from pathlib import Path

import numpy as np
from sklearn.pipeline import Pipeline

from cotune.data.run_table import RunTable
from cotune.deliver.final import assemble, batch_of, quickest_s, stored_mb, write_array, write_model
from cotune.deliver.fitting import fit_fold
from cotune.deliver.out_of_fold import OutOfFold
from cotune.deliver.preparations import Preparations
from cotune.engine.arguments import TrialArguments
from cotune.engine.budget import training_rows
from cotune.engine.peak_memory import PeakMemory
from cotune.engine.racing import expected, is_lost
from cotune.engine.tables import run_table
from cotune.model.noise import standard_error
from cotune.model.prediction_time import slower_than
from cotune.model.trial import Failure, TrialResult
from cotune.model.words import BATCH_ROWS
from cotune.pipelines.fitting import predict, ran_on
from cotune.pipelines.rounds import cut_alike
from cotune.store.folder import StudyFolder


def run_trial(args: TrialArguments) -> TrialResult:
    """Fit and score the trial's configuration on each fold; the score is the mean over folds.

    Predictions and fold models are written when the score is above `keep_above`. A pipeline that predicts a batch
    slower than the spec allows is a failed trial; one whose folds fall behind those of `rival` is pruned, with an
    expected score.
    """
    began = time.perf_counter()
    trial = _Trial(args, run_table(args))
    while not trial.is_through():
        trial.run_next_fold()
        if is_lost(trial.scores, args.rival):
            return trial.pruned(time.perf_counter() - began)
    return trial.finished(began)


class _Trial:
    """What a trial gathers over its folds."""

    def __init__(self, args: TrialArguments, table: RunTable) -> None:
        self.scores: list[float] = []
        self._args, self._table = args, table
        self._peak = PeakMemory()
        self._oof = OutOfFold(table)
        self._preparations = Preparations(StudyFolder(Path(args.folder)).prepared(args.run), table)
        self._pipelines: list[Pipeline] = []
        self._tests: list[np.ndarray] = []
        self._predict_ms, self._row_ms = 0.0, math.inf

    def is_through(self) -> bool:
        return len(self._pipelines) == len(self._table.folds)

    def run_next_fold(self) -> None:
        """Its score is provisional: boosting has as many rounds as suit the folds so far."""
        fold, spec = len(self._pipelines), self._args.spec
        train = _at_most(training_rows(spec.seconds, self._table.shape), self._table.folds[fold][0], spec.random_state)
        pipeline, prepared = fit_fold(
            self._args.ask.configuration,
            self._table,
            (fold, train),
            self._preparations,
            spec.random_state,
            self._args.device,
        )
        self._pipelines.append(pipeline)
        self._tests.append(prepared.test)
        cut_alike(self._pipelines)
        if fold == 0:
            self._predict_ms = self._timed(pipeline)
        self.scores.append(self._oof.score(self._predicted(fold), self._oof.positions(fold)))

    def pruned(self, seconds: float) -> TrialResult:
        score = expected(self.scores, self._args.rival)
        return self._result().having(status="pruned", score=score, fold_scores=tuple(self.scores), seconds=seconds)

    def finished(self, began: float) -> TrialResult:
        rounds = cut_alike(self._pipelines)
        found = [self._predicted(fold) for fold in range(len(self._pipelines))]
        gathered = self._oof.gathered(found)
        oof = self._oof.deciding(gathered)
        scores = tuple(oof.score(p, oof.positions(fold)) for fold, p in enumerate(found))
        score = float(np.mean(scores))
        size_mb = self._size_mb()
        failure = self._refusal()
        kept = failure is None and (self._args.keep_above is None or score > self._args.keep_above)
        if kept:
            self._keep(gathered, oof.threshold)
        return self._result().having(
            status="failed" if failure else "ok",
            score=None if failure else score,
            fold_scores=() if failure else scores,
            standard_error=None if failure else standard_error(scores, self._table.tested_per_trained),
            seconds=time.perf_counter() - began,
            rounds=rounds,
            row_ms=self._row_ms,
            size_mb=size_mb,
            failure=failure,
            has_models=kept,
        )

    def _result(self) -> TrialResult:
        return TrialResult(
            trial=self._args.ask.trial,
            attempt=self._args.ask.attempt,
            status="ok",
            predict_ms=self._predict_ms,
            peak_mb=self._peak.mb(),
            device=ran_on(self._pipelines),
        )

    def _predicted(self, fold: int) -> np.ndarray:
        """For the rows that the fold tests, which are prepared already."""
        table, rows, began = self._table, self._tests[fold], time.perf_counter()
        found = predict(self._pipelines[fold][-1], rows, table.task, len(table.classes))
        self._row_ms = min(self._row_ms, (time.perf_counter() - began) * 1000 / max(1, len(rows)))
        return found

    def _timed(self, pipeline: Pipeline) -> float:
        """Milliseconds of a row in a batch, preparation included; the least of a few passes where a pass decides."""
        table, spec, rows = self._table, self._args.spec, batch_of(self._table)
        passes = 3 if spec.second_objective == "predict_ms" or spec.max_predict_ms is not None else 1

        def ask() -> None:
            predict(pipeline, table.schema.conform(rows), table.task, len(table.classes))

        return quickest_s(ask, passes) * 1000 / BATCH_ROWS

    def _size_mb(self) -> float | None:
        """Of one fold's pipeline, on average; only where it is an objective, for it takes time."""
        if self._args.spec.second_objective != "size_mb":
            return None
        return sum(stored_mb(p) for p in self._pipelines) / len(self._pipelines)

    def _refusal(self) -> Failure | None:
        limit = self._args.spec.max_predict_ms
        if limit is None or self._predict_ms <= limit:
            return None
        return Failure(type="TooSlow", message=f"it predicts {slower_than(limit, self._predict_ms)}")

    def _keep(self, gathered: np.ndarray, threshold: float) -> None:
        """Of repeated folds only the models of the first partition: all of them predicted no better on six tables, and
        took as many times longer. In time the last one alone: the others have never seen the latest rows."""
        folder, trial = StudyFolder(Path(self._args.folder)), self._args.ask.trial
        write_array(gathered, folder.oof(trial))
        pipelines = [self._pipelines[k] for k in self._table.delivered_folds]
        if self._args.spec.wants_one_pipeline:
            alone = assemble(self._table, [(1.0, pipelines[:1])], threshold)
            write_model(alone, folder.trial_model(trial, one_pipeline=True))
        write_model(assemble(self._table, [(1.0, pipelines)], threshold), folder.fold_models(trial))


def _at_most(n_rows: int, rows: np.ndarray, seed: int) -> np.ndarray:
    """A sample of the rows, the same one for all trials."""
    if len(rows) <= n_rows:
        return rows
    return np.sort(np.random.default_rng(seed).choice(rows, n_rows, replace=False))
