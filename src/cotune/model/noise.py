"""Is one trial better than another beyond the noise of their folds?"""

from __future__ import annotations

import math
import statistics
from typing import NamedTuple

from cotune.model.trial import TrialRow


class Gap(NamedTuple):
    """How much better one trial scored than another, and the standard error of that; None where folds don't tell."""

    score: float
    noise: float | None

    def is_beyond(self, noises: float) -> bool:
        """Whether it is larger than so many standard errors. What is unknown is beyond nothing."""
        return self.noise is not None and self.score > noises * self.noise


def gap(better: TrialRow, worse: TrialRow, folds: int) -> Gap | None:
    """The gap between two trials, fold by fold where both have the same; None when one has no score.

    Paired differences, with the variance of folds that share training rows: 1/n + test/train times theirs, where each
    partition of the rows has `folds` (Nadeau and Bengio, "Inference for the generalization error", Machine Learning 52,
    2003).
    """
    a, b = better.result, worse.result
    if a is None or b is None or a.score is None or b.score is None:
        return None
    pairs = list(zip(a.fold_scores, b.fold_scores, strict=False))
    n = len(pairs)
    if n < 2:
        return Gap(a.score - b.score, None)
    spread = statistics.stdev(x - y for x, y in pairs)
    return Gap(a.score - b.score, spread * math.sqrt(1 / n + 1 / max(1, folds - 1)))
