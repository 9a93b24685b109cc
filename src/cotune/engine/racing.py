"""Racing: when the first folds of a trial say that the rest is wasted on it.

Maron and Moore, "Hoeffding races", NIPS 1993; with paired differences as in Birattari's F-race, GECCO 2002.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence

from cotune.model.spec import SearchSpec
from cotune.model.words import THRESHOLD_METRICS

FEWEST_FOLDS = 2
# Student's t, one-sided at 97.5 %, for 1, 2, ... degrees of freedom: several looks at 95 % would be wrong too often.
# scipy would be a second's import for the host.
_T = (12.71, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145)
_T_MANY = 1.96


def may_race(spec: SearchSpec) -> bool:
    """Not where a threshold between two classes is chosen when all folds are through, nor where a trial behind in score
    may be ahead in the other objective."""
    chooses_threshold = spec.task == "binary" and spec.metric in THRESHOLD_METRICS
    return not chooses_threshold and spec.second_objective is None


def is_lost(own: Sequence[float], rival: Sequence[float]) -> bool:
    """Whether the folds scored so far put this trial behind its rival on the same folds, beyond their noise."""
    gaps = [a - b for a, b in zip(own, rival, strict=False)]
    n = len(gaps)
    if n < FEWEST_FOLDS or n == len(rival):
        return False
    t = _T[n - 2] if n - 2 < len(_T) else _T_MANY
    return statistics.fmean(gaps) + t * statistics.stdev(gaps) / math.sqrt(n) < 0


def expected(own: Sequence[float], rival: Sequence[float]) -> float:
    """What the mean over all folds would be, by the differences so far: some folds are harder than others."""
    return statistics.fmean(rival) + statistics.fmean(a - b for a, b in zip(own, rival, strict=False))
