"""The middle part of a run: trials, and a baseline beside them, until the time, the trials or the space are used up."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from cotune.engine.allotment import workers_of
from cotune.engine.arguments import Prepared
from cotune.engine.around import Around
from cotune.engine.asking import Asking
from cotune.engine.beside import Beside
from cotune.engine.budget import ActiveClock
from cotune.engine.executor import Outcome
from cotune.engine.final_choice import Choices
from cotune.engine.reserve import reserve_s
from cotune.engine.trials import Trials
from cotune.model.spec import SearchSpec
from cotune.model.words import RunEnd
from cotune.search import Searcher, make_searcher


class Searching:
    """Tries what the searcher and people propose, from where the log stands."""

    def __init__(self, around: Around, spec: SearchSpec, active: ActiveClock, prepared: Prepared) -> None:
        self.prepared = prepared
        self._around, self._spec = around, spec
        self._asking = Asking(self._searcher())
        self._trials = Trials(around, spec, active, self._asking, prepared)
        self._beside = Beside(around, spec, prepared)
        self._choices = Choices()

    @property
    def trouble(self) -> str:
        """What the searcher failed by; empty where it did not."""
        failure = self._asking.failure
        return "" if failure is None else f"the searcher failed: {type(failure).__name__}"

    def tick(self, run_left_s: float) -> RunEnd | None:
        """Start what may be started; why the search is over, once it is.

        `run_left_s`: until the run must have ended, model and all; infinite without a time budget.
        """
        left_s = self._left_s(run_left_s)
        if self._trials.has_room():
            self._beside.tick(left_s)
        why = self._why_over(left_s)
        if why is None:
            self._trials.fill(left_s, taken=int(self._beside.under_way))
        return why

    def take(self, outcome: Outcome) -> None:
        if not self._beside.take(outcome):
            self._trials.take(outcome)

    def pause(self) -> None:
        """Kill what runs, at once; trials keep their ids for another attempt."""
        self._trials.requeue_all("paused")
        self._beside.drop()

    def end(self, reason: str) -> None:
        """Cancel what runs, which the log says, and leave."""
        self._trials.cancel_all(reason)
        self.drop()

    def drop(self) -> None:
        """Leave; the log is not told of trials that run: they run again when the next host goes on."""
        self._beside.drop()
        self._asking.close()

    def change_budget(self) -> None:
        """Let a searcher go on that knows of the budget in the view."""
        self._trials.change_searcher(self._searcher())

    def apply_bans(self) -> None:
        """Obey the bans of the view."""
        banned = self._around.view.banned
        self._asking.ban(banned)
        self._trials.cancel_all("its family was banned", banned)

    def apply_steers(self) -> None:
        """Follow the steers of the view."""
        self._asking.steer(self._around.view.steers)

    def apply_choice(self) -> None:
        """Keep the models of what the view says is chosen."""
        self._trials.kept.chosen = self._around.view.chosen

    def _searcher(self) -> Callable[[], Searcher]:
        """Makes SMAC for the time that the run has by now, extensions included, and its workers."""
        budget_s, spec = self._around.view.run.budget_s, self._spec
        worker_s = None if budget_s is None else budget_s * workers_of(spec, self._around.executor.slots)
        return partial(make_searcher, "smac", spec, self.prepared.shape, spec.random_state, worker_s=worker_s)

    def _left_s(self, run_left_s: float) -> float | None:
        """Seconds until the search must give way to the final model; None without a time budget."""
        budget_s = self._around.view.run.budget_s
        if budget_s is None:
            return None
        choice = self._choices.of(self._around.view, self._trials.kept.rows)
        kept = tuple(row.result for row in choice.rows if row.result is not None)
        return run_left_s - reserve_s(self._spec, self.prepared, kept, budget_s)

    def _why_over(self, left_s: float | None) -> RunEnd | None:
        trials, asking = self._trials, self._asking
        if left_s is not None and (left_s <= 0 or (trials.is_too_late(left_s) and not trials.out)):
            return "time"
        if self._beside.under_way or not trials.idle:
            return None
        if trials.all_started():
            return "trials"
        if asking.failure is not None:
            return "failed"
        return "exhausted" if asking.exhausted else None
