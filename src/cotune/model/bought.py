"""What each origin of trials bought: a run's best is raised step by step, in the order of trial ids, and each step is
bought by the trial that makes it.

The interval of a gain is Student's over the differences fold by fold (see `noise.standard_error`). A step is the
luckiest of many trials, so gains are flattered, the more so the more trials an origin had.
"""

from __future__ import annotations

import math
from bisect import insort
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple, get_args

from cotune.model.base import Noun
from cotune.model.noise import standard_error
from cotune.model.student import t_975
from cotune.model.trial import TrialResult, TrialRow
from cotune.model.wording import METRIC_NAMES
from cotune.model.words import Metric, Origin

ORIGINS: tuple[Origin, ...] = get_args(Origin)
ORIGIN_NAMES: dict[Origin, str] = {
    "default": "the defaults",
    "portfolio": "the portfolio",
    "smac": "the searcher",
    "random": "random draws",
    "agent": "the agent",
    "human": "you",
}


class Bought(Noun):
    """What the trials of one origin came to: how many ended and failed, how often they raised the best and by how much.

    `gain` is in the metric's units and never negative. The first score of a run is no gain. `low` to `high` is its 95 %
    interval; None without a gain, or where the folds don't tell.
    """

    origin: Origin
    trials: int
    failed: int
    bests: int
    gain: float
    low: float | None = None
    high: float | None = None


class _Step(NamedTuple):
    """From the best before to the new one; both have a score."""

    before: TrialResult
    after: TrialResult

    @property
    def gain(self) -> float:
        return (self.after.score or 0.0) - (self.before.score or 0.0)

    def by_fold(self) -> tuple[float, ...]:
        return tuple(a - b for a, b in zip(self.after.fold_scores, self.before.fold_scores, strict=False))


class BoughtSoFar:
    """Takes the ended trials of one run, each once and in any order."""

    def __init__(self) -> None:
        self._trials: Counter[Origin] = Counter()
        self._failed: Counter[Origin] = Counter()
        self._scored: list[tuple[int, float, Origin, TrialResult]] = []

    def add(self, row: TrialRow) -> None:
        origin, result = row.ask.origin, row.result
        self._trials[origin] += 1
        self._failed[origin] += row.status not in ("ok", "pruned")
        if row.status == "ok" and result is not None and result.score is not None:
            insort(self._scored, (row.ask.trial, result.score, origin, result))

    def found(self, tested_per_trained: float) -> tuple[Bought, ...]:
        """Of each origin that these trials have; a fold tests so many rows for one that it trains on."""
        steps = self._steps()
        return tuple(
            _bought(origin, self._trials[origin], self._failed[origin], steps.get(origin, ()), tested_per_trained)
            for origin in ORIGINS
            if origin in self._trials
        )

    def _steps(self) -> Mapping[Origin, Sequence[_Step]]:
        steps: defaultdict[Origin, list[_Step]] = defaultdict(list)
        best, best_score = None, -math.inf
        for _, score, origin, result in self._scored:
            if score > best_score:
                if best is not None:
                    steps[origin].append(_Step(best, result))
                best, best_score = result, score
        return steps


def bought_in_words(bought: Bought, metric: Metric) -> str:
    """'the agent: 12 trials, 1 failed; raised the best 3 times, by 0.0042 ROC AUC (95 % interval 0.001 to 0.0074)'."""
    failed = f", {bought.failed} failed" if bought.failed else ""
    times = "once" if bought.bests == 1 else f"{bought.bests} times"
    gain = f"raised the best {times}, by {bought.gain:.3g} {METRIC_NAMES[metric]} ({_interval(bought)})"
    did = gain if bought.bests else "never the best"
    return f"{ORIGIN_NAMES[bought.origin]}: {bought.trials} trial{'s' * (bought.trials != 1)}{failed}; {did}"


def _interval(bought: Bought) -> str:
    if bought.low is None or bought.high is None:
        return "its noise is not known"
    return f"95 % interval {bought.low:.3g} to {bought.high:.3g}"


def _bought(origin: Origin, trials: int, failed: int, steps: Sequence[_Step], tested_per_trained: float) -> Bought:
    gain = sum(step.gain for step in steps)
    half = _half_width([step.by_fold() for step in steps], tested_per_trained)
    return Bought(
        origin=origin,
        trials=trials,
        failed=failed,
        bests=len(steps),
        gain=gain,
        low=None if half is None else gain - half,
        high=None if half is None else gain + half,
    )


def _half_width(steps: Sequence[Sequence[float]], tested_per_trained: float) -> float | None:
    """Of the interval of the sum of these steps, each by fold: the noise of one step and the next isn't independent."""
    n = min((len(step) for step in steps), default=0)
    error = standard_error([sum(of_fold) for of_fold in zip(*steps, strict=False)], tested_per_trained)
    return None if error is None else t_975(n - 1) * error
