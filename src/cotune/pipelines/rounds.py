"""How many rounds of boosting count: one number for all folds, where their mean loss is least, as xgboost's `cv` does.

A number of rounds that each fold chose for itself would flatter its score; one for all is a hyperparameter like others.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np


def best_rounds(curves: Sequence[np.ndarray]) -> int:
    """The number of rounds with the least mean loss over folds; a curve that ended earlier goes on at its end."""
    longest = max(len(curve) for curve in curves)
    losses = np.stack([np.pad(curve, (0, longest - len(curve)), mode="edge") for curve in curves])
    return int(losses.mean(axis=0).argmin()) + 1


def cut_alike(pipelines: Sequence[Any]) -> int | None:
    """Cut the boosted models of these pipelines, one per fold, to the same number of rounds; None for other models.

    A fold whose model grew unwatched, because nothing it learned could be watched, has no say.
    """
    models = [p[-1].model_ for p in pipelines if hasattr(p[-1].model_, "cut")]
    curves = [m.curve_ for m in models if len(m.curve_)]
    if not curves:
        return None
    rounds = best_rounds(curves)
    for model in models:
        model.cut(rounds)
    return rounds
