"""Studies whose log is written by the test, with no process behind them: `study_with(events, directory)`."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

import cotune
from cotune.model import event as ev
from cotune.model.gate import Permit
from cotune.model.space import Configuration
from cotune.model.spec import SearchSpec
from cotune.model.trial import Failure, TrialAsk, TrialResult
from cotune.model.words import RunEnd, TrialStatus
from cotune.study import Study

SPEC = SearchSpec(target="y", task="binary", metric="roc_auc")
STARTED = ev.RunStarted(
    run=1,
    spec=SPEC,
    permit=Permit(proposal="p", action_digest="d", source="approved"),
    seed=0,
    workers=1,
    versions={},
)
PREPARED = ev.RunPrepared(
    run=1, folds=5, folds_digest="f", holdout_digest="h", holdout_rows=9, baseline_dummy=0.5, active_s=0.1
)


def ended(why: RunEnd, message: str = "") -> ev.RunEnded:
    return ev.RunEnded(run=1, why=why, active_s=1.0, message=message)


def trial(number: int, status: TrialStatus = "failed", failure: Failure | None = None) -> tuple[ev.EventBody, ...]:
    """A trial that was started and came to this."""
    ask = TrialAsk(
        trial=number, run=1, number=number, configuration=Configuration(family="linear", params={}), origin="smac"
    )
    result = TrialResult(trial=number, attempt=1, status=status, score=0.7 if status == "ok" else None, failure=failure)
    return ev.TrialStarted(ask=ask, active_s=0.2), ev.TrialFinished(run=1, result=result, active_s=0.3)


def study_with(*events: ev.EventBody, directory: Path | None = None) -> Study:
    """The study 's' with this log; the caller keeps its host from starting."""
    study = cotune.create(pd.DataFrame({"x": range(60), "y": [0, 1] * 30}), name="s", directory=directory)
    study._store.append(events, study._store.take_epoch())
    return study
