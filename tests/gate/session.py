"""A person, an agent and a gate over a study on a fake clock: the host's wiring without workers and files."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from door import MemoryLog, answer

from cotune.agent import Agent, Draft, TurnRequest
from cotune.data import write_snapshot
from cotune.gate import Gate, Ruling
from cotune.host.checks import Checks
from cotune.host.facts import FactFinder
from cotune.host.shape import rough_shape
from cotune.model import action as act
from cotune.model import event as ev
from cotune.model.action import Action
from cotune.model.gate import Proposal
from cotune.model.space import Configuration
from cotune.model.trial import TrialAsk, TrialResult


def customers(n: int = 400) -> pd.DataFrame:
    rng = np.random.default_rng(0)
    fee, months = rng.normal(50, 10, n), rng.integers(1, 60, n)
    left = (fee - months / 2 + rng.normal(0, 8, n)) > 45
    regions = rng.choice(["north", "south", "coast"], n)
    return pd.DataFrame({"fee": fee, "months": months, "region": regions, "churn": np.where(left, "yes", "no")})


class NoGpus(NamedTuple):
    found: tuple[str, ...] = ()
    under_way: bool = False


class IdleEngine(NamedTuple):
    """What the finder of facts reads of an engine."""

    gpus: NoGpus = NoGpus()
    slots: int = 2

    def shape_of(self, _spec: object) -> None:
        return None


class Session:
    """`say` and `watch` are the agent's turns, `yes` and `no` the person's answers; `pass_time` runs trials."""

    def __init__(self, folder: Path, model: Any = None, table: pd.DataFrame | None = None) -> None:
        self.profile = write_snapshot(customers() if table is None else table, folder)
        self.log = MemoryLog()
        self.now = datetime(2026, 1, 1, tzinfo=UTC)
        facts = FactFinder(folder, self.profile, IdleEngine())
        checks = Checks(self.profile, lambda: self.log.view, lambda spec: rough_shape(self.profile, spec))
        self.gate = Gate(
            self.log,
            lambda action: facts.facts(action, self.log.view),
            lambda action: facts.estimate(action, self.log.view),
            checks.check,
            lambda: self.now,
        )
        self.agent = Agent(model, check=lambda action, _view: checks.check(action))
        self.opened: list[tuple[datetime, str]] = []
        self._turns = 0

    def say(self, text: str) -> list[Ruling]:
        self._turns += 1
        turn = f"turn-{self._turns}"
        self.log.append(ev.GoalStated(turn=turn, text=text))
        view = self.log.view
        result = self.agent.take_turn(
            TurnRequest(turn=turn, text=text, view=view, profile=self.profile, words_of=turn), threading.Event()
        )
        rulings = self._submit(turn, result.drafts)
        self.log.append(ev.TurnEnded(turn=turn, status=result.status, problem=result.problem, usage=result.usage))
        return rulings

    def watch(self, *drafts: Action) -> list[Ruling]:
        """What an agent drafts when nobody has spoken."""
        self._turns += 1
        return self._submit(f"watch-{self._turns}", [Draft(action=action) for action in drafts])

    def yes(self) -> None:
        for card in self.log.view.cards:
            self._carry(self.gate.decide(answer(card.id, card.proposal.action, id=f"yes-{card.id}")))

    def no(self, reason: str = "") -> None:
        for card in self.log.view.cards:
            self.gate.decide(answer(card.id, card.proposal.action, "reject", f"no-{card.id}", reason=reason))

    def pass_time(self, minutes: float, trials: int = 0) -> None:
        self.now += timedelta(minutes=minutes)
        for _ in range(trials):
            self._trial()

    def most_cards_an_hour(self) -> int:
        times = [at for at, _ in self.opened]
        return max(sum(timedelta(0) <= at - first < timedelta(hours=1) for at in times) for first in times)

    def _submit(self, turn: str, drafts: Sequence[Draft]) -> list[Ruling]:
        revision = self.log.view.revision
        rulings = []
        for number, draft in enumerate(drafts):
            action = draft.action
            before = len(self.log.events)
            proposal = Proposal(
                id=f"{turn}-{number}",
                action=action,
                actor="agent",
                door="python",
                base_revision=revision,
                turn=turn,
                asked=draft.asked,
            )
            rulings.append(self.gate.submit(proposal))
            self.opened += [(self.now, action.kind) for e in self.log.events[before:] if e.kind == "card_opened"]
            self._carry(rulings[-1])
        return rulings

    def _carry(self, ruling: Ruling) -> None:
        run = self.log.view.run
        match ruling.action:
            case act.StartSearch(spec=spec) if ruling.permit is not None:
                if run.phase == "running":
                    self.log.append(ev.RunEnded(run=run.run, why="replaced", active_s=run.active_s))
                started = ev.RunStarted(
                    run=run.run + 1, spec=spec, permit=ruling.permit, seed=0, workers=1, versions={}
                )
                self.log.append(started)
            case act.ExtendRun(seconds=seconds, trials=trials):
                self.log.append(ev.RunExtended(run=run.run, seconds=seconds, trials=trials))
            case act.BanFamily(family=family):
                self.log.append(ev.FamilyBanned(family=family))
            case _:
                return

    def _trial(self) -> None:
        view = self.log.view
        n = len(view.trials)
        families = [f for f in view.spec.searched_families() if f not in view.banned]
        ask = TrialAsk(
            trial=n, run=view.run.run, number=n, configuration=Configuration(family=families[n % len(families)]),
            origin="smac",
        )  # fmt: skip
        result = TrialResult(trial=n, attempt=1, status="ok", score=0.7 + n / 10_000, seconds=2, peak_mb=200)
        self.log.append(ev.TrialStarted(ask=ask, active_s=n))
        self.log.append(ev.TrialFinished(run=view.run.run, result=result, active_s=n))
