"""How a run went until now: when it reached what it has, and what its last part brought."""

from __future__ import annotations

from collections.abc import Sequence

from cotune.model.base import Noun
from cotune.model.noise import Gap, gap
from cotune.model.trial import TrialRow
from cotune.model.view import RunView
from cotune.model.words import Family

NEGLIGIBLE = 0.01
"""A gain below this part of the way from a mere guess to the best is none, however quiet the folds are."""
LAST_PART = 0.2


class Course(Noun):
    """`level` is the first trial that the best can't be told from: within the noise of their folds, or nearly equal.

    `gain` is how far the best is ahead of it, `trials_since` have finished and `seconds_since` have passed from there.
    `before` was the best until the last fifth of the time searched; `late_gain` is what that fifth brought.
    """

    best: int
    level: int
    gain: float
    noise: float | None
    trials_since: int
    seconds_since: float
    before: int | None
    late_gain: float
    late_noise: float | None


def course(view: RunView) -> Course | None:
    """None while no trial has a score."""
    best, rows = view.best(), scored(view)
    if best is None or best.result is None:
        return None
    level, ahead = _level(rows, best, view)
    reached_s = ended_s(level)
    earlier = [r for r in rows if ended_s(r) <= (1 - LAST_PART) * view.run.active_s]
    before = max(earlier, key=score_of, default=None)
    late = None if before is None else gap(best, before, view.run.tested_per_trained)
    return Course(
        best=best.ask.trial,
        level=level.ask.trial,
        gain=ahead.score,
        noise=ahead.noise,
        trials_since=sum(ended_s(r) > reached_s for r in finished(view)),
        seconds_since=max(0.0, view.run.active_s - reached_s),
        before=None if before is None else before.ask.trial,
        late_gain=late.score if late else 0.0,
        late_noise=late.noise if late else None,
    )


def _level(rows: Sequence[TrialRow], best: TrialRow, view: RunView) -> tuple[TrialRow, Gap]:
    small = NEGLIGIBLE * way_from_guess(view)
    for row in rows:
        if score_of(best) - score_of(row) <= small:
            ahead = gap(best, row, view.run.tested_per_trained)
            if ahead is not None and (ahead.score == 0 or ahead.is_beyond(1.0) is False):
                return row, ahead
    return best, Gap(0.0, None)


def finished(view: RunView) -> list[TrialRow]:
    """The run's trials that ended well or badly."""
    return [r for r in view.run_trials() if r.result is not None and r.status != "cancelled"]


def scored(view: RunView) -> list[TrialRow]:
    """The run's trials with a score on all folds, in the order of their ids."""
    return [r for r in view.run_trials() if r.status == "ok" and r.result is not None and r.result.score is not None]


def best_of_family(view: RunView, family: Family) -> TrialRow | None:
    own = [r for r in scored(view) if r.ask.configuration.family == family]
    return max(own, key=score_of, default=None)


def score_of(row: TrialRow) -> float:
    """Of a trial that has one."""
    assert row.result is not None
    assert row.result.score is not None
    return row.result.score


def ended_s(row: TrialRow) -> float:
    """When it ended, in active seconds of its run."""
    return row.started_at_s + (row.result.seconds if row.result is not None else 0.0)


def way_from_guess(view: RunView) -> float:
    """How far the best is from a mere guess; 0 when that is not known."""
    best, guess = view.best(), view.run.baseline_dummy
    if best is None or best.result is None or best.result.score is None or guess is None:
        return 0.0
    return max(0.0, best.result.score - guess)


def seconds_left(view: RunView) -> float | None:
    """Of the run's budget; where that is a number of trials, by the pace so far. None while that is unknown."""
    run, n = view.run, view.trials_used()
    by_time = None if run.budget_s is None else max(0.0, run.budget_s - run.active_s)
    if run.budget_trials is None or n == 0:
        return by_time
    by_trials = max(0, run.budget_trials - n) * run.active_s / n
    return by_trials if by_time is None else min(by_time, by_trials)
