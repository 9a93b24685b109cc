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

    def is_beyond(self, noises: float) -> bool | None:
        """Whether it is larger than so many standard errors; None where its noise is not known."""
        return None if self.noise is None else self.score > noises * self.noise


def gap(better: TrialRow, worse: TrialRow, tested_per_trained: float) -> Gap | None:
    """The gap between two trials, fold by fold where both have the same; None when one has no score.

    Paired differences; each fold tests so many rows for one that it trains on. One of the two may have been given up
    after some folds, and then its score is an expected one.
    """
    a, b = better.result, worse.result
    if a is None or b is None or a.score is None or b.score is None:
        return None
    differences = [x - y for x, y in zip(a.fold_scores, b.fold_scores, strict=False)]
    return Gap(a.score - b.score, standard_error(differences, tested_per_trained))


def standard_error(fold_scores: Sequence[float], tested_per_trained: float) -> float | None:
    """Standard error of the mean over all folds, each of which tests so many rows for one that it trains on; None for
    a single fold.

    Folds share training rows, and repeated partitions share all: so a fold's variance counts 1/n + test/train times
    (Nadeau and Bengio, "Inference for the generalization error", Machine Learning 52, 2003).
    """
    n = len(fold_scores)
    return statistics.stdev(fold_scores) * math.sqrt(1 / n + tested_per_trained) if n > 1 else None
