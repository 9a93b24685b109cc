"""Time: the active clock of a run, and how its budget is shared out between search, one trial and the final model."""

from __future__ import annotations

from collections.abc import Callable

from cotune.model.spec import SearchSpec
from cotune.model.trial import TrialResult

TRIAL_LIMIT_S = 900.0
FINAL_LIMIT_S = 600.0
STOP_LIMIT_S = 20.0
_PATIENCE_S = 2.0


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


def blend_limit_s(budget_s: float) -> float:
    """Seconds for choosing, weighing and writing a blend: 4 % of the budget, 1 to 15 s."""
    return min(max(0.04 * budget_s, 1.0), 15.0, budget_s / 4)


def refit_limit_s(budget_s: float, trial: TrialResult | None, folds: int) -> float:
    """Predicted seconds of fitting a trial once more on all rows; 0 when that would take over 30 % of the budget.

    A trial of k folds fits k times on (k-1)/k of the rows; fitting is taken to grow slightly faster than the rows. A
    single split fits once, on three quarters.
    """
    if trial is None:
        return 0.0
    share = (folds - 1) / folds if folds > 1 else 0.75
    predicted = 1.5 * trial.seconds / folds / share**1.2 + 0.5
    return predicted if predicted <= 0.3 * budget_s else 0.0


def trial_limit_s(spec: SearchSpec, left_s: float | None, any_ok: bool) -> float:
    """Hard limit of the next trial, when `left_s` seconds of search are left (None: no time budget).

    Before the first success half of what is left, so that a slow family leaves time for another; then 30 % of the whole
    budget. The end of the search cuts a trial off earlier, and that is no timeout.
    """
    own = spec.seconds_per_trial or TRIAL_LIMIT_S
    if left_s is None or spec.seconds is None:
        return own
    share = 0.3 * spec.seconds if any_ok else max(left_s / 2, _PATIENCE_S)
    return max(0.1, min(own, share))
