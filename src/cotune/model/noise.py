"""The noise of cross-validated scores, and what is better beyond it. No heavy imports: the host uses it too."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
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

    Paired differences; each partition of the rows has `folds`.
    """
    a, b = better.result, worse.result
    if a is None or b is None or a.score is None or b.score is None:
        return None
    pairs = list(zip(a.fold_scores, b.fold_scores, strict=False))
    n = len(pairs)
    if n < 2:
        return Gap(a.score - b.score, None)
    return Gap(a.score - b.score, standard_error([x - y for x, y in pairs], folds))


def standard_error(fold_scores: Sequence[float], folds: int) -> float | None:
    """Standard error of the mean over all folds, where each partition of the rows has `folds`; None for a single fold.

    Folds share training rows, and repeated partitions share all: so a fold's variance counts 1/n + test/train times
    (Nadeau and Bengio, "Inference for the generalization error", Machine Learning 52, 2003).
    """
    n = len(fold_scores)
    return statistics.stdev(fold_scores) * math.sqrt(1 / n + 1 / max(1, folds - 1)) if n > 1 else None


def is_better(one: Sequence[float], other: Sequence[float], folds: int) -> bool:
    """Whether `one` scores higher on the same folds than `other`, by more than a standard error of the difference.

    With a single fold there is no telling the noise: then higher is better.
    """
    gaps = [a - b for a, b in zip(one, other, strict=True)]
    return statistics.fmean(gaps) > (standard_error(gaps, folds) or 0.0)
