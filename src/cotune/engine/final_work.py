"""The last calls of a run in a worker: blend the best trials, refit them, score the sealed rows."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import numpy as np

from cotune.data.run_table import RunTable
from cotune.deliver.ensemble import quick_weights
from cotune.deliver.final import assemble, predict_times, read_model, write_model
from cotune.deliver.fitting import fit
from cotune.deliver.holdout import holdout_score
from cotune.deliver.out_of_fold import OutOfFold
from cotune.engine.arguments import (
    BlendArguments,
    Blended,
    HoldoutArguments,
    HoldoutScored,
    RefitArguments,
    Refitted,
    Weight,
)
from cotune.engine.tables import run_table
from cotune.model.noise import standard_error
from cotune.model.spec import SearchSpec
from cotune.model.trial import TrialAsk
from cotune.store.folder import StudyFolder
from cotune_runtime import Member, sharpened


def blend_trials(args: BlendArguments) -> Blended:
    """Weigh the given trials (best first) by their out-of-fold predictions and write the blend of their fold models.

    Only the best trial is used when the spec wants one pipeline.
    """
    table, folder = run_table(args), StudyFolder(Path(args.folder))
    asks = args.trials[:1] if args.spec.wants_one_pipeline else args.trials
    predictions = [np.load(folder.oof(ask.trial), mmap_mode="r") for ask in asks]
    found = _weigh(table, predictions, args.seconds, args.row_ms)
    chosen = [(float(w), ask) for w, ask in zip(found.weights, asks, strict=True) if w > 0]
    members: list[Member] = [(w, _pipelines(folder, ask.trial, args.spec)) for w, ask in chosen]
    model = assemble(table, members, found.threshold, found.sharpness)
    write_model(model, Path(args.file))
    times = predict_times(model, table)
    return Blended(
        members=tuple(Weight(trial=ask.trial, weight=w) for w, ask in chosen),
        score=float(np.mean(found.scores)),
        standard_error=standard_error(found.scores, table.tested_per_trained),
        threshold=found.threshold,
        sharpness=found.sharpness,
        predict_ms=times.batch_ms,
        single_ms=times.single_ms,
    )


class _Weighed(NamedTuple):
    """A blend: the shares of its members, its score on each fold, and how it decides."""

    weights: np.ndarray
    scores: tuple[float, ...]
    threshold: float
    sharpness: float


def _weigh(table: RunTable, predictions: list[np.ndarray], seconds: float, row_ms: tuple[float, ...]) -> _Weighed:
    """The best alone when the blend is no better."""
    oof = OutOfFold(table).deciding(predictions[0])
    weights = quick_weights(predictions, oof.score, oof.tested(), seconds, row_ms)
    blended = sum(w * np.asarray(p, dtype=np.float64) for w, p in zip(weights, predictions, strict=True) if w > 0)
    of_blend = _decided(table, np.asarray(blended), weights)
    alone = _decided(table, predictions[0], np.eye(1, len(predictions))[0])
    return of_blend if np.mean(of_blend.scores) > np.mean(alone.scores) else alone


def _decided(table: RunTable, prediction: np.ndarray, weights: np.ndarray) -> _Weighed:
    sharpness = OutOfFold(table).sharpness(prediction)
    sharp = sharpened(prediction, sharpness)
    oof = OutOfFold(table).deciding(sharp)
    return _Weighed(weights, oof.fold_scores(sharp), oof.threshold, sharpness)


def _pipelines(folder: StudyFolder, trial: int, spec: SearchSpec) -> list[object]:
    """The fold pipelines of a trial; a single one of them where the model is to be one pipeline."""
    pipelines: list[object] = read_model(folder.trial_model(trial, one_pipeline=spec.wants_one_pipeline)).members[0][1]
    return pipelines


def refit_trials(args: RefitArguments) -> Refitted:
    """Fit the members that are wanted anew on all rows but the holdout, and write the model of all members."""
    table, folder = run_table(args), StudyFolder(Path(args.folder))
    seed, device = args.spec.random_state, args.device

    def pipelines(ask: TrialAsk, rounds: int | None) -> list[object]:
        if ask.trial not in args.anew:
            return _pipelines(folder, ask.trial, args.spec)
        return [fit(ask.configuration, table, table.dev, seed, rounds, device)]

    given = zip(args.weights, args.trials, args.rounds, strict=True)
    members: list[Member] = [(weight, pipelines(ask, rounds)) for weight, ask, rounds in given]
    model = assemble(table, members, args.threshold, args.sharpness)
    write_model(model, Path(args.file))
    times = predict_times(model, table)
    return Refitted(predict_ms=times.batch_ms, single_ms=times.single_ms)


def score_holdout(args: HoldoutArguments) -> HoldoutScored:
    """The score of the model in `file` on the sealed rows, with a bootstrap error."""
    score, error, n_rows = holdout_score(read_model(Path(args.file)), run_table(args))
    return HoldoutScored(score=score, standard_error=error, n_rows=n_rows)
