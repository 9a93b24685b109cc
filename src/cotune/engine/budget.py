"""Time: the active clock of a run, and how its budget is shared out between search, one trial and the final model."""

from __future__ import annotations

import math
from collections.abc import Callable

from cotune.model.profile import TableShape
from cotune.model.spec import SearchSpec
from cotune.model.trial import TrialResult

TRIAL_LIMIT_S = 900.0
FINAL_LIMIT_S = 600.0
STOP_LIMIT_S = 5.0
"""Until then the model is the best trial: what is blended and refitted by then takes its place."""
CHOICE_LIMIT_S = 120.0
_NEVER_ENDING = 10
_PATIENCE_S = 2.0
_LEAST_LIMIT_S = 6.0
_CELLS_BLENDED_PER_SECOND = 200_000
_TRIALS_BLENDED = 8
_CELLS_PER_SECOND = 60_000
_FEWEST_TRAINING_ROWS = 5_000


class ActiveClock:
    """Counts the seconds in which a run is active; pauses and dead hosts don't count."""

    def __init__(self, clock: Callable[[], float], spent_s: float = 0.0) -> None:
        self._clock = clock
        self._spent_s = spent_s
        self._since_s: float | None = None

    @property
    def seconds(self) -> float:
        return self._spent_s + (self._clock() - self._since_s if self._since_s is not None else 0.0)

    def go(self) -> None:
        self._since_s = self._clock() if self._since_s is None else self._since_s

    def halt(self) -> None:
        self._spent_s, self._since_s = self.seconds, None


def margin_s(budget_s: float) -> float:
    """What stays free at the very end for appending, replying and leaving: 2 % of the budget, 0.25 to 1.5 s."""
    return min(max(0.02 * budget_s, 0.25), 1.5, budget_s / 10)


def blend_limit_s(budget_s: float, shape: TableShape, n_trials: int) -> float:
    """Seconds for choosing, weighing and writing a blend: 4 % of the budget, more for many rows, 1.2 to 15 s.

    With few trials there is little to weigh.
    """
    least_s = 1.2 + blending_s(shape) * min(1.0, n_trials / _TRIALS_BLENDED)
    return min(max(0.04 * budget_s, least_s), 15.0, budget_s / 4)


def blending_s(shape: TableShape) -> float:
    """About how long the out-of-fold predictions of a full field of trials take to weigh."""
    return shape.n_rows * max(1, shape.n_classes) / _CELLS_BLENDED_PER_SECOND


def is_worth_starting(left_s: float | None, fastest_s: float | None) -> bool:
    """Whether a trial has a chance in what is left of the search, when the fastest one so far took `fastest_s`."""
    return left_s is None or fastest_s is None or left_s > fastest_s / 2


def training_rows(seconds: float | None, shape: TableShape) -> int:
    """How many rows a fold of a trial is fitted on at most: fewer where a large table has a short budget.

    So that trials of ten families finish at all; a function of the spec and the table alone. No limit without a time
    budget.
    """
    if seconds is None:
        return shape.n_rows
    return max(_FEWEST_TRAINING_ROWS, int(_CELLS_PER_SECOND * seconds / max(1, shape.n_features)))


def trained_share(seconds: float | None, shape: TableShape, folds: int, in_time: bool = False) -> float:
    """The share of the rows outside the holdout that a fold model is fitted on; on average over a chain in time."""
    share = 0.75 if folds == 1 else 0.5 if in_time else (folds - 1) / folds
    return min(share, training_rows(seconds, shape) / shape.n_rows)


def refit_limit_s(trial: TrialResult, folds: int, share: float) -> float:
    """Predicted seconds of fitting a trial once more, on all rows where its folds were fitted on `share` of them.

    Fitting is taken to grow slightly faster than the rows.
    """
    return 1.5 * trial.seconds / folds / math.pow(share, 1.2) + 0.5


def trial_limit_s(
    spec: SearchSpec, budget_s: float | None, left_s: float | None, any_ok: bool, alone: bool, usual_s: float
) -> float:
    """Hard limit of the next trial, when `left_s` seconds of search are left of `budget_s` (None: no time budget).

    Without a time budget it is there for what would never end: ten times what such a trial is expected to take
    (`usual_s`), and at least 900 s.
    After the first success 30 % of the whole budget, extensions included, and at least 6 s: on a busy machine boosting
    needs them, and it is what wins most often. Before it, a trial that starts `alone` may have nearly all that is left
    (families come cheapest first: what follows would be slower), one beside it half. The end of the search cuts a trial
    off earlier, and that is no timeout.
    """
    if left_s is None or budget_s is None:
        return spec.seconds_per_trial or max(TRIAL_LIMIT_S, _NEVER_ENDING * usual_s)
    share = max(0.3 * budget_s, _LEAST_LIMIT_S) if any_ok else max(left_s * (0.8 if alone else 0.5), _PATIENCE_S)
    return max(0.1, min(spec.seconds_per_trial or math.inf, share))
