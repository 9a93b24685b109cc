"""A trial is born as a TrialAsk and ends as a TrialResult; nothing in between is stored.

ask --(worker)--> ok | failed | timeout | memout | pruned | cancelled
 ^                                                            |
 +- paused, or host or worker lost: same id, attempt + 1 <----+
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import compress
from operator import is_not

from cotune.model.base import Noun
from cotune.model.space import Configuration
from cotune.model.words import Origin, RanOn, SecondObjective, TrialStatus

WORKER_LOST = "WorkerLost"
CLUSTER_LOST = "ClusterLost"
BESIDE = -1
"""The id of what is fitted beside the search, and is none of its trials."""


class TrialAsk(Noun):
    """What to run. `trial` is unique in a study; `number` counts proposals within a run from 0."""

    trial: int
    run: int
    number: int
    attempt: int = 1
    configuration: Configuration
    origin: Origin


class Failure(Noun):
    """Why a trial has no score: the exception's type and a message free of cell values and paths."""

    type: str
    message: str

    @property
    def is_loss(self) -> bool:
        """Whether the worker went away under it, which says nothing of what it worked at."""
        return self.type in (WORKER_LOST, CLUSTER_LOST)


class TrialResult(Noun):
    """What came out. Scores are higher-is-better; seconds are wall time in the worker; memory in MB.

    `score` is the mean of `fold_scores`; of a pruned trial it is what the mean would have been. `rounds`: of boosting.
    `device` is where it really ran; `out_of_gpu_memory` says why that is the CPU when it began on a GPU.
    `predict_ms`: of a row in a batch of BATCH_ROWS, by one fold's pipeline with its preparation. `row_ms`: what its
    last step alone takes for a row of all that a fold tests. `size_mb`: of one fold's fitted pipeline, as it is stored;
    measured where it is an objective.
    """

    trial: int
    attempt: int
    status: TrialStatus
    score: float | None = None
    fold_scores: tuple[float, ...] = ()
    standard_error: float | None = None
    seconds: float = 0.0
    predict_ms: float | None = None
    row_ms: float | None = None
    size_mb: float | None = None
    peak_mb: float | None = None
    device: RanOn = "cpu"
    out_of_gpu_memory: bool = False
    failure: Failure | None = None
    rounds: int | None = None
    has_models: bool = False

    def measured(self, objective: SecondObjective) -> float | None:
        """What the trial has of an objective besides the score; lower is better."""
        match objective:
            case "predict_ms":
                return self.predict_ms
            case "size_mb":
                return self.size_mb


class TrialRow(Noun):
    """A trial as the view shows it: its ask joined with its result so far."""

    ask: TrialAsk
    status: TrialStatus
    result: TrialResult | None = None
    started_at_s: float = 0.0

    @property
    def next_attempt(self) -> TrialAsk:
        """What is to run when this trial, which was cut off, runs again."""
        return self.ask if self.result is None else self.ask.having(attempt=self.ask.attempt + 1)

    @property
    def has_ended(self) -> bool:
        """Whether it ran to its end, well or badly."""
        return self.status not in ("running", "cancelled")

    @property
    def sorting_score(self) -> float:
        """The score to rank trials by: -inf without one."""
        score = self.result.score if self.result is not None else None
        return float("-inf") if score is None else score


def changed_rows(before: Sequence[TrialRow], after: Sequence[TrialRow]) -> list[TrialRow]:
    """The rows of `after` that are new or other than in `before`.

    Rows are frozen and replaced when they change, so identity tells; to compare them would take long.
    """
    return [*compress(after, map(is_not, after, before)), *after[len(before) :]]
