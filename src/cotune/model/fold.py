"""The fold of events into a RunView. Pure: no clock, no files, no random numbers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

from cotune.model import event as ev
from cotune.model.fold_gate import GateEvent, take_gate
from cotune.model.fold_hints import HintEvent, take_hint, without_queued
from cotune.model.fold_run import RunEvent, take_run
from cotune.model.fold_steps import changed, changed_agent, changed_run
from cotune.model.fold_talk import TalkEvent, take_talk
from cotune.model.trial import TrialAsk, TrialResult, TrialRow
from cotune.model.view import RunView


class Fold:
    """Accumulates events; `view()` is what they amount to so far.

    Trials are kept in a list here and frozen into the view on demand, so that a long log folds in linear time.
    """

    def __init__(self) -> None:
        self._view = RunView()
        self._trials: list[TrialRow] = []
        self._stale = False

    def apply(self, event: ev.Event) -> None:
        """Take one more event. Events must come in the order of `seq`."""
        if event.seq != self._view.seq + 1:
            raise ValueError(f"event {event.seq} after {self._view.seq}: the log has a gap")
        self._view = changed(self._view, seq=event.seq, epoch=event.epoch)
        self._take(event.body, event.seq)

    def view(self) -> RunView:
        if self._stale:
            self._view = changed(self._view, trials=tuple(self._trials))
            self._stale = False
        return self._view

    def _take(self, body: ev.EventBody, seq: int) -> None:
        if isinstance(body, ev.TrialStarted):
            self._start_trial(body.ask, body.active_s)
        elif isinstance(body, ev.TrialFinished):
            self._finish_trial(body.result, body.active_s)
        elif isinstance(body, ev.TrialRequeued):
            self._requeue_trial(body)
        elif isinstance(body, TalkEvent):
            self._view = take_talk(self.view(), body, seq)
        elif isinstance(body, GateEvent):
            self._view = take_gate(self.view(), body, seq)
        elif isinstance(body, RunEvent):
            self._view = take_run(self.view(), body, seq)
        elif isinstance(body, HintEvent):
            self._view = take_hint(self.view(), body, seq)
        else:
            self._view = _noted(self._view, body)

    def _start_trial(self, ask: TrialAsk, active_s: float) -> None:
        row = TrialRow(ask=ask, status="running", started_at_s=active_s)
        if ask.trial < len(self._trials):
            self._trials[ask.trial] = row
        elif ask.trial == len(self._trials):
            self._trials.append(row)
        else:
            raise ValueError(f"trial {ask.trial} started, but only {len(self._trials)} are known")
        self._stale = True
        self._view = without_queued(changed_run(self._view, active_s=active_s), ask.configuration)

    def _finish_trial(self, result: TrialResult, active_s: float) -> None:
        row = self._trials[result.trial]
        if row.status != "running" or row.ask.attempt != result.attempt:
            raise ValueError(f"trial {result.trial} attempt {result.attempt} finished, but it was not running")
        self._trials[result.trial] = row.model_copy(update={"status": result.status, "result": result})
        self._stale = True
        self._view = changed_run(self._view, active_s=active_s)
        if result.status == "ok" and result.score is not None and row.ask.run == self._view.run.run:
            best = self._view.incumbent
            held = self._trials[best].result if best is not None else None
            if held is None or held.score is None or result.score > held.score:
                self._view = changed(self._view, incumbent=result.trial)

    def _requeue_trial(self, body: ev.TrialRequeued) -> None:
        row = self._trials[body.trial]
        ask = row.ask.model_copy(update={"attempt": body.attempt})
        self._trials[body.trial] = TrialRow(ask=ask, status="cancelled", started_at_s=row.started_at_s)
        self._stale = True


def _noted(view: RunView, body: ev.StudyCreated | ev.HostStarted | ev.TargetSeen) -> RunView:
    """What is known of the study itself."""
    match body:
        case ev.StudyCreated():
            return changed(
                view,
                name=body.name,
                data_hash=body.data_hash,
                target=body.target,
                planner=body.planner,
                planner_is_object=body.planner_is_object,
                autonomy=body.autonomy,
                warnings=body.warnings,
            )
        case ev.HostStarted():
            return changed_agent(changed(view, host_version=body.versions.get("cotune", "")), probing=False)
        case ev.TargetSeen():
            return changed(view, targets_seen=(*view.targets_seen, body))
        case _:
            assert_never(body)


def fold(events: Iterable[ev.Event]) -> RunView:
    """The view after these events, which must start with seq 1."""
    state = Fold()
    for event in events:
        state.apply(event)
    return state.view()
