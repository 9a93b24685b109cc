"""The fold of a run's course, from its start to its model and the opened seal."""

from __future__ import annotations

from typing import assert_never

from cotune.model import event as ev
from cotune.model import ledger
from cotune.model.fold_steps import changed, changed_run, said
from cotune.model.trial import TrialRow
from cotune.model.view import ChatLine, RunState, RunView

RunEvent = (
    ev.RunStarted
    | ev.RunPrepared
    | ev.RunPaused
    | ev.RunResumed
    | ev.RunExtended
    | ev.RunFinishing
    | ev.RunEnded
    | ev.BaselineFitted
    | ev.SearchExplained
    | ev.TrialChosen
    | ev.ModelReady
    | ev.HoldoutOpened
)


def take_run(view: RunView, body: RunEvent, seq: int) -> RunView:
    match body:
        case ev.RunStarted():
            return _started(view, body)
        case ev.RunPrepared():
            return _prepared(view, body, seq)
        case ev.RunPaused():
            return changed_run(view, phase="paused", active_s=body.active_s)
        case ev.RunResumed():
            resumed = changed_run(view, phase="running", active_s=body.active_s, why_ended=None, message="")
            return ledger.charged_again(changed(resumed, choosing=False))
        case ev.RunExtended():
            return _extended(view, body)
        case ev.RunFinishing():
            return changed_run(view, phase="finishing", why_ended=body.why, active_s=body.active_s)
        case ev.RunEnded():
            ended = changed_run(view, phase="ended", why_ended=body.why, message=body.message, active_s=body.active_s)
            return ledger.given_back(ended)
        case ev.BaselineFitted():
            beside = TrialRow(ask=body.ask, status=body.result.status, result=body.result)
            return changed_run(view, xgboost_beside=beside)
        case ev.SearchExplained():
            return changed(view, insight=body.insight)
        case ev.TrialChosen():
            return changed(view, chosen=body.trial, choosing=view.run.phase == "ended")
        case ev.ModelReady():
            return changed(view, model=body, choosing=False, opened=None)
        case ev.HoldoutOpened():
            return changed(view, holdout=(*view.holdout, body), opened=body, unsealing=False)
        case _:
            assert_never(body)


def _started(view: RunView, body: ev.RunStarted) -> RunView:
    state = RunState(
        run=body.run,
        phase="running",
        budget_s=body.spec.seconds,
        budget_trials=body.spec.trials,
        workers=body.workers,
        uses_gpu=body.permit.gpu,
    )
    return changed(
        view,
        spec=body.spec,
        run=state,
        searched_s_before=view.searched_s(),
        revision=view.revision + 1,
        incumbent=None,
        insight=None,
        model=None,
        chosen=None,
        choosing=False,
        opened=None,
        charged_s=(body.spec.seconds or 0.0) if body.permit.source == "allowed" else 0.0,
        given_back_s=0.0,
        queued=(),
        queued_by=(),
    )


def _prepared(view: RunView, body: ev.RunPrepared, seq: int) -> RunView:
    view = changed_run(
        view,
        folds=body.folds,
        repeats=body.repeats,
        folds_digest=body.folds_digest,
        holdout_digest=body.holdout_digest,
        holdout_rows=body.holdout_rows,
        baseline_dummy=body.baseline_dummy,
        baseline_dummy_folds=body.baseline_dummy_folds,
        tested_per_trained=body.tested_per_trained or 1 / max(1, body.folds - 1),
        cautions=body.cautions,
        active_s=body.active_s,
    )
    left_out = (f"Not searched: {'; '.join(body.left_out)}.",) if body.left_out else ()
    for text in (*body.cautions, *left_out):
        view = said(view, ChatLine(seq=seq, who="cotune", text=text))
    return view


def _extended(view: RunView, body: ev.RunExtended) -> RunView:
    run = view.run
    extended = changed_run(
        view,
        budget_s=None if run.budget_s is None else run.budget_s + (body.seconds or 0),
        budget_trials=None if run.budget_trials is None else run.budget_trials + (body.trials or 0),
    )
    return extended if body.seconds is None else changed(extended, given_back_s=0.0)
