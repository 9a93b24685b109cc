"""Text columns for frameworks that take none."""

from __future__ import annotations

import pandas as pd

MOST_LEVELS = 254


class Categories:
    """Text to pandas categories with the levels seen in fitting; a level never seen is missing.

    Columns of more than `most_levels` levels become numbers: HistGradientBoosting takes no more.
    """

    def __init__(self, X: pd.DataFrame, most_levels: int = MOST_LEVELS) -> None:
        texts = [c for c in X if not pd.api.types.is_numeric_dtype(X[c])]
        self._levels = {c: sorted(X[c].dropna().astype(str).unique()) for c in texts}
        self._most = most_levels

    @property
    def columns(self) -> list[str]:
        return list(self._levels)

    def __call__(self, X: pd.DataFrame) -> pd.DataFrame:
        return X.assign(**{c: self._cast(X[c], levels) for c, levels in self._levels.items()})

    def _cast(self, column: pd.Series, levels: list[str]) -> pd.Series:
        values = pd.Categorical(column.astype(object).where(column.notna(), None), categories=levels)
        if len(levels) <= self._most:
            return pd.Series(values, index=column.index)
        codes = pd.Series(values.codes, index=column.index).astype(float)
        return codes.where(codes >= 0)
