"""The trials of a run: start them, take what comes out, append first, then tell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from cotune.engine.allotment import Allotment, allot
from cotune.engine.arguments import PreflightArguments, Prepared, TrialArguments
from cotune.engine.around import Around
from cotune.engine.asking import Asking
from cotune.engine.budget import ActiveClock, is_worth_starting, trial_limit_s
from cotune.engine.executor import Outcome, Task
from cotune.engine.kept import Kept
from cotune.engine.next_trial import NextTrial
from cotune.engine.racing import may_race
from cotune.engine.trial_tasks import may_begin, preflight_task, result_of, trial_task
from cotune.model.event import Remarked, TrialFinished, TrialRequeued, TrialStarted
from cotune.model.spec import SearchSpec
from cotune.model.trial import Failure, TrialAsk, TrialResult, TrialRow
from cotune.model.words import SEARCHED, SUGGESTED, Family, RanOn
from cotune.search import Searcher
from cotune.search.catalog import built_in

_MOST_CROWDED_OUT = 3
_MOST_LOSSES = 3


class Trials:
    """The trials of one run, at most as many at a time as are allotted, and one of them on a GPU.

    One whose worker was lost runs again, up to a number of times.
    """

    def __init__(
        self, around: Around, spec: SearchSpec, active: ActiveClock, asking: Asking, prepared: Prepared
    ) -> None:
        rows = around.view.run_trials()
        self.out: dict[str, TrialAsk] = {}
        self.kept = Kept(around.folder, spec.second_objective, chosen=around.view.chosen)
        self._around, self._spec, self._active, self._asking = around, spec, active, asking
        self._prepared = prepared
        self._run = around.view.run.run
        self._next = NextTrial(around, asking, spec, prepared.shape)
        self._fastest_s: float | None = None
        self._left_s: float | None = None
        self._crowded_out = {r.ask.trial for r in rows if r.result is not None and r.result.out_of_gpu_memory}
        self._use_gpu = around.view.run.uses_gpu and len(self._crowded_out) < _MOST_CROWDED_OUT
        self._beside_gpu: set[int] = set()
        self._losses: Counter[int] = Counter()
        for row in rows:
            self._note(row)
        self._inform(rows)

    @property
    def idle(self) -> bool:
        """Whether nothing runs and nothing may be started but the searcher's proposals."""
        return not self.out and not self._next.is_given

    def all_started(self) -> bool:
        """Whether the trial budget allows no further trial."""
        return self._next.all_started()

    def is_too_late(self, left_s: float | None) -> bool:
        """Whether no further trial has a chance in what is left of the search."""
        return not is_worth_starting(left_s, self._fastest_s)

    def has_room(self, taken: int = 0) -> bool:
        """Whether a worker is free, where `taken` have something else to do."""
        return len(self.out) + taken < self._allotment.workers

    def fill(self, left_s: float | None, taken: int = 0) -> None:
        """Start trials until all workers, but for `taken`, have one or none is ready."""
        self._left_s = left_s
        self._next.ask_ahead()
        while self.has_room(taken) and not self.is_too_late(left_s):
            ask = self._next.choose(self._has_device)
            if ask is None:
                return
            self._start(ask)
            self._next.ask_ahead()

    def take(self, outcome: Outcome) -> None:
        """A trial came back: append, then tell. One whose pre-flight went well begins, one that a GPU had no memory for
        begins again on the CPU. An outcome of an attempt that was cut off is ignored."""
        ask = self.out.pop(outcome.id, None)
        if ask is None:
            return
        if may_begin(ask, outcome):
            self._fit(ask)
            return
        if outcome.found_the_gpu_full:
            self._leave_gpu(outcome.id, ask)
            return
        if outcome.is_lost and self._may_have_another_worker(ask):
            self._requeue(ask, "its worker was lost")
            return
        meant = self._device(ask)
        result = result_of(ask, outcome).having(out_of_gpu_memory=ask.trial in self._crowded_out)
        self._finish(ask, result)
        if result.status == "ok" and meant == "cuda" and result.device == "cpu":
            self._use_gpu = False
            said = "was to use the GPU and ran on the CPU, as will the trials from here on"
            self._remark(outcome.id, f"Trial {ask.trial} {said}.")

    def change_searcher(self, make: Callable[[], Searcher]) -> None:
        """Let another searcher go on from here; it is told what the one before was."""
        self._next.change_searcher(make)

    def requeue_all(self, reason: str) -> None:
        """Void all running attempts; the trials run again under the same ids."""
        for task_id, ask in self._withdraw():
            self._requeue(ask, reason)
            self._around.executor.cancel(task_id)

    def cancel_all(self, reason: str, families: tuple[Family, ...] | None = None) -> None:
        """End running trials (of these families) without a score. They run again, under the same ids, should the search
        go on (or the ban be lifted)."""
        for task_id, ask in self._withdraw(families):
            self._around.executor.cancel(task_id)
            failure = Failure(type="Cancelled", message=reason)
            self._finish(ask, TrialResult(trial=ask.trial, attempt=ask.attempt, status="cancelled", failure=failure))
            self._next.put_back(ask.having(attempt=ask.attempt + 1))

    def _requeue(self, ask: TrialAsk, reason: str) -> None:
        again = ask.having(attempt=ask.attempt + 1)
        self._around.journal.append(TrialRequeued(trial=ask.trial, attempt=again.attempt, reason=reason))
        self._next.put_back(again)

    def _may_have_another_worker(self, ask: TrialAsk) -> bool:
        self._losses[ask.trial] += 1
        return self._losses[ask.trial] < _MOST_LOSSES

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
        done, cut_off = [r for r in rows if r.result is not None], self._next.cut_off()
        for row in rows:
            if row.result is None or (row is done[-1] and not cut_off):
                self._asking.tell(row.ask, TrialResult(trial=row.ask.trial, attempt=row.ask.attempt, status="running"))
            else:
                self._asking.tell(row.ask, row.result)
        self._next.ask_ahead()
        if done and not cut_off and done[-1].result is not None:
            self._asking.tell(done[-1].ask, done[-1].result)

    @property
    def _allotment(self) -> Allotment:
        """As of now: an executor may have more slots than a moment ago, or fewer."""
        return allot(self._spec, self._around.executor.slots, self._use_gpu)

    def _device(self, ask: TrialAsk) -> RanOn:
        on_cpu = ask.trial in self._crowded_out or ask.trial in self._beside_gpu
        return "cpu" if on_cpu else self._allotment.device(ask.configuration.family)

    def _has_device(self, family: Family) -> bool:
        """A second trial for the GPU would wait for it on the slot of one for the CPU."""
        on_cpu = self._allotment.device(family) == "cpu"
        return on_cpu or all(self._device(ask) == "cpu" for ask in self.out.values())

    def _start(self, ask: TrialAsk) -> None:
        if self._has_device(ask.configuration.family):
            self._beside_gpu.discard(ask.trial)
        else:
            self._beside_gpu.add(ask.trial)
        self._around.journal.append(TrialStarted(ask=ask, active_s=self._active.seconds))
        running = TrialResult(trial=ask.trial, attempt=ask.attempt, status="running")
        self._asking.tell(ask, running)
        if ask.origin not in SUGGESTED:
            self._fit(ask)
            return
        folder = str(self._around.folder.path)
        arguments = PreflightArguments(folder=folder, run=self._run, spec=self._spec, ask=ask)
        self._submit(ask, preflight_task(arguments, self._limit_s(ask), self._allotment.memory_mb))

    def _fit(self, ask: TrialAsk) -> None:
        arguments = TrialArguments(
            folder=str(self._around.folder.path),
            run=self._run,
            spec=self._spec,
            ask=ask,
            device=self._device(ask),
            keep_above=self.kept.threshold(ask.configuration.family),
            rival=self._rival(ask),
        )
        self._submit(ask, trial_task(arguments, self._limit_s(ask), self._allotment.memory_mb))

    def _submit(self, ask: TrialAsk, task: Task) -> None:
        self.out[task.id] = ask
        self._around.executor.submit(task)

    def _limit_s(self, ask: TrialAsk) -> float:
        budget_s, any_ok = self._around.view.run.budget_s, self._fastest_s is not None
        fit_s = built_in(ask.configuration.family).fit_seconds(ask.configuration.params, self._prepared.shape)
        usual_s = self._prepared.fits * fit_s
        return trial_limit_s(self._spec, budget_s, self._left_s, any_ok, alone=not self.out, usual_s=usual_s)

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
            self._use_gpu = False
        rest = ", as will the trials from here on." if leaves else "."
        self._remark(task_id, f"Trial {ask.trial} needs more memory than the GPU has free, so it runs on the CPU{rest}")
        self._fit(ask)

    def _remark(self, task_id: str, text: str) -> None:
        self._around.journal.append(Remarked(turn=task_id, text=text))

    def _note(self, row: TrialRow) -> None:
        self.kept.add(row)
        if row.status == "ok" and row.result is not None:
            self._fastest_s = min(row.result.seconds, self._fastest_s or row.result.seconds)
