"""One run from start to end: its table is prepared, then it is searched, then the model is made.

Preparing --table--> Searching --budget, stop, nothing left--> Finishing --model--> Choosing (after the end)
                      |    ^                                       |                    |
                    pause resume                     pause, extend: searching      extend, resume: searching

A run that is taken up from the log prepares anew, and goes on with the part that the log is at.
"""

from __future__ import annotations

import math
import shutil

from cotune.engine.arguments import Prepared
from cotune.engine.around import Around
from cotune.engine.budget import FINAL_LIMIT_S, STOP_LIMIT_S, ActiveClock, margin_s
from cotune.engine.choosing import Choosing, leave_as_it_is
from cotune.engine.executor import Outcome
from cotune.engine.explaining import Explaining
from cotune.engine.final_choice import final_choice
from cotune.engine.finishing import Finishing
from cotune.engine.kept import Kept, drop_earlier_trials, drop_replaced
from cotune.engine.preparing import Preparing
from cotune.engine.searching import Searching
from cotune.model.event import (
    ModelReady,
    RunEnded,
    RunExtended,
    RunFinishing,
    RunPaused,
    RunPrepared,
    RunResumed,
)
from cotune.model.failing import failures_in_words
from cotune.model.profile import TableShape
from cotune.model.words import RunEnd


