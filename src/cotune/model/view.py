"""RunView: what a study looks like after its events. The one reading of the log, for people and agent alike."""

from __future__ import annotations

from bisect import bisect_left
from datetime import datetime
from typing import Literal

from cotune.model.action import StartSearch, Steer
from cotune.model.base import Noun
from cotune.model.event import HoldoutOpened, ModelReady, TargetSeen
from cotune.model.figure import Figure
from cotune.model.front import front
from cotune.model.gate import Card, Decision, Grant, Proposal, Rejection, ScoreWithNoise, Verdict
from cotune.model.insight import SearchInsight
from cotune.model.optimism import Optimism, optimism
from cotune.model.probe import ProbeScore
from cotune.model.profile import TARGET_WARNINGS, DataWarning
from cotune.model.sharing import SharedFrom, Sharing
from cotune.model.space import Configuration
from cotune.model.spec import SearchSpec
from cotune.model.trial import TrialRow
from cotune.model.usage import AgentBudget, Usage
from cotune.model.words import Actor, Autonomy, Family, Metric, RunEnd, RunPhase


class ChatLine(Noun):
    """One line of the conversation. `seq` is the event it comes from; a `question` waits for an answer."""

    seq: int
    who: Literal["you", "agent", "cotune"]
    text: str
    turn: str | None = None
    question: bool = False
    candidates: tuple[str, ...] = ()
    by: str = ""
    figures: tuple[Figure, ...] = ()


class Verdicted(Noun):
    """A proposal with what policy, and maybe a human, said of it."""

    proposal: Proposal
    verdict: Verdict
    decision: Decision | None = None


class CardOfAgent(Noun):
    """When the agent opened a card, and in which turn."""

    at: datetime
    turn: str | None


class RunState(Noun):
    """The present (or last) run. Seconds are active seconds: pauses don't count.

    `xgboost_beside`: the baseline that was fitted where no trial is it.
    """

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
    repeats: int = 1
    folds_digest: str = ""
    holdout_digest: str = ""
    holdout_rows: int = 0
    baseline_dummy: float | None = None
    baseline_dummy_folds: tuple[float, ...] = ()
    tested_per_trained: float = 1.0
    cautions: tuple[str, ...] = ()
    xgboost_beside: TrialRow | None = None


class ActiveSteer(Noun):
    """A steer in force. `trust` in whoever made it lowers its weight."""

    id: str
    steer: Steer
    by: Literal["human", "agent"]
    since_trial: int
    trust: float = 1.0

    @property
    def weight(self) -> float:
        """The share of proposals that it claims at first."""
        return self.steer.weight * self.trust


class TurnToCome(Noun):
    """A turn that waits until those before it have ended; it will answer the words of `words_of`."""

    turn: str
    words_of: str


class TurnState(Noun):
    """The agent's present turn; what all turns used so far, and the last that ended; and what they may use and
    see of the table.

    It answers the words of `words_of`; those in `waiting` come after it, in that order. `retryable`: it failed or was
    stopped, and can be tried again.
    `raise_to`: the last turn ended at a limit, and this budget would let it go on.
    `probing`: the model is asked how well it knows the table; `probed` is what the last probe found.
    """

    turn: str | None = None
    words_of: str | None = None
    busy: bool = False
    waiting: tuple[TurnToCome, ...] = ()
    retryable: bool = False
    problem: str = ""
    used: Usage = Usage()
    used_last: Usage = Usage()
    budget: AgentBudget = AgentBudget()
    sharing: Sharing = Sharing()
    raise_to: AgentBudget | None = None
    probing: bool = False
    probed: ProbeScore | None = None

    @property
    def trust(self) -> float:
        """What the agent's suggestions weigh: less when its model knows the table from elsewhere."""
        return self.probed.trust if self.probed is not None else 1.0


def scored(row: TrialRow, metric: Metric) -> ScoreWithNoise | None:
    """What a trial scored by this metric, with its noise over folds; None without a score."""
    result = row.result
    if result is None or result.score is None:
        return None
    return ScoreWithNoise(metric=metric, score=result.score, standard_error=result.standard_error)


