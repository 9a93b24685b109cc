"""The model that a study has at this moment: what its run has made, else the best trial so far."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from cotune.model.event import ModelMember, ModelReady
from cotune.model.front import most_economical
from cotune.model.gate import ScoreWithNoise
from cotune.model.spec import SearchSpec
from cotune.model.trial import TrialRow
from cotune.model.view import RunView
from cotune.model.words import RunPhase
from cotune.store import StudyFolder

_GOES_ON: dict[RunPhase, str] = {
    "none": "nothing is searched",
    "running": "the search goes on",
    "paused": "the search is paused",
    "finishing": "the final model is being made",
    "ended": "the search ended before it had made its model",
}


class ModelSoFar(UserWarning):
    """The model that was handed out is the best trial so far: the run has not made its own yet."""


def present_model(view: RunView, undominated: Sequence[TrialRow] | None = None) -> ModelReady | None:
    """What the present run has made, else its best trial alone; None before a trial was successful.

    The best trial is the one that somebody chose, or with two objectives the most economical one, which is sought among
    the `undominated` where these are known.
    """
    if view.model is not None or view.spec is None:
        return view.model
    row = _best_so_far(view, view.spec, undominated)
    return _alone(row, view, view.spec) if row is not None else None


def _best_so_far(view: RunView, spec: SearchSpec, undominated: Sequence[TrialRow] | None) -> TrialRow | None:
    chosen = None if view.chosen is None else view.trial(view.chosen)
    if chosen is not None:
        return chosen
    second = spec.second_objective
    if second is None:
        return view.best()
    rows = view.run_trials() if undominated is None else undominated
    return most_economical(rows, second, view.run.tested_per_trained)


def _alone(row: TrialRow, view: RunView, spec: SearchSpec) -> ModelReady | None:
    trial, result = row.ask.trial, row.result
    if result is None or result.score is None or not result.has_models:
        return None
    is_one = spec.averages(view.run.folds) == 1
    return ModelReady(
        run=view.run.run,
        file=str(StudyFolder(Path()).trial_model(trial, one_pipeline=spec.wants_one_pipeline)),
        how="fold_models",
        members=(ModelMember(trial=trial, family=row.ask.configuration.family, weight=1.0),),
        cv=ScoreWithNoise(metric=spec.metric, score=result.score, standard_error=result.standard_error),
        predict_ms=result.predict_ms if is_one else None,
        message=f"trial {trial}{', as chosen' if view.chosen is not None else ' so far'}; {_GOES_ON[view.run.phase]}",
        chosen=view.chosen,
        size_mb=result.size_mb if is_one else None,
    )