class Run:
    """The present run, whose start is in the log already. All of its state that must survive is there too.

    It is in one part at a time; which one follows from the phase in the log, once the table is prepared.
    """

    def __init__(self, around: Around, spent_s: float) -> None:
        view = around.view
        if view.spec is None:
            raise ValueError("the log has no run")
        self.spec = view.spec
        self.number = view.run.run
        self._around = around
        self._active = ActiveClock(around.clock, spent_s)
        self._explaining = Explaining(around, view.spec)
        self._trouble = ""
        preparing = Preparing(around, view.spec)
        preparing.begin()
        self._part: Preparing | Searching | Finishing | Choosing = preparing
        if view.run.phase in ("running", "finishing"):
            self._active.go()

    @property
    def active_s(self) -> float:
        return self._active.seconds

    @property
    def shape(self) -> TableShape | None:
        """Of the table, when it is prepared."""
        return None if isinstance(self._part, Preparing) else self._part.prepared.shape

    @property
    def is_explaining(self) -> bool:
        """Whether it is being worked out what the run has learned of its space."""
        return self._explaining.under_way

    def tick(self) -> None:
        """Do what is due. Never blocks."""
        phase = self._around.view.run.phase
        match self._part:
            case Preparing() as part:
                self._await_table(part)
            case Searching() as part if phase == "running":
                why = part.tick(self._left_s())
                if why is not None:
                    self._finish(why)
            case Finishing() as part if phase == "finishing":
                self._finish_up(part)
            case Choosing() as part if phase == "ended":
                part.tick()
        if self.shape is not None:
            self._explaining.tick(self.shape)

    def take(self, outcome: Outcome) -> None:
        """An outcome of one of this run's tasks, or of one that was cancelled: that is nobody's any more."""
        if isinstance(self._part, Preparing):
            self._take_prepared(self._part.take(outcome))
        else:
            self._part.take(outcome)

    def pause(self) -> None:
        """Kill what runs, at once; the final model is dropped. Preparing, which no trial is lost by, goes on."""
        if self._around.view.run.phase not in ("running", "finishing"):
            return
        self._active.halt()
        match self._part:
            case Searching() as part:
                part.pause()
            case Finishing() as part:
                part.drop()
        self._around.journal.append(RunPaused(run=self.number, active_s=self.active_s))

    def resume(self) -> None:
        """Go on after a pause, or after an end that left some of the budget."""
        self._around.journal.append(RunResumed(run=self.number, active_s=self.active_s))
        self._active.go()
        match self._part:
            case Preparing() as part:
                part.begin()
            case Finishing() | Choosing() as part:
                part.drop()
                self._part = self._searching(part.prepared)

    def stop(self) -> None:
        """Finish with what there is; a second stop doesn't wait for the final model."""
        phase = self._around.view.run.phase
        if phase in ("running", "paused") or (phase == "finishing" and isinstance(self._part, Preparing)):
            self._finish("stopped")
        elif isinstance(self._part, Finishing | Choosing):
            self._part.hurry()

    def choose(self) -> None:
        """The final model is to be made of what the view says is chosen: at the end, or anew when that has come."""
        match self._part:
            case Preparing() as part:
                part.begin()
            case Searching() as part:
                part.apply_choice()
            case Finishing() as part:
                part.drop()
                if self._around.view.run.phase == "finishing":
                    self._part = self._finishing(part.prepared)
            case Choosing() as part:
                part.drop()

    def extend(self, seconds: float | None, trials: int | None) -> None:
        """More budget. For a run that has ended, counted from what it has used."""
        run = self._around.view.run
        if run.phase == "ended":
            asked = self._around.view.trials_used()
            seconds = None if seconds is None or run.budget_s is None else self.active_s + seconds - run.budget_s
            trials = None if trials is None or run.budget_trials is None else asked + trials - run.budget_trials
        self._around.journal.append(RunExtended(run=self.number, seconds=seconds, trials=trials))
        if isinstance(self._part, Searching):
            self._part.change_budget()
        if run.phase in ("ended", "finishing"):
            self.resume()

    def apply_bans(self) -> None:
        """Obey the bans of the view."""
        if isinstance(self._part, Searching):
            self._part.apply_bans()

    def apply_steers(self) -> None:
        """Follow the steers of the view."""
        if isinstance(self._part, Searching):
            self._part.apply_steers()

    def replace(self) -> None:
        """Another run takes over."""
        if self._around.view.run.phase in ("running", "paused", "finishing"):
            if isinstance(self._part, Searching):
                self._part.end("another search was started")
            self._end("replaced")
        self.close()

    def close(self) -> None:
        self._active.halt()
        self._part.drop()

    def _searching(self, prepared: Prepared) -> Searching:
        return Searching(self._around, self.spec, self._active, prepared)

    def _finishing(self, prepared: Prepared) -> Finishing:
        """The rest of the time budget is for the model; after a stop the few seconds that a person would wait."""
        view = self._around.view
        kept = Kept(self._around.folder, self.spec.second_objective, view.run_trials(), view.chosen)
        most_s = STOP_LIMIT_S if view.run.why_ended == "stopped" else FINAL_LIMIT_S
        left_s = min(self._left_s(), most_s)
        return Finishing(self._around, self.spec, final_choice(view, kept.rows), prepared, left_s)

    def _await_table(self, part: Preparing) -> None:
        run = self._around.view.run
        if run.phase == "running" and self._left_s() <= 0:
            self._finish("time")
        elif run.phase == "finishing" and not run.folds_digest:
            part.drop()
            self._end(run.why_ended or "stopped", "the search ended before the table was ready")

    def _take_prepared(self, found: Prepared | str | None) -> None:
        if isinstance(found, Prepared):
            run = self._around.view.run
            known = (run.folds_digest, run.holdout_digest)
            if run.folds_digest and (found.folds_digest, found.holdout_digest) != known:
                found = "the rows of folds or holdout are no longer those that the run began with"
        if isinstance(found, str):
            self._stay_unprepared(found)
        elif found is not None:
            self._begin_with(found)

    def _stay_unprepared(self, why: str) -> None:
        if self._around.view.run.phase == "ended":
            leave_as_it_is(self._around, why)
        else:
            self._end("failed", why)

    def _begin_with(self, prepared: Prepared) -> None:
        run = self._around.view.run
        if not run.folds_digest:
            facts = prepared.model_dump(exclude={"shape", "slow_to_predict"})
            self._around.journal.append(RunPrepared(run=self.number, active_s=self.active_s, **facts))
            drop_earlier_trials(self._around.folder, self._around.view)
        if run.phase == "finishing":
            self._part = self._finishing(prepared)
        elif run.phase == "ended":
            self._part = Choosing(self._around, self.spec, prepared)
        else:
            self._part = self._searching(prepared)

    def _finish(self, why: RunEnd) -> None:
        self._active.go()
        self._around.journal.append(RunFinishing(run=self.number, why=why, active_s=self.active_s))
        match self._part:
            case Preparing() as part:
                self._await_table(part)
            case Searching() as part:
                self._trouble = part.trouble if why == "failed" else ""
                part.end("the run ended first")
                self._part = self._finishing(part.prepared)
            case Finishing() as part:
                self._part = self._finishing(part.prepared)
        if isinstance(self._part, Finishing):
            self._finish_up(self._part)

    def _finish_up(self, part: Finishing) -> None:
        """Make the final model; once it is there, end the run."""
        part.tick()
        if part.model is not None:
            self._end(self._around.view.run.why_ended or "stopped", self._trouble, part.model)
            self._part = Choosing(self._around, self.spec, part.prepared)

    def _left_s(self) -> float:
        """Seconds until the run must have ended, model and all; infinite without a time budget."""
        budget_s = self._around.view.run.budget_s
        return math.inf if budget_s is None else budget_s - margin_s(budget_s) - self.active_s

    def _end(self, why: RunEnd, message: str = "", model: ModelReady | None = None) -> None:
        before = self._around.view.model
        self._active.halt()
        message = message or ("" if why == "replaced" else self._without_success())
        ended = RunEnded(run=self.number, why=why, active_s=self.active_s, message=message)
        self._around.journal.append(*((model,) if model is not None else ()), ended)
        if model is not None:
            drop_replaced(self._around.folder, before, model)
        shutil.rmtree(self._around.folder.prepared(self.number), ignore_errors=True)

    def _without_success(self) -> str:
        """What most trials failed by, or that none has finished; empty where all is well."""
        view = self._around.view
        none = "" if view.best() is not None else "no trial finished before the search ended"
        return failures_in_words(view.run_trials()) or none
