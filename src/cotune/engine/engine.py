"""Carries runs out: the calls of the host, and the tick that drives everything. Nothing here blocks."""

from __future__ import annotations

from collections.abc import Callable

from cotune.engine.allotment import workers_of
from cotune.engine.around import Around
from cotune.engine.executor import Executor
from cotune.engine.going_on import check_extension, check_resumption
from cotune.engine.gpu import GpuProbe
from cotune.engine.run import Run
from cotune.engine.sweeping import sweep
from cotune.engine.unsealing import Unsealing
from cotune.engine.versions import versions
from cotune.engine.warm_up import warm_up
from cotune.errors import Refused, UserError
from cotune.model.action import ExtendRun, StartSearch, Steer, UnsealHoldout, UseTrial
from cotune.model.base import Noun
from cotune.model.event import (
    FamilyBanned,
    FamilyUnbanned,
    RunEnded,
    RunStarted,
    Steered,
    TrialChosen,
    TrialEnqueued,
    TrialRequeued,
    Unsteered,
)
from cotune.model.gate import Permit
from cotune.model.profile import TableShape
from cotune.model.space import Configuration
from cotune.model.spec import SearchSpec
from cotune.model.words import Actor, Family
from cotune.store.folder import StudyFolder
from cotune.store.journal import Journal

_UNDER_WAY = ("running", "paused", "finishing")


