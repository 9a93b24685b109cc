"""A gate over a log in memory, with figures and a clock that a test can change."""

from __future__ import annotations

from datetime import UTC, datetime

from cotune.errors import SpecError
from cotune.gate import Gate
from cotune.model import action as act
from cotune.model import event as ev
from cotune.model.action import Action
from cotune.model.fold import Fold
from cotune.model.gate import Decision, Estimate, Facts, MemoryNeed, Permit, Proposal
from cotune.model.space import Configuration
from cotune.model.spec import SearchSpec
from cotune.model.trial import TrialAsk, TrialResult
from cotune.model.view import RunView

SPEC = SearchSpec(target="y", task="binary", metric="roc_auc", seconds=60)
START = act.StartSearch(spec=SPEC)
COLUMNS = ("y", "a", "b")


class MemoryLog:
    """The journal's two members over a list: append, then fold."""

    def __init__(self) -> None:
        self.events: list[ev.EventBody] = []
        self._fold = Fold()

    @property
    def view(self) -> RunView:
        return self._fold.view()

    def append(self, *bodies: ev.EventBody) -> None:
        for body in bodies:
            self.events.append(body)
            at = datetime(2026, 1, 1, tzinfo=UTC)
            self._fold.apply(ev.Event(seq=len(self.events), at=at, epoch=1, body=body))

    def kinds(self) -> list[str]:
        return [e.kind for e in self.events]


class Desk:
    """A gate over a log, with figures that a test can change."""

    def __init__(self) -> None:
        self.log = MemoryLog()
        self.free_memory_mb = 4000.0
        self.gpus: tuple[str, ...] = ()
        self.now = datetime(2026, 1, 1, tzinfo=UTC)
        self.gate = Gate(self.log, self.facts, self.estimate, self.check, lambda: self.now)

    def facts(self, action: Action) -> Facts:
        view = self.log.view
        return Facts(
            autonomy=view.autonomy,
            spec=view.spec,
            searches_started=view.run.run,
            free_seconds_left=600,
            granted_seconds_left=0,
            run_active=view.run.phase == "running",
            trials_done=0,
            n_cells=1_000_000,
            suspected_leaks=(),
            leak_messages=(),
            group_candidates=(),
            time_candidates=(),
            holdout_openings=0,
            gpus=self.gpus,
            looking_for_gpus=False,
            gpu_in_use=view.run.uses_gpu,
            free_memory_mb=self.free_memory_mb,
            estimate=self.estimate(action),
            memory_need=MemoryNeed(worker_mb=100, workers=1, rows_that_fit=0),
            has_model=False,
        )

    def estimate(self, action: Action) -> Estimate:
        return Estimate(seconds_low=50, seconds_high=60, memory_low_mb=100, memory_high_mb=200, basis="the budget")

    def check(self, action: Action) -> None:
        if isinstance(action, act.StartSearch) and action.spec.target not in COLUMNS:
            raise SpecError(f"no column '{action.spec.target}'", fix="Did you mean 'y'?")

    def run_started(self, permit: Permit, spec: SearchSpec = SPEC) -> None:
        self.log.append(
            ev.RunStarted(
                run=self.log.view.run.run + 1,
                spec=spec,
                permit=permit,
                seed=0,
                workers=1,
                versions={},
            )
        )


def propose(action: Action, id: str = "p1", **fields: object) -> Proposal:
    return Proposal.model_validate({"id": id, "action": action, "actor": "human", "door": "python", **fields})


def answer(card: str, action: Action, answer: str = "approve", id: str = "d1", **fields: object) -> Decision:
    return Decision.model_validate(
        {"id": id, "card": card, "action_digest": action.digest(), "answer": answer, **fields}
    )


def rejected_in_turn(desk: Desk) -> None:
    desk.log.append(ev.GoalStated(turn="t1", text="predict y"))
    desk.gate.submit(propose(START, "p1", actor="agent", turn="t1", base_revision=1))
    desk.gate.decide(answer("card-p1", START, "reject"))


def finish_trials(desk: Desk, count: int, status: str = "ok") -> None:
    known = len(desk.log.view.trials)
    for trial in range(known, known + count):
        ask = TrialAsk(trial=trial, run=1, number=trial, configuration=Configuration(family="linear"), origin="random")
        desk.log.append(ev.TrialStarted(ask=ask, active_s=1))
        result = TrialResult(
            trial=trial, attempt=ask.attempt, status=status, score=0.5 if status == "ok" else None, seconds=1
        )
        desk.log.append(ev.TrialFinished(run=1, result=result, active_s=1))
