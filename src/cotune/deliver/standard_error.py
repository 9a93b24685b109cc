"""The noise of a cross-validated score. Free of heavy imports: the study process uses it too."""

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
