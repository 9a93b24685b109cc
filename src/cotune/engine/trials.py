"""The trials of a run: start them, take what comes out, append first, then tell."""

from __future__ import annotations

from collections import deque

from cotune.engine.allotment import Allotment
from cotune.engine.arguments import PreflightArguments, TrialArguments
from cotune.engine.around import Around
from cotune.engine.asking import Asking
from cotune.engine.budget import ActiveClock, is_worth_starting, trial_limit_s
from cotune.engine.executor import Outcome, Task
from cotune.engine.kept import Kept
from cotune.engine.racing import may_race
from cotune.engine.trial_tasks import may_begin, preflight_task, result_of, trial_task
from cotune.model.event import Remarked, TrialFinished, TrialRequeued, TrialStarted
from cotune.model.space import Configuration
from cotune.model.spec import SearchSpec
from cotune.model.trial import Failure, TrialAsk, TrialResult, TrialRow
from cotune.model.words import SEARCHED, SUGGESTED, Family, Origin, RanOn
from cotune.search.control import MOST_IN_A_ROW, control_is_due

_MOST_CROWDED_OUT = 3


class Trials:
    """The trials of one run, at most as many at a time as are allotted.

    Order of what is started: trials whose attempt was void, then what people and the agent put into the queue, then the
    searcher's proposals; but of any five trials in a row one is the plain searcher's own.
    """

    def __init__(
        self, around: Around, spec: SearchSpec, active: ActiveClock, asking: Asking, allotment: Allotment
    ) -> None:
        rows = around.view.run_trials()
        self.out: dict[str, TrialAsk] = {}
        self.kept = Kept(around.folder, spec.second_objective, chosen=around.view.chosen)
        self._around, self._spec, self._active, self._asking = around, spec, active, asking
        self._allotment = allotment
        self._run = around.view.run.run
        self._void = deque(r.ask for r in rows if r.status == "cancelled" and r.result is None)
        self._count = len(rows)
        self._next_number = max((r.ask.number for r in rows), default=-1) + 1
        self._fastest_s: float | None = None
        self._left_s: float | None = None
        self._asked = False
        self._crowded_out: set[int] = set()
        for row in rows:
            self._note(row)
        self._inform(rows)

    @property
    def idle(self) -> bool:
        """Whether nothing runs and nothing may be started but the searcher's proposals."""
        queued = self._around.view.queued and not self.all_started()
        return not self.out and not self._void and not queued

    def all_started(self) -> bool:
        """Whether the trial budget allows no further trial."""
        budget = self._around.view.run.budget_trials
        return budget is not None and self._count >= budget

    def is_too_late(self, left_s: float | None) -> bool:
        """Whether no further trial has a chance in what is left of the search."""
        return not is_worth_starting(left_s, self._fastest_s)

    def fill(self, left_s: float | None) -> None:
        """Start trials until all workers have one or none is ready."""
        self._left_s = left_s
        self._ask_ahead()
        while len(self.out) < self._allotment.workers and not self.is_too_late(left_s):
            ask = self._next()
            if ask is None:
                return
            self._start(ask)
            self._ask_ahead()

    def take(self, outcome: Outcome) -> None:
        """A trial came back: append, then tell. One whose pre-flight went well begins, one that a GPU had no memory for
        begins again on the CPU. An outcome of a void attempt is ignored."""
        ask = self.out.pop(outcome.id, None)
        if ask is None:
            return
        if may_begin(ask, outcome):
            self._fit(ask, self._allotment.device(ask.configuration.family))
            return
        if outcome.found_the_gpu_full:
            self._leave_gpu(outcome.id, ask)
            return
        crowded_out = ask.trial in self._crowded_out
        result = result_of(ask, outcome).having(out_of_gpu_memory=crowded_out)
        self._finish(ask, result)
        meant = "cpu" if crowded_out else self._allotment.device(ask.configuration.family)
        if result.status == "ok" and meant == "cuda" and result.device == "cpu":
            self._use_no_gpu()
            said = "was to use the GPU and ran on the CPU, as will the trials from here on"
            self._remark(outcome.id, f"Trial {ask.trial} {said}.")

    def requeue_all(self, reason: str) -> None:
        """Void all running attempts; the trials run again under the same ids."""
        for task_id, ask in self._withdraw():
            attempt = ask.attempt + 1
            self._around.journal.append(TrialRequeued(trial=ask.trial, attempt=attempt, reason=reason))
            self._around.executor.cancel(task_id)
            self._void.append(ask.having(attempt=attempt))

    def cancel_all(self, reason: str, families: tuple[Family, ...] | None = None) -> None:
        """End running trials (of these families) without a score."""
        for task_id, ask in self._withdraw(families):
            self._around.executor.cancel(task_id)
            failure = Failure(type="Cancelled", message=reason)
            self._finish(ask, TrialResult(trial=ask.trial, attempt=ask.attempt, status="cancelled", failure=failure))

    def _withdraw(self, families: tuple[Family, ...] | None = None) -> list[tuple[str, TrialAsk]]:
        chosen = [(i, a) for i, a in self.out.items() if families is None or a.configuration.family in families]
        for task_id, _ in chosen:
            del self.out[task_id]
        return chosen

    def _inform(self, rows: tuple[TrialRow, ...]) -> None:
        """Tell the searcher what the log holds. The last result comes after the first proposal is wanted, so that a
        run which goes on after a lost host proposes what it would have proposed: until then that trial is out."""
        view = self._around.view
        self._asking.ban(view.banned)
        self._asking.steer(view.steers)
        done = [r for r in rows if r.result is not None]
        for row in rows:
            if row.result is None or (row is done[-1] and not self._void):
                self._asking.tell(row.ask, TrialResult(trial=row.ask.trial, attempt=row.ask.attempt, status="running"))
            else:
                self._asking.tell(row.ask, row.result)
        self._ask_ahead()
        if done and not self._void and done[-1].result is not None:
            self._asking.tell(done[-1].ask, done[-1].result)

    def _ask_ahead(self) -> None:
        if not self._asked and not self.all_started():
            self._asking.want(self._number())
            self._asked = True

    def _number(self) -> int:
        self._next_number += 1
        return self._next_number - 1

    def _next(self) -> TrialAsk | None:
        if self._void:
            return self._void.popleft()
        if self.all_started():
            return None
        view = self._around.view
        trust = view.agent.trust if view.queued_by[:1] == ("agent",) else 1.0
        if view.queued and not self._control_is_due(trust):
            return self._new(self._number(), view.queued[0], view.queued_by[0])
        ready = self._asking.take()
        if ready is None:
            return None
        if self._control_is_due() and ready.proposed.origin in SUGGESTED:
            self._asking.want(ready.number)
            return None
        self._asked = False
        return self._new(ready.number, ready.proposed.configuration, ready.proposed.origin)

    def _control_is_due(self, trust: float = 1.0) -> bool:
        """Whether the next trial is the plain searcher's, unless it has nothing left to propose.

        `trust` is the queue's: the searcher weighs steers by its own, and would propose the same one again.
        """
        rows = self._around.view.trials[-MOST_IN_A_ROW:]
        latest = [row.ask.origin for row in rows if row.ask.run == self._run]
        return control_is_due(latest, trust) and not self._asking.exhausted and self._asking.failure is None

    def _new(self, number: int, configuration: Configuration, origin: Origin) -> TrialAsk:
        self._count += 1
        trial = len(self._around.view.trials)
        return TrialAsk(trial=trial, run=self._run, number=number, configuration=configuration, origin=origin)

    def _start(self, ask: TrialAsk) -> None:
        self._around.journal.append(TrialStarted(ask=ask, active_s=self._active.seconds))
        if ask.origin not in SUGGESTED:
            self._fit(ask, self._allotment.device(ask.configuration.family))
            return
        running = TrialResult(trial=ask.trial, attempt=ask.attempt, status="running")
        self._asking.tell(ask, running)
        folder = str(self._around.folder.path)
        arguments = PreflightArguments(folder=folder, run=self._run, spec=self._spec, ask=ask)
        self._submit(ask, preflight_task(arguments, self._limit_s(), self._allotment.memory_mb))

    def _fit(self, ask: TrialAsk, device: RanOn) -> None:
        arguments = TrialArguments(
            folder=str(self._around.folder.path),
            run=self._run,
            spec=self._spec,
            ask=ask,
            device=device,
            keep_above=self.kept.threshold(ask.configuration.family),
            rival=self._rival(ask),
        )
        self._submit(ask, trial_task(arguments, self._limit_s(), self._allotment.memory_mb))

    def _submit(self, ask: TrialAsk, task: Task) -> None:
        self.out[task.id] = ask
        self._around.executor.submit(task)

    def _limit_s(self) -> float:
        budget_s = self._around.view.run.budget_s
        return trial_limit_s(self._spec, budget_s, self._left_s, self._fastest_s is not None, alone=not self.out)

    def _rival(self, ask: TrialAsk) -> tuple[float, ...]:
        """The folds of the best trial of the family, for what the searcher tries of it: what people, the agent or the
        opening want to see is seen to its end, and a family's best may be worth its place in a blend.
        """
        if ask.origin not in SEARCHED or not may_race(self._spec):
            return ()
        best = self.kept.best_of(ask.configuration.family)
        return best.result.fold_scores if best is not None and best.result is not None else ()

    def _finish(self, ask: TrialAsk, result: TrialResult) -> None:
        finished = TrialFinished(run=self._run, result=result, active_s=self._active.seconds)
        self._around.journal.append(finished)
        self._asking.tell(ask, result)
        self._note(TrialRow(ask=ask, status=result.status, result=result))

    def _leave_gpu(self, task_id: str, ask: TrialAsk) -> None:
        """Begin this trial again on the CPU, and say so; after some such trials the GPU is left alone."""
        self._crowded_out.add(ask.trial)
        leaves = len(self._crowded_out) >= _MOST_CROWDED_OUT
        if leaves:
            self._use_no_gpu()
        rest = ", as will the trials from here on." if leaves else "."
        self._remark(task_id, f"Trial {ask.trial} needs more memory than the GPU has free, so it runs on the CPU{rest}")
        self._fit(ask, "cpu")

    def _use_no_gpu(self) -> None:
        self._allotment = self._allotment.having(use_gpu=False)

    def _remark(self, task_id: str, text: str) -> None:
        self._around.journal.append(Remarked(turn=task_id, text=text))

    def _note(self, row: TrialRow) -> None:
        self.kept.add(row)
        if row.status == "ok" and row.result is not None:
            self._fastest_s = min(row.result.seconds, self._fastest_s or row.result.seconds)
