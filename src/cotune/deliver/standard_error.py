"""The noise of a cross-validated score. Free of heavy imports: the study process uses it too."""

from __future__ import annotations

import math
import statistics


def standard_error(fold_scores: tuple[float, ...]) -> float | None:
    """Standard error of the mean over folds; None for a single one."""
    return statistics.stdev(fold_scores) / math.sqrt(len(fold_scores)) if len(fold_scores) > 1 else None
