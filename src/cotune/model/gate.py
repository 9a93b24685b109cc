"""Proposals, verdicts, cards, decisions, grants: the way of an action to a yes or a no."""

from __future__ import annotations

from typing import Literal

from cotune.model.action import Action
from cotune.model.base import Noun
from cotune.model.sharing import Sharing
from cotune.model.spec import FieldChange, SearchSpec
from cotune.model.usage import AgentBudget
from cotune.model.words import Actor, Autonomy, Door, Metric


class Proposal(Noun):
    """An action somebody wants done. `why` is the proposer's prose: shown, labelled, never weighed.

    `base_revision` is the revision the proposer had seen; None (a human at the keyboard) means the present one.
    `turn` is the agent turn that drafted it, so that a stopped turn's drafts are refused.
    """

    id: str
    action: Action
    actor: Actor
    door: Door
    base_revision: int | None = None
    turn: str | None = None
    why: str = ""


class Facts(Noun):
    """All that policy may look at besides the action: figures of the engine and the table, nobody's prose."""

    autonomy: Autonomy
    spec: SearchSpec | None
    searches_started: int
    free_seconds_left: float
    granted_seconds_left: float
    run_active: bool
    trials_done: int
    suspected_leaks: tuple[str, ...]
    leak_messages: tuple[str, ...]
    group_candidates: tuple[str, ...]
    time_candidates: tuple[str, ...]
    holdout_openings: int
    gpus: tuple[str, ...]
    looking_for_gpus: bool
    gpu_in_use: bool
    free_memory_mb: float
    needed_memory_mb: float
    has_model: bool
    agent_budget: AgentBudget = AgentBudget()
    sharing: Sharing = Sharing()


class Verdict(Noun):
    """Policy's answer: which rule spoke, and why, in sentences made of facts.

    `gpu` names the GPU that the search may use: what device "auto" meant when it was judged.
    """

    outcome: Literal["allow", "ask", "deny"]
    rule: str
    reasons: tuple[str, ...]
    gpu: str = ""


class Estimate(Noun):
    """What an action will cost; an interval of seconds and of memory in MB. Frozen when the card is made."""

    seconds_low: float
    seconds_high: float
    memory_low_mb: float
    memory_high_mb: float
    basis: str


class Card(Noun):
    """An action waiting for a human. `action_digest` is of the action exactly as shown."""

    id: str
    proposal: Proposal
    action_digest: str
    verdict: Verdict
    changes: tuple[FieldChange, ...]
    estimate: Estimate | None
    reversible: str
    if_no: str


class Decision(Noun):
    """What the human said of a card. An edit carries the whole edited action, which is assessed again."""

    id: str
    card: str
    action_digest: str
    answer: Literal["approve", "edit", "reject"]
    edited: Action | None = None
    reason: str = ""
    door: Door = "python"


class Permit(Noun):
    """Leave to carry out one action; the engine checks it against the log before it obeys.

    `gpu`: whether a search may use the GPU, because whoever gave leave knew of it.
    """

    proposal: str
    action_digest: str
    source: Literal["allowed", "approved"]
    decision: str | None = None
    gpu: bool = False


class Rejection(Noun):
    """A human's no: to which action, at which event, and after how many finished trials of the study."""

    action_digest: str
    reason: str
    seq: int
    finished_trials: int


FREE_SECONDS = 600.0
"""Seconds of search that need no card after the first search of a study, before any grant."""


class Grant(Noun):
    """A standing permission with a budget, in seconds of search.

    A search or an extension without a card holds its whole budget, first of the study's free seconds, then of the
    oldest grant; what it leaves unused goes back when it ends.
    """

    id: str
    seconds: float
    used_seconds: float = 0.0
    revoked: bool = False


class ScoreWithNoise(Noun):
    """A score (higher is better) with its standard error over folds, and the metric it belongs to."""

    metric: Metric
    score: float
    standard_error: float | None = None
