"""RunView: what a study looks like after its events. The one reading of the log, for people and agent alike."""

from __future__ import annotations

from typing import Literal

from cotune.model.action import Steer
from cotune.model.base import Noun
from cotune.model.event import HoldoutOpened, ModelReady
from cotune.model.gate import Card, Decision, Grant, Proposal, Rejection, Verdict
from cotune.model.profile import DataWarning
from cotune.model.space import Configuration
from cotune.model.spec import SearchSpec
from cotune.model.trial import TrialRow
from cotune.model.words import Actor, Autonomy, Family, RunEnd, RunPhase


class ChatLine(Noun):
    """One line of the conversation. `seq` is the event it comes from."""

    seq: int
    who: Literal["you", "agent", "cotune"]
    text: str
    turn: str | None = None
    candidates: tuple[str, ...] = ()


class Verdicted(Noun):
    """A proposal with what policy, and maybe a human, said of it."""

    proposal: Proposal
    verdict: Verdict
    decision: Decision | None = None


class RunState(Noun):
    """The present (or last) run. Seconds are active seconds: pauses don't count."""

    run: int = 0
    phase: RunPhase = "none"
    why_ended: RunEnd | None = None
    message: str = ""
    active_s: float = 0.0
    budget_s: float | None = None
    budget_trials: int | None = None
    workers: int = 0
    uses_gpu: bool = False
    folds: int = 0
    folds_digest: str = ""
    holdout_digest: str = ""
    holdout_rows: int = 0
    baseline_dummy: float | None = None
    started_seq: int = 0


class ActiveSteer(Noun):
    id: str
    steer: Steer
    by: Literal["human", "agent"]
    since_trial: int


class TurnState(Noun):
    """The agent's present turn, and what all turns used so far."""

    turn: str | None = None
    busy: bool = False
    problem: str = ""
    input_tokens: int = 0
    output_tokens: int = 0


class RunView(Noun):
    """A study after `seq` events."""

    seq: int = 0
    name: str = ""
    data_hash: str = ""
    target: str | None = None
    planner: str = ""
    autonomy: Autonomy = "ask_risky"
    epoch: int = 0
    host_version: str = ""
    revision: int = 0
    warnings: tuple[DataWarning, ...] = ()
    goals: tuple[str, ...] = ()
    chat: tuple[ChatLine, ...] = ()
    agent: TurnState = TurnState()
    stopped_turns: tuple[str, ...] = ()
    cards: tuple[Card, ...] = ()
    history: tuple[Verdicted, ...] = ()
    rejections: tuple[Rejection, ...] = ()
    free_used_s: float = 0.0
    grants: tuple[Grant, ...] = ()
    spec: SearchSpec | None = None
    run: RunState = RunState()
    searched_s_before: float = 0.0
    trials: tuple[TrialRow, ...] = ()
    queued: tuple[Configuration, ...] = ()
    queued_by: tuple[Actor, ...] = ()
    banned: tuple[Family, ...] = ()
    steers: tuple[ActiveSteer, ...] = ()
    incumbent: int | None = None
    model: ModelReady | None = None
    holdout: tuple[HoldoutOpened, ...] = ()

    def trial(self, trial: int) -> TrialRow | None:
        """The row of a trial id; ids are dense from 0, so this is a look-up."""
        return self.trials[trial] if 0 <= trial < len(self.trials) else None

    def card(self, card: str) -> Card | None:
        return next((c for c in self.cards if c.id == card), None)

    def run_trials(self) -> tuple[TrialRow, ...]:
        """The trials of the present run, in the order of their ids."""
        return tuple(t for t in self.trials if t.ask.run == self.run.run)

    def best(self) -> TrialRow | None:
        """The incumbent of the present run."""
        return None if self.incumbent is None else self.trial(self.incumbent)

    def finished_trials(self) -> int:
        """Trials of all runs that ran to their end, well or badly."""
        return sum(t.result is not None and t.status != "cancelled" for t in self.trials)

    def searched_s(self) -> float:
        """Active seconds of all runs of the study."""
        return self.searched_s_before + self.run.active_s
