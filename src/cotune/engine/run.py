"""One run from start to end.

started --prepare--> searching --budget, stop, nothing left--> finishing --> ended
                      |    ^                                     |             |
                    pause resume          (a pause drops the final model)    extend, resume; choose: another model
"""

from __future__ import annotations

import math
import shutil

from cotune.engine.arguments import PrepareArguments, Prepared
from cotune.engine.around import Around
from cotune.engine.asking import Asking
from cotune.engine.beside import Beside
from cotune.engine.budget import FINAL_LIMIT_S, STOP_LIMIT_S, TRIAL_LIMIT_S, ActiveClock, margin_s
from cotune.engine.choosing import Choosing
from cotune.engine.executor import Outcome, Task
from cotune.engine.explaining import Explaining
from cotune.engine.final_choice import Choices
from cotune.engine.finishing import Finishing
from cotune.engine.kept import Kept, drop_earlier_trials, drop_replaced
from cotune.engine.reserve import reserve_s
from cotune.engine.searching import searcher_of
from cotune.engine.trials import Trials
from cotune.model.event import (
    RunEnded,
    RunExtended,
    RunFinishing,
    RunPaused,
    RunPrepared,
    RunResumed,
)
from cotune.model.failing import failures_in_words
from cotune.model.trial import TrialRow
from cotune.model.words import RunEnd

_PREPARE_TRIES = 5


