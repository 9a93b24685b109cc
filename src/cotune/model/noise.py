"""The noise of cross-validated scores, and what is better beyond it. No heavy imports: the host uses it too."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence


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
