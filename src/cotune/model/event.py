"""All that can happen in a study. The host appends these; everything else is a fold over them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, ValidationInfo, model_validator

from cotune.model.action import Steer
from cotune.model.base import Noun
from cotune.model.figure import Figure
from cotune.model.gate import Card, Decision, Grant, Permit, Proposal, ScoreWithNoise, Verdict
from cotune.model.insight import SearchInsight
from cotune.model.probe import ProbeScore
from cotune.model.profile import DataWarning
from cotune.model.sharing import Sharing
from cotune.model.space import Configuration
from cotune.model.spec import SearchSpec
from cotune.model.trial import TrialAsk, TrialResult
from cotune.model.usage import AgentBudget, Usage
from cotune.model.words import Actor, Autonomy, Family, RunEnd

MAKING_CHOSEN = "chosen-"
"""How the remark on a choice that came to nothing begins."""
SCORING_HOLDOUT = "holdout-"
"""How the task that scores the sealed rows is named, and with it the remark on one that failed."""


class StudyCreated(Noun):
    kind: Literal["study_created"] = "study_created"
    name: str
    data_hash: str
    n_rows: int
    n_columns: int
    target: str | None
    autonomy: Autonomy
    planner: str
    planner_is_object: bool = False
    warnings: tuple[DataWarning, ...]
    versions: dict[str, str]


class HostStarted(Noun):
    kind: Literal["host_started"] = "host_started"
    epoch: int
    protocol: int
    versions: dict[str, str]


class GoalStated(Noun):
    """The person said something to the agent; opens the turn of that id."""

    kind: Literal["goal_stated"] = "goal_stated"
    turn: str
    text: str


class TurnRetried(Noun):
    """A new turn for the words that opened the turn `words_of`, which failed or was stopped.

    `built_in`: the built-in planner takes it, whatever the study's model is.
    """

    kind: Literal["turn_retried"] = "turn_retried"
    turn: str
    words_of: str
    built_in: bool = False


class AgentSpoke(Noun):
    """Text of the agent (a final one: deltas are not events). `question` marks a question with clickable answers.

    `by` names who answered; empty: the study's own model. `figures`: the numbers in the text, looked up.
    """

    kind: Literal["agent_spoke"] = "agent_spoke"
    turn: str
    text: str
    question: bool = False
    candidates: tuple[str, ...] = ()
    by: str = ""
    figures: tuple[Figure, ...] = ()


class Remarked(Noun):
    """Something that cotune itself has to say, such as what became of a draft; `turn` is the agent's turn, or the task,
    that it is about. `failed`: what was to be done on somebody's word and came to nothing by this."""

    kind: Literal["remarked"] = "remarked"
    turn: str
    text: str
    failed: Literal["unsealing", "choosing"] | None = None

    @model_validator(mode="before")
    @classmethod
    def _of_an_older_log(cls, given: object, info: ValidationInfo) -> object:
        """There the name of the task alone tells what has failed."""
        if info.mode != "json" or not isinstance(given, dict) or "failed" in given:
            return given
        begins = {SCORING_HOLDOUT: "unsealing", MAKING_CHOSEN: "choosing"}
        named = (what for task, what in begins.items() if str(given.get("turn")).startswith(task))
        return given | {"failed": next(named, None)}


class TurnEnded(Noun):
    """`raise_to`: it ended at a limit of the agent's budget, and this one would let it go on."""

    kind: Literal["turn_ended"] = "turn_ended"
    turn: str
    status: Literal["done", "stopped", "failed"]
    problem: str = ""
    usage: Usage = Usage()
    raise_to: AgentBudget | None = None


class TargetSeen(Noun):
    """The table was looked at from a target; `warnings` are those that need one (leaks, imbalance)."""

    kind: Literal["target_seen"] = "target_seen"
    target: str
    warnings: tuple[DataWarning, ...]


class ActionProposed(Noun):
    kind: Literal["action_proposed"] = "action_proposed"
    proposal: Proposal
    verdict: Verdict


class CardOpened(Noun):
    kind: Literal["card_opened"] = "card_opened"
    card: Card


class CardClosed(Noun):
    """A card that nobody can answer any more, because the study moved on."""

    kind: Literal["card_closed"] = "card_closed"
    card: str
    reason: str


class DecisionMade(Noun):
    kind: Literal["decision_made"] = "decision_made"
    decision: Decision


class GrantGiven(Noun):
    kind: Literal["grant_given"] = "grant_given"
    grant: Grant


class GrantRevoked(Noun):
    kind: Literal["grant_revoked"] = "grant_revoked"
    grant: str


class AutonomySet(Noun):
    kind: Literal["autonomy_set"] = "autonomy_set"
    autonomy: Autonomy


class AgentLimited(Noun):
    kind: Literal["agent_limited"] = "agent_limited"
    budget: AgentBudget


class SharingSet(Noun):
    kind: Literal["sharing_set"] = "sharing_set"
    sharing: Sharing


class AgentModelSet(Noun):
    """Another language model, or the built-in planner, answers as the agent; `planner` names it as people see it."""

    kind: Literal["agent_model_set"] = "agent_model_set"
    planner: str
    is_object: bool = False


class ModelProbed(Noun):
    """A probe of the language model ended; without a `score` the `problem` says why. `model` as people are shown it."""

    kind: Literal["model_probed"] = "model_probed"
    probe: str
    model: str
    score: ProbeScore | None = None
    problem: str = ""
    usage: Usage = Usage()


class RunStarted(Noun):
    """`seed` equals the spec's random_state. What the table turns out to be follows with `RunPrepared`."""

    kind: Literal["run_started"] = "run_started"
    run: int
    spec: SearchSpec
    permit: Permit
    seed: int
    workers: int
    versions: dict[str, str]