class Run:
    """The present run, whose start is in the log already. All of its state that must survive is there too."""

    def __init__(self, around: Around, spent_s: float) -> None:
        view = around.view
        if view.spec is None:
            raise ValueError("the log has no run")
        self.spec = view.spec
        self.number = view.run.run
        self.prepared: Prepared | None = None
        self._around = around
        self._active = ActiveClock(around.clock, spent_s)
        self._asking: Asking | None = None
        self._trials: Trials | None = None
        self._beside: Beside | None = None
        self._finishing: Finishing | None = None
        self._explaining: Explaining | None = None
        self._choices = Choices()
        self._choosing = Choosing(around, view.spec)
        self._preparing: str | None = None
        self._prepare_tries = 0
        if view.run.phase in ("running", "finishing"):
            self._active.go()
        self._prepare_if_need_be()

    @property
    def active_s(self) -> float:
        return self._active.seconds

    @property
    def is_explaining(self) -> bool:
        """Whether it is being worked out what the run has learned of its space."""
        return self._explaining is not None and self._explaining.under_way

    def tick(self) -> None:
        """Do what is due. Never blocks."""
        phase = self._around.view.run.phase
        if phase == "running" and self._trials is not None:
            self._search(self._trials)
        elif phase == "running" and self._left_s() <= 0:
            self._finish("time")
        elif phase == "finishing":
            self._finish_up()
        elif phase == "ended" and self.prepared is not None:
            self._choosing.tick(self.prepared)
        if self._explaining is not None:
            self._explaining.tick()

    def take(self, outcome: Outcome) -> None:
        """An outcome of one of this run's tasks."""
        if outcome.id == self._preparing:
            self._take_prepared(outcome)
        elif self._trials is not None and outcome.id in self._trials.out:
            self._trials.take(outcome)
        elif self._beside is not None and self._beside.take(outcome):
            return
        elif self._finishing is not None:
            self._finishing.take(outcome)
        else:
            self._choosing.take(outcome)

    def pause(self) -> None:
        """Kill what runs, at once; trials keep their ids for another attempt."""
        if self._around.view.run.phase not in ("running", "finishing"):
            return
        self._active.halt()
        if self._trials is not None:
            self._trials.requeue_all("paused")
        self._drop_beside()
        self._drop_finishing()
        self._around.journal.append(RunPaused(run=self.number, active_s=self.active_s))

    def resume(self) -> None:
        """Go on after a pause, or after an end that left some of the budget."""
        self._drop_finishing()
        self._around.journal.append(RunResumed(run=self.number, active_s=self.active_s))
        self._active.go()
        self._prepare_if_need_be()
        if self.prepared is not None and self._trials is None:
            self._open_search(self.prepared)

    def stop(self) -> None:
        """Finish with what there is; a second stop doesn't wait for the final model."""
        phase = self._around.view.run.phase
        self._choosing.hurry()
        if self._finishing is not None:
            self._finishing.hurry()
        elif phase in ("running", "paused"):
            self._finish("stopped")

    def choose(self) -> None:
        """The final model is to be made of what the view says is chosen: at the end, or anew when that has come."""
        self._drop_finishing()
        self._prepare_if_need_be()
        if self._trials is not None:
            self._trials.kept.chosen = self._around.view.chosen

    def extend(self, seconds: float | None, trials: int | None) -> None:
        """More budget. For a run that has ended, counted from what it has used."""
        run = self._around.view.run
        if run.phase == "ended":
            asked = self._around.view.trials_used()
            seconds = None if seconds is None or run.budget_s is None else self.active_s + seconds - run.budget_s
            trials = None if trials is None or run.budget_trials is None else asked + trials - run.budget_trials
        self._around.journal.append(RunExtended(run=self.number, seconds=seconds, trials=trials))
        if self.prepared is not None and self._trials is not None:
            self._trials.change_searcher(searcher_of(self._around, self.spec, self.prepared.shape))
        if run.phase in ("ended", "finishing"):
            self._drop_finishing()
            self.resume()

    def apply_bans(self) -> None:
        """Obey the bans of the view."""
        if self._asking is not None and self._trials is not None:
            banned = self._around.view.banned
            self._asking.ban(banned)
            self._trials.cancel_all("its family was banned", banned)

    def apply_steers(self) -> None:
        """Follow the steers of the view."""
        if self._asking is not None:
            self._asking.steer(self._around.view.steers)

    def replace(self) -> None:
        """Another run takes over."""
        if self._around.view.run.phase in ("running", "paused", "finishing"):
            self._cancel_trials("another search was started")
            self._end("replaced")
        self.close()

    def close(self) -> None:
        self._active.halt()
        self._drop_beside()
        self._drop_preparing()
        self._drop_finishing()
        if self._asking is not None:
            self._asking.close()

    def _cancel_trials(self, reason: str) -> None:
        if self._trials is not None:
            self._trials.cancel_all(reason)

    def _prepare_if_need_be(self) -> None:
        if self.prepared is None and self._preparing is None:
            self._prepare_tries = 0
            self._prepare()

    def _prepare(self) -> None:
        """Each try has an id of its own: an executor may remember that it was told to cancel an earlier one."""
        self._prepare_tries += 1
        self._preparing = f"prepare-{self.number}-{self._around.clock():.6f}"
        arguments = PrepareArguments(folder=str(self._around.folder.path), run=self.number, spec=self.spec)
        self._around.executor.submit(
            Task(id=self._preparing, call=arguments.call, args=arguments.model_dump_json(), timeout_s=TRIAL_LIMIT_S)
        )

    def _drop_preparing(self) -> None:
        if self._preparing is not None:
            self._around.executor.cancel(self._preparing)
        self._preparing = None

    def _take_prepared(self, outcome: Outcome) -> None:
        self._preparing = None
        if outcome.is_lost and self._prepare_tries < _PREPARE_TRIES:
            self._prepare()
        elif outcome.status != "ok" or outcome.payload is None:
            why = outcome.failure.message if outcome.failure else f"preparing the table: {outcome.status}"
            self._stay_unprepared(why)
        else:
            self._begin_with(Prepared.model_validate_json(outcome.payload))

    def _stay_unprepared(self, why: str) -> None:
        if self._around.view.run.phase == "ended":
            self._choosing.give_up(why)
        else:
            self._end("failed", why)

    def _begin_with(self, prepared: Prepared) -> None:
        run = self._around.view.run
        known = (run.folds_digest, run.holdout_digest)
        if run.folds_digest and (prepared.folds_digest, prepared.holdout_digest) != known:
            self._stay_unprepared("the rows of folds or holdout are no longer those that the run began with")
            return
        self.prepared = prepared
        self._explaining = Explaining(self._around, self.spec, prepared.shape)
        if not run.folds_digest:
            facts = prepared.model_dump(exclude={"shape", "slow_to_predict"})
            self._around.journal.append(RunPrepared(run=self.number, active_s=self.active_s, **facts))
            drop_earlier_trials(self._around.folder, self._around.view)
        if run.phase in ("running", "paused"):
            self._open_search(prepared)

    def _open_search(self, prepared: Prepared) -> None:
        self._asking = Asking(searcher_of(self._around, self.spec, prepared.shape))
        self._trials = Trials(self._around, self.spec, self._active, self._asking, prepared)
        self._beside = Beside(self._around, self.spec, prepared)

    def _search(self, trials: Trials) -> None:
        left_s = self._search_left_s(trials)
        if self._beside is not None and trials.has_room():
            self._beside.tick(left_s)
        why = self._why_over(trials, left_s)
        if why is not None:
            self._finish(why)
        else:
            trials.fill(left_s, taken=int(self._is_beside))

    @property
    def _is_beside(self) -> bool:
        """Whether a worker fits the baseline."""
        return self._beside is not None and self._beside.under_way

    def _drop_beside(self) -> None:
        if self._beside is not None:
            self._beside.drop()

    def _search_left_s(self, trials: Trials) -> float | None:
        """Seconds until the search must give way to the final model; None without a time budget."""
        budget_s = self._around.view.run.budget_s
        if budget_s is None or self.prepared is None:
            return None
        kept = tuple(
            row.result for row in self._choices.of(self._around.view, trials.kept.rows).rows if row.result is not None
        )
        return self._left_s() - reserve_s(self.spec, self.prepared, kept, budget_s)

    def _why_over(self, trials: Trials, left_s: float | None) -> RunEnd | None:
        if left_s is not None and (left_s <= 0 or (trials.is_too_late(left_s) and not trials.out)):
            return "time"
        if self._is_beside:
            return None
        if trials.all_started() and trials.idle:
            return "trials"
        if self._asking is not None and trials.idle:
            if self._asking.failure is not None:
                return "failed"
            if self._asking.exhausted:
                return "exhausted"
        return None

    def _finish(self, why: RunEnd) -> None:
        self._active.go()
        self._around.journal.append(RunFinishing(run=self.number, why=why, active_s=self.active_s))
        self._cancel_trials("the run ended first")
        self._drop_beside()
        self._finish_up()

    def _finish_up(self) -> None:
        """Make the final model; once it is there, end the run."""
        why = self._around.view.run.why_ended or "stopped"
        if self.prepared is None:
            if not self._around.view.run.folds_digest:
                self._drop_preparing()
                self._end(why, "the search ended before the table was ready")
            return
        if self._finishing is None:
            choice, left_s = self._choices.of(self._around.view, self._kept()), self._final_left_s(why)
            self._finishing = Finishing(self._around, self.spec, choice, self.prepared, left_s)
        self._finishing.tick()
        if self._finishing.model is not None:
            self._end(why)

    def _kept(self) -> tuple[TrialRow, ...]:
        if self._trials is not None:
            return self._trials.kept.rows
        view = self._around.view
        return Kept(self._around.folder, self.spec.second_objective, view.run_trials(), view.chosen).rows

    def _final_left_s(self, why: RunEnd) -> float:
        """Seconds for the final model: the rest of the time budget; after a stop the few that a person would wait."""
        return min(self._left_s(), STOP_LIMIT_S if why == "stopped" else FINAL_LIMIT_S)

    def _left_s(self) -> float:
        """Seconds until the run must have ended, model and all; infinite without a time budget."""
        budget_s = self._around.view.run.budget_s
        return math.inf if budget_s is None else budget_s - margin_s(budget_s) - self.active_s

    def _end(self, why: RunEnd, message: str = "") -> None:
        before, model = self._around.view.model, self._finishing.model if self._finishing is not None else None
        self._active.halt()
        if why == "failed" and not message and self._asking is not None and self._asking.failure is not None:
            message = f"the searcher failed: {type(self._asking.failure).__name__}"
        message = message or ("" if why == "replaced" else self._without_success())
        ended = RunEnded(run=self.number, why=why, active_s=self.active_s, message=message)
        self._around.journal.append(*((model,) if model is not None else ()), ended)
        if model is not None:
            drop_replaced(self._around.folder, before, model)
        self._drop_finishing()
        shutil.rmtree(self._around.folder.prepared(self.number), ignore_errors=True)

    def _without_success(self) -> str:
        """What most trials failed by, or that none has finished; empty where all is well."""
        view = self._around.view
        none = "" if view.best() is not None else "no trial finished before the search ended"
        return failures_in_words(view.run_trials()) or none

    def _drop_finishing(self) -> None:
        self._choosing.drop()
        if self._finishing is not None:
            self._finishing.drop()
        self._finishing = None
