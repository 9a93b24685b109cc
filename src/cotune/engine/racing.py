"""Racing: when the first folds of a trial say that the rest is wasted on it.

Maron and Moore, "Hoeffding races", NIPS 1993; with paired differences as in Birattari's F-race, GECCO 2002.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence

from cotune.model.spec import SearchSpec
from cotune.model.student import t_975
from cotune.model.words import THRESHOLD_METRICS

FEWEST_FOLDS = 2


def may_race(spec: SearchSpec) -> bool:
    """Not where a threshold between two classes is chosen when all folds are through, nor where a trial behind in score
    may be ahead in the other objective."""
    chooses_threshold = spec.task == "binary" and spec.metric in THRESHOLD_METRICS
    return not chooses_threshold and spec.second_objective is None


def is_lost(own: Sequence[float], rival: Sequence[float]) -> bool:
    """Whether the folds scored so far put this trial behind its rival on the same folds, beyond their noise.

    One-sided at 97.5 %: several looks at 95 % would be wrong too often.
    """
    gaps = [a - b for a, b in zip(own, rival, strict=False)]
    n = len(gaps)
    if n < FEWEST_FOLDS or n == len(rival):
        return False
    return statistics.fmean(gaps) + t_975(n - 1) * statistics.stdev(gaps) / math.sqrt(n) < 0


def expected(own: Sequence[float], rival: Sequence[float]) -> float:
    """What the mean over all folds would be, by the differences so far: some folds are harder than others."""
    return statistics.fmean(rival) + statistics.fmean(a - b for a, b in zip(own, rival, strict=False))