class RunView(Noun):
    """A study after `seq` events.

    `free_used_s` of the study's free seconds are used or held. `charged_s` of the present run's budget came from them
    or from grants; when it ends, the unused part goes back and stands in `given_back_s`, should the run be resumed.
    `chosen`: the trial that somebody chose for the present run's model; `choosing`: after the run's end that model is
    being made. `opened`: what the present model scored on the sealed rows. `sharings`: each change of what is shared.
    """

    seq: int = 0
    name: str = ""
    data_hash: str = ""
    target: str | None = None
    planner: str = ""
    planner_is_object: bool = False
    autonomy: Autonomy = "ask_risky"
    epoch: int = 0
    host_version: str = ""
    revision: int = 0
    warnings: tuple[DataWarning, ...] = ()
    targets_seen: tuple[TargetSeen, ...] = ()
    goals: tuple[str, ...] = ()
    chat: tuple[ChatLine, ...] = ()
    agent: TurnState = TurnState()
    sharings: tuple[SharedFrom, ...] = ()
    stopped_turns: tuple[str, ...] = ()
    cards: tuple[Card, ...] = ()
    cards_of_agent: tuple[CardOfAgent, ...] = ()
    history: tuple[Verdicted, ...] = ()
    rejections: tuple[Rejection, ...] = ()
    free_used_s: float = 0.0
    charged_s: float = 0.0
    given_back_s: float = 0.0
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
    insight: SearchInsight | None = None
    model: ModelReady | None = None
    chosen: int | None = None
    choosing: bool = False
    holdout: tuple[HoldoutOpened, ...] = ()
    opened: HoldoutOpened | None = None
    unsealing: bool = False

    def trial(self, trial: int) -> TrialRow | None:
        """The row of a trial id; ids are dense from 0, so this is a look-up."""
        return self.trials[trial] if 0 <= trial < len(self.trials) else None

    def card(self, card: str) -> Card | None:
        return next((c for c in self.cards if c.id == card), None)

    def run_trials(self) -> tuple[TrialRow, ...]:
        """The trials of the present run, in the order of their ids; those of earlier runs come before them."""
        return self.trials[bisect_left(self.trials, self.run.run, key=lambda t: t.ask.run) :]

    def trials_used(self) -> int:
        """How much of its trial budget the present run has used: a trial that was cut off may run again."""
        return sum(t.status != "cancelled" for t in self.run_trials())

    def best(self) -> TrialRow | None:
        """The incumbent of the present run."""
        return None if self.incumbent is None else self.trial(self.incumbent)

    def best_score(self) -> ScoreWithNoise | None:
        """What the incumbent scored, with its noise over folds."""
        best = self.best()
        return None if self.spec is None or best is None else scored(best, self.spec.metric)

    def best_trials(self, most: int) -> tuple[TrialRow, ...]:
        """The best trials of the present run with a score, best first."""
        scored = [(t.result.score, t) for t in self.run_trials() if t.status == "ok" and t.result]
        ranked = sorted((s, -t.ask.trial, t) for s, t in scored if s is not None)
        return tuple(t for _, _, t in ranked[::-1][:most])

    def front(self) -> tuple[TrialRow, ...]:
        """The present run's trials that are better than all cheaper ones, cheapest first; empty for one objective."""
        second = self.spec.second_objective if self.spec else None
        return front(self.run_trials(), second, self.run.tested_per_trained) if second else ()

    def optimism(self) -> Optimism | None:
        """How much better the present model looked in cross-validation than on the sealed rows; None before that."""
        return optimism(self.model.cv, self.opened.score) if self.model and self.opened else None

    def finished_trials(self) -> int:
        """Trials of all runs that ran to their end, well or badly."""
        return sum(t.result is not None and t.status != "cancelled" for t in self.trials)

    def xgboost_trial(self) -> TrialRow | None:
        """The trial of the present run that is XGBoost as it comes, else what was fitted beside it; None without."""
        found = (r for r in self.run_trials() if r.ask.origin == "default" and r.ask.configuration.family == "xgboost")
        return next(found, self.run.xgboost_beside)

    def default_xgboost(self) -> float | None:
        """The score of XGBoost as it comes, a baseline of the present run; None while it has none."""
        row = self.xgboost_trial()
        return row.result.score if row is not None and row.result is not None else None

    def target_now(self) -> str | None:
        """What a waiting card would predict, else what is searched, else what the study was made for."""
        actions = [c.proposal.action for c in self.cards]
        asked = [a.spec.target for a in actions if isinstance(a, StartSearch)]
        return asked[-1] if asked else self.spec.target if self.spec else self.target

    def data_warnings(self) -> tuple[DataWarning, ...]:
        """About the table as it is seen from `target_now`."""
        target = self.target_now()
        seen = next((s.warnings for s in reversed(self.targets_seen) if s.target == target), ())
        known = self.warnings if target == self.target else [w for w in self.warnings if w.kind not in TARGET_WARNINGS]
        return tuple(dict.fromkeys((*seen, *known)))

    def open_warnings(self) -> tuple[DataWarning, ...]:
        """Those that the present search does nothing about: their column takes part, and orders or groups no rows."""
        spec = self.spec
        heeded = (*spec.exclude_columns, spec.group_column, spec.time_column) if spec else ()
        return tuple(w for w in self.data_warnings() if w.column is None or w.column not in heeded)

    def searched_s(self) -> float:
        """Active seconds of all runs of the study."""
        return self.searched_s_before + self.run.active_s
