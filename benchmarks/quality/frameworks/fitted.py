"""What an adapter hands back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

Predict = Callable[[pd.DataFrame], np.ndarray]


@dataclass(frozen=True)
class Fitted:
    """`predict` gives values (n_rows,), or probabilities (n_rows, n_classes) in the order 0, 1, ...

    `models` is how many were tried; `curve` holds (seconds since the start of the fit, best cross-validated score).
    """

    predict: Predict
    models: int | None = None
    notes: dict[str, str] = field(default_factory=dict)
    curve: list[tuple[float, float]] = field(default_factory=list)


def in_order(predict_proba: Predict, classes: Sequence[object], n_classes: int) -> Predict:
    """The same probabilities with a column for each class, also for those that the framework never saw."""
    columns = [int(c) for c in classes]

    def ordered(X: pd.DataFrame) -> np.ndarray:
        found = np.zeros((len(X), n_classes))
        found[:, columns] = np.asarray(predict_proba(X), dtype=float)
        return found

    return ordered