class Engine:
    """One study's engine. Everything that must survive is in the journal; `restore` takes it up after a lost host.

    `is_permitted` says whether the log holds the yes that a permit speaks of: a costly action without it is refused.
    `gpus` looks for GPUs from the start.
    """

    def __init__(
        self,
        journal: Journal,
        folder: StudyFolder,
        executor: Executor,
        clock: Callable[[], float],
        is_permitted: Callable[[Permit], bool],
    ) -> None:
        self.gpus = GpuProbe(clock)
        self._around = Around(journal, folder, executor, clock)
        self._is_permitted = is_permitted
        self._run: Run | None = None
        self._unsealing = Unsealing(self._around)

    @property
    def active_s(self) -> float:
        """Active seconds of the present run."""
        return self._run.active_s if self._run is not None else self._around.view.run.active_s

    @property
    def slots(self) -> int:
        """How many trials run at once at most."""
        return self._around.executor.slots

    @property
    def is_unsealing(self) -> bool:
        """Whether the sealed rows are being scored."""
        return self._unsealing.under_way

    @property
    def is_explaining(self) -> bool:
        """Whether it is being worked out what the present run has learned of its space."""
        return self._run is not None and self._run.is_explaining

    def shape_of(self, spec: SearchSpec) -> TableShape | None:
        """The shape of the table in the present run, when `spec` is that run's and its table is prepared."""
        run = self._run
        return run.shape if run is not None and run.spec == spec else None

    def restore(self, active_s: float = 0.0) -> None:
        """Go on where the journal ends; call once, before anything else.

        `active_s`: the active seconds that the last host was known to have reached, where it knew more than the log.
        """
        warm_up(self._around.executor)
        sweep(self._around.folder, self._around.view)
        self._unsealing.take_up()
        self._around.journal.append(*self._none_running("the host was lost"))
        run = self._around.view.run
        if run.phase not in _UNDER_WAY and not self._around.view.choosing:
            return
        self._run = Run(self._around, max(active_s, run.active_s))

    def tick(self) -> None:
        """Take what came out of the workers and do what is due; takes milliseconds."""
        for outcome in self._around.executor.poll():
            self._unsealing.take(outcome)
            if self._run is not None:
                self._run.take(outcome)
        if self._run is not None:
            self._run.tick()

    def fail(self, message: str) -> None:
        """End the run under way, if any, as failed: cotune itself can't go on with it."""
        run = self._around.view.run
        if run.phase in ("running", "finishing"):
            ended = RunEnded(run=run.run, why="failed", active_s=self.active_s, message=message)
            self._around.journal.append(*self._none_running(message), ended)

    def start(self, action: StartSearch, permit: Permit) -> None:
        """Start a run; one under way is replaced. Raises Refused without a valid permit."""
        self._check(action, permit)
        if self._run is not None:
            self._run.replace()
        started = RunStarted(
            run=self._around.view.run.run + 1,
            spec=action.spec,
            permit=permit,
            seed=action.spec.random_state,
            workers=workers_of(action.spec, self.slots),
            versions=versions(),
        )
        self._around.journal.append(started)
        self._run = Run(self._around, 0.0)

    def pause(self) -> None:
        if self._run is not None:
            self._run.pause()

    def resume(self) -> None:
        """Make it run: after a pause, or after an end that left budget. Raises UserError when there is none.

        A chosen model that is being made goes on by itself.
        """
        if self._around.view.choosing:
            return
        check_resumption(self._around.view, self.active_s)
        if self._around.view.run.phase in ("paused", "ended"):
            self._present().resume()

    def stop(self) -> None:
        if self._run is not None:
            self._run.stop()

    def extend(self, action: ExtendRun, permit: Permit) -> None:
        """More budget for the present run, also after its end.

        Raises Refused without a valid permit, UserError when there is no run, or when what is extended isn't what the
        run is bounded by.
        """
        self._check(action, permit)
        check_extension(action, self._around.view, self.active_s)
        self._present().extend(action.seconds, action.trials)

    def enqueue(self, configuration: Configuration, by: Actor) -> None:
        self._around.journal.append(TrialEnqueued(configuration=configuration, by=by))

    def ban(self, family: Family) -> None:
        """Try nothing of this family any more, not what is queued either, and end its running trials."""
        self._around.journal.append(FamilyBanned(family=family))
        if self._run is not None:
            self._run.apply_bans()

    def unban(self, family: Family) -> None:
        self._around.journal.append(FamilyUnbanned(family=family))
        if self._run is not None:
            self._run.apply_bans()

    def steer(self, steer: Steer, steer_id: str, by: Actor) -> None:
        self._around.journal.append(Steered(id=steer_id, steer=steer, by=by))
        if self._run is not None:
            self._run.apply_steers()

    def unsteer(self, steer_id: str) -> None:
        self._around.journal.append(Unsteered(id=steer_id))
        if self._run is not None:
            self._run.apply_steers()

    def weigh_steers(self) -> None:
        """The trust in whoever made the steers has changed."""
        if self._run is not None:
            self._run.apply_steers()

    def use(self, action: UseTrial, by: Actor) -> None:
        """Make the present run's model of the chosen trial: at once when the run has ended, else when it ends.

        Raises UserError when the trial's models are gone, or the sealed rows are being scored.
        """
        if self._unsealing.under_way:
            raise UserError("the sealed rows are being scored", fix="wait for their score, then choose")
        if action.trial is not None and not self._around.folder.fold_models(action.trial).exists():
            raise UserError(
                f"the models of trial {action.trial} are no longer on disk",
                fix="choose one of the best: only these keep theirs",
            )
        present = self._present()
        self._around.journal.append(TrialChosen(run=present.number, trial=action.trial, by=by))
        present.choose()

    def unseal(self, permit: Permit) -> None:
        """Score the present model on the sealed rows. Raises Refused without a permit, UserError without a model."""
        self._check(UnsealHoldout(), permit)
        if self._around.view.choosing:
            raise UserError("another model is being made by a choice", fix="wait for it, then score it")
        self._unsealing.begin()

    def close(self) -> None:
        """Kill all workers. A run under way goes on with the next host."""
        if self._run is not None:
            self._run.close()
        self._around.executor.close()

    def _none_running(self, reason: str) -> list[TrialRequeued]:
        """What leaves no trial as running in the log; each runs again should its run go on."""
        rows = [row for row in self._around.view.trials if row.status == "running"]
        return [TrialRequeued(trial=r.ask.trial, attempt=r.ask.attempt + 1, reason=reason) for r in rows]

    def _check(self, action: Noun, permit: Permit) -> None:
        if permit.action_digest != action.digest():
            raise Refused("permit", ["the action is not the one that was allowed"])
        if not self._is_permitted(permit):
            raise Refused("permit", ["the log holds no decision for this action"])

    def _present(self) -> Run:
        """The run to go on with, taken up from the log when this host hasn't seen it yet."""
        if self._run is None:
            self._run = Run(self._around, self._around.view.run.active_s)
        return self._run
