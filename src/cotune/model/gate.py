"""Proposals, verdicts, cards, decisions, grants: the way of an action to a yes or a no."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from cotune.model.action import Action
from cotune.model.base import Noun
from cotune.model.digits import with_noise
from cotune.model.figure import Figure
from cotune.model.plan import FieldOrigin
from cotune.model.sharing import Sharing
from cotune.model.space import Configuration
from cotune.model.spec import FieldChange, SearchSpec
from cotune.model.usage import AgentBudget
from cotune.model.words import Actor, Autonomy, Door, Metric, natural


class Proposal(Noun):
    """An action somebody wants done. `why` is the proposer's prose: shown, labelled, never weighed;
    `figures` are the numbers in it, looked up.

    `base_revision` is the revision the proposer had seen; None (a human at the keyboard) means the present one.
    `turn` is the agent turn that drafted it, so that a stopped turn's drafts are refused. `asked`: the person's words
    that opened this turn ask for it. `origins`: where the fields of a drafted search come from, as far as it is known.
    """

    id: str
    action: Action
    actor: Actor
    door: Door
    base_revision: int | None = None
    turn: str | None = None
    asked: bool = False
    why: str = ""
    figures: tuple[Figure, ...] = ()
    origins: tuple[FieldOrigin, ...] = ()


class Estimate(Noun):
    """What an action will cost, as intervals: seconds, MB of memory, seconds on a GPU, tokens and money for the agent's
    model.

    Frozen when the card is made. `basis` says what it comes from; `measured_trials` of the study are behind it.
    """

    seconds_low: float
    seconds_high: float
    memory_low_mb: float
    memory_high_mb: float
    basis: str
    measured_trials: int = 0
    gpu_seconds_low: float = 0.0
    gpu_seconds_high: float = 0.0
    tokens_low: int = 0
    tokens_high: int = 0
    money_low: float = 0.0
    money_high: float = 0.0
    currency: str = ""


class MemoryNeed(Noun):
    """What a search needs at least: `worker_mb` for each of its workers. One worker has room for `rows_that_fit`."""

    worker_mb: float
    workers: int
    rows_that_fit: int


class Facts(Noun):
    """All that policy may look at besides the action: figures of the engine and the table, nobody's prose.

    Leaks and the minority are those of the target that the action would search; `near_copies` are the suspected leaks
    that give nearly all of it away. `best_trials` are the best of the present run, best first. `holdout_seen`: its
    sealed rows were opened. `given_back_s`: what it gave back as it ended, and takes again if it goes on.
    `unasked`: the agent drafted the action, and the person's words don't ask for it.
    `language_model` is empty for the built-in planner; a probe of it would send cells of `probed_columns` columns.
    `unprompted`: the agent proposes it by itself, not in a turn that a person's words began. `n_cells` are those of the
    whole table.
    """

    autonomy: Autonomy
    spec: SearchSpec | None
    searches_started: int
    free_seconds_left: float
    granted_seconds_left: float
    given_back_s: float = 0.0
    run_active: bool
    trials_done: int
    n_cells: int
    suspected_leaks: tuple[str, ...]
    leak_messages: tuple[str, ...]
    near_copies: tuple[str, ...] = ()
    minority_share: float | None = None
    minority_rows: int | None = None
    n_classes: int | None = None
    group_candidates: tuple[str, ...]
    time_candidates: tuple[str, ...]
    holdout_openings: int
    holdout_seen: bool = False
    best_trials: tuple[Configuration, ...] = ()
    gpus: tuple[str, ...]
    looking_for_gpus: bool
    gpu_in_use: bool
    free_memory_mb: float
    estimate: Estimate | None
    memory_need: MemoryNeed | None = None
    has_model: bool
    agent_budget: AgentBudget = AgentBudget()
    sharing: Sharing = Sharing()
    unasked: bool = False
    language_model: str = ""
    probed_columns: int = 0
    unprompted: bool = False


class Verdict(Noun):
    """Policy's answer: which rule spoke, and why, in sentences made of facts.

    `asking`: all rules that ask, `rule` the first of them. `risks`: those of the reasons that say what a score would
    mean less, or what would be lost. `gpu` names the GPU that the search may use: what device
    "auto" meant when it was judged.
    """

    outcome: Literal["allow", "ask", "deny"]
    rule: str
    reasons: tuple[str, ...]
    asking: tuple[str, ...] = ()
    risks: tuple[str, ...] = ()
    gpu: str = ""


OWN_IDEA = "own_idea"
"""The rule that puts on a card whatever the agent proposes by itself."""


class Card(Noun):
    """An action waiting for a human. `action_digest` is of the action exactly as shown; `opened_at` is UTC.

    `drawn`: how often; one whose figures no longer hold is drawn anew under another id.
    """

    id: str
    proposal: Proposal
    action_digest: str
    opened_at: datetime | None = None
    drawn: int = 1
    verdict: Verdict
    changes: tuple[FieldChange, ...]
    estimate: Estimate | None
    reversible: str
    if_no: str

    @property
    def is_unasked(self) -> bool:
        """Whether the agent proposes it by itself: then nothing waits for the answer."""
        return self.verdict.rule == OWN_IDEA


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
    """A human's no: to which action, at which event, after how many finished trials, and beside which search."""

    action: Action
    reason: str
    seq: int
    finished_trials: int
    searched: SearchSpec | None


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

    @property
    def left_seconds(self) -> float:
        return 0.0 if self.revoked else self.seconds - self.used_seconds


class ScoreWithNoise(Noun):
    """A score (higher is better) with its standard error over folds, and the metric it belongs to."""

    metric: Metric
    score: float
    standard_error: float | None = None

    def in_figures(self) -> str:
        """The metric's own value with its noise: '0.8312 ± 0.012'."""
        return with_noise(natural(self.metric, self.score), self.standard_error)
