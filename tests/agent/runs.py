"""Runs told trial by trial, with folds and a clock, for what looks at how a search goes."""

from __future__ import annotations

from datetime import UTC, datetime

from studies import SPEC

from cotune.model import event as ev
from cotune.model.fold import Fold
from cotune.model.gate import Permit, ScoreWithNoise
from cotune.model.space import Configuration
from cotune.model.spec import SearchSpec
from cotune.model.trial import TrialAsk, TrialResult
from cotune.model.view import RunView
from cotune.model.words import Family, Origin, TrialStatus

FOLDS = 5
WOBBLE = (0.004, -0.004, 0.002, -0.002, 0.0)
"""What the folds differ by; two trials share most of it, so that a paired difference is known much better."""


class TrialByTrial:
    """`view` is what the run amounts to so far; each trial takes `seconds` of one worker."""

    def __init__(self, spec: SearchSpec = SPEC) -> None:
        self._fold = Fold()
        self._seq = 0
        self.active_s = 0.0
        permit = Permit(proposal="p", action_digest="d", source="approved", decision="x")
        self.tell(ev.RunStarted(run=1, spec=spec, permit=permit, seed=0, workers=2, versions={}))
        self.tell(
            ev.RunPrepared(
                run=1,
                folds=FOLDS,
                folds_digest="f",
                holdout_digest="h",
                holdout_rows=40,
                baseline_dummy=0.5,
                active_s=0,
            )
        )

    @property
    def view(self) -> RunView:
        return self._fold.view()

    def tell(self, *bodies: ev.EventBody) -> None:
        for body in bodies:
            self._seq += 1
            self._fold.apply(ev.Event(seq=self._seq, at=datetime(2026, 1, 1, tzinfo=UTC), epoch=1, body=body))

    def trial(
        self,
        score: float | None,
        family: Family = "xgboost",
        *,
        seconds: float = 5.0,
        status: TrialStatus = "ok",
        origin: Origin = "smac",
        own_noise: float = 0.001,
        params: dict[str, float] | None = None,
    ) -> None:
        """`own_noise`: by how much its folds differ from those of other trials."""
        n = len(self.view.trials)
        configuration = Configuration(family=family, params=params or {"learning_rate": 0.01 * (n + 1)})
        ask = TrialAsk(trial=n, run=1, number=n, configuration=configuration, origin=origin)
        own = own_noise if n % 2 else -own_noise
        sway = (own, -own, own, -own, 0.0)
        folds = () if score is None else tuple(score + w + o for w, o in zip(WOBBLE, sway, strict=True))
        self.tell(ev.TrialStarted(ask=ask, active_s=self.active_s))
        self.active_s += seconds
        result = TrialResult(
            trial=n, attempt=1, status=status, score=score, fold_scores=folds, standard_error=0.002, seconds=seconds
        )
        self.tell(ev.TrialFinished(run=1, result=result, active_s=self.active_s))

    def trials(self, count: int, score: float | None, family: Family = "xgboost", **more: object) -> None:
        for i in range(count):
            self.trial(None if score is None else score - 0.0001 * (i % 7), family, **more)  # type: ignore[arg-type]

    def ended(self, why: str = "time") -> None:
        self.tell(ev.RunEnded.model_validate({"run": 1, "why": why, "active_s": self.active_s}))

    def modelled(self, cv: float, noise: float = 0.005) -> None:
        score = ScoreWithNoise(metric="roc_auc", score=cv, standard_error=noise)
        self.tell(ev.ModelReady(run=1, file="m", how="refit", members=(), cv=score, predict_ms=None))

    def opened(self, score: float, noise: float = 0.01) -> None:
        sealed = ScoreWithNoise(metric="roc_auc", score=score, standard_error=noise)
        self.tell(ev.HoldoutOpened(run=1, count=1, score=sealed, n_rows=40))