class RunPrepared(Noun):
    """The run's rows are drawn; the digests pin those of folds and holdout. Comes once, before the first trial.

    `left_out` says of each family that won't be searched why. `folds` of each of the `repeats` partitions. `cautions`:
    what a person should know of folds and sealed rows. `tested_per_trained`: rows that a fold tests for one that it
    trains on, on average; None in logs that don't say so.
    """

    kind: Literal["run_prepared"] = "run_prepared"
    run: int
    folds: int
    repeats: int = 1
    folds_digest: str
    holdout_digest: str
    holdout_rows: int
    baseline_dummy: float | None
    baseline_dummy_folds: tuple[float, ...] = ()
    active_s: float
    left_out: tuple[str, ...] = ()
    tested_per_trained: float | None = None
    cautions: tuple[str, ...] = ()


class RunPaused(Noun):
    kind: Literal["run_paused"] = "run_paused"
    run: int
    active_s: float


class RunResumed(Noun):
    kind: Literal["run_resumed"] = "run_resumed"
    run: int
    active_s: float


class RunExtended(Noun):
    """The budgets of a run by so much more, or less: one that has ended goes on from what it has used."""

    kind: Literal["run_extended"] = "run_extended"
    run: int
    seconds: float | None
    trials: int | None


class RunFinishing(Noun):
    """No more trials are started: the final model is being made."""

    kind: Literal["run_finishing"] = "run_finishing"
    run: int
    why: RunEnd
    active_s: float


class RunEnded(Noun):
    kind: Literal["run_ended"] = "run_ended"
    run: int
    why: RunEnd
    active_s: float
    message: str = ""


class TrialStarted(Noun):
    kind: Literal["trial_started"] = "trial_started"
    ask: TrialAsk
    active_s: float


class TrialFinished(Noun):
    kind: Literal["trial_finished"] = "trial_finished"
    run: int
    result: TrialResult
    active_s: float


class TrialRequeued(Noun):
    """The attempt is void (pause, crash of the host); the trial runs again under the same id."""

    kind: Literal["trial_requeued"] = "trial_requeued"
    trial: int
    attempt: int
    reason: str


class BaselineFitted(Noun):
    """XGBoost as it comes was fitted beside a search that doesn't try it; or could not be, and its failure says why."""

    kind: Literal["baseline_fitted"] = "baseline_fitted"
    ask: TrialAsk
    result: TrialResult


class SearchExplained(Noun):
    """What the run has learned of its space by now."""

    kind: Literal["search_explained"] = "search_explained"
    insight: SearchInsight


class Steered(Noun):
    kind: Literal["steered"] = "steered"
    id: str
    steer: Steer
    by: Literal["human", "agent"]


class Unsteered(Noun):
    kind: Literal["unsteered"] = "unsteered"
    id: str


class TrialEnqueued(Noun):
    """To be tried next in the present run: what waits when another one starts is gone, as is what a ban meets."""

    kind: Literal["trial_enqueued"] = "trial_enqueued"
    configuration: Configuration
    by: Literal["human", "agent"]


class TrialDropped(Noun):
    """What was queued is not tried: `why` tells which trial has tried the same meanwhile."""

    kind: Literal["trial_dropped"] = "trial_dropped"
    configuration: Configuration
    why: str


class FamilyBanned(Noun):
    kind: Literal["family_banned"] = "family_banned"
    family: Family


class FamilyUnbanned(Noun):
    kind: Literal["family_unbanned"] = "family_unbanned"
    family: Family


class ModelMember(Noun):
    trial: int
    family: Family
    weight: float


class TrialChosen(Noun):
    """The run's model is to be this trial alone; None: what cotune would choose. Holds until the next run begins."""

    kind: Literal["trial_chosen"] = "trial_chosen"
    run: int
    trial: int | None
    by: Actor


class ModelReady(Noun):
    """A model file stands in the study folder. `how`: averaged fold models, or refitted on all rows but the holdout.

    `predict_ms`: of a row in a batch of BATCH_ROWS; `single_ms`: of one row that is asked alone. `chosen` is the trial
    that somebody chose for it; `size_mb` of the file.
    """

    kind: Literal["model_ready"] = "model_ready"
    run: int
    file: str
    how: Literal["fold_models", "refit"]
    members: tuple[ModelMember, ...]
    cv: ScoreWithNoise
    predict_ms: float | None
    single_ms: float | None = None
    message: str = ""
    chosen: int | None = None
    size_mb: float | None = None


class HoldoutOpened(Noun):
    kind: Literal["holdout_opened"] = "holdout_opened"
    run: int
    count: int
    score: ScoreWithNoise
    n_rows: int


EventBody = Annotated[
    StudyCreated
    | HostStarted
    | GoalStated
    | TurnRetried
    | AgentSpoke
    | Remarked
    | TurnEnded
    | TargetSeen
    | ActionProposed
    | CardOpened
    | CardClosed
    | DecisionMade
    | GrantGiven
    | GrantRevoked
    | AutonomySet
    | AgentLimited
    | SharingSet
    | AgentModelSet
    | ModelProbed
    | RunStarted
    | RunPrepared
    | RunPaused
    | RunResumed
    | RunExtended
    | RunFinishing
    | RunEnded
    | TrialStarted
    | TrialFinished
    | TrialRequeued
    | BaselineFitted
    | SearchExplained
    | Steered
    | Unsteered
    | TrialEnqueued
    | TrialDropped
    | FamilyBanned
    | FamilyUnbanned
    | TrialChosen
    | ModelReady
    | HoldoutOpened,
    Field(discriminator="kind"),
]


class Event(Noun):
    """One row of the log. `seq` counts from 1 without gaps; `at` is UTC."""

    seq: int
    at: datetime
    epoch: int
    body: EventBody
