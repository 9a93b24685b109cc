"""cotune as a study, as in a notebook: the same search, and its log tells how good it was at any moment."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from frameworks.fitted import Fitted, in_order
from job import Job, Metric

if TYPE_CHECKING:
    from cotune.model.event import Event

KEPT_BACK_S = 1.0
"""Of the budget, for reading the model."""


def fit(X: pd.DataFrame, y: pd.Series, job: Job) -> Fitted:
    began, began_at = time.monotonic(), datetime.now(UTC)

    import cotune
    from cotune.data import complete_spec
    from cotune.study.readiness import wait_until_ready

    study = cotune.create(X.assign(**{job.target: y}), name="study", directory=Path(job.scratch), workers=job.cores)
    try:
        spec = complete_spec(_fields(job), study.profile)
        wait_until_ready(study, spec)
        left_s = job.budget_s - (time.monotonic() - began) - KEPT_BACK_S
        study.propose(spec.having(seconds=max(1.0, left_s)))
        for card in study.cards:
            study.approve(card)
        study.wait()
        model, trials = study.model(), len(study.trials())
        curve = anytime_curve(study.events(), began_at, job.metric)
    finally:
        study.delete()
    predict = model.predict if job.is_regression else in_order(model.predict_proba, model.classes_, job.n_classes)
    return Fitted(predict, trials, curve=curve)


def _fields(job: Job) -> dict[str, object]:
    return {
        "target": job.target,
        "task": job.task,
        "metric": job.metric,
        "holdout_fraction": 0.0,
        "random_state": job.seed,
        "seconds": job.budget_s,
    }


def anytime_curve(events: Sequence[Event], began_at: datetime, metric: Metric) -> list[tuple[float, float]]:
    """Each time at which there was a better score in cross-validation, the final model's as the last."""
    from cotune.model.event import ModelReady, TrialFinished
    from cotune.model.words import natural

    curve: list[tuple[float, float]] = []
    best = float("-inf")
    for event in events:
        match event.body:
            case TrialFinished(result=result) if result.status == "ok" and result.score is not None:
                score = result.score
            case ModelReady(cv=cv):
                score = cv.score
            case _:
                continue
        if score > best:
            best = score
            curve.append((round((event.at - began_at).total_seconds(), 2), round(natural(metric, score), 6)))
    return curve
