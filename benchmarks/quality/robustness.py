"""Seven things that happen to a model in a notebook the day after: does it still predict?"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd

Predict = Callable[[pd.DataFrame], np.ndarray]
ROWS, ROWS_ALONE = 40, 5
CASES = (
    "row_by_row",
    "columns_reordered",
    "extra_column",
    "index_shifted",
    "unseen_category",
    "all_missing_number",
    "all_missing_text",
)


def robustness(predict: Predict, X: pd.DataFrame) -> dict[str, str]:
    """Of each case that the table has columns for: "ok", or what went wrong."""
    X = X.head(ROWS).reset_index(drop=True)
    expected = _values(predict, X)
    found = {name: _same(predict, parts, expected) for name, parts in _same_rows(X)}
    return found | {name: _finite(predict, changed) for name, changed in _changed_rows(X)}


def _same_rows(X: pd.DataFrame) -> Iterator[tuple[str, list[pd.DataFrame]]]:
    """The same rows in another form: predictions must not change."""
    yield "row_by_row", [X.iloc[[row]] for row in range(min(ROWS_ALONE, len(X)))]
    yield "columns_reordered", [X[X.columns[::-1]]]
    yield "extra_column", [X.assign(extra_column_=1)]
    yield "index_shifted", [X.set_axis(range(1000, 1000 + len(X)))]


def _changed_rows(X: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    """Other rows: there must be predictions."""
    numbers = [c for c in X if pd.api.types.is_numeric_dtype(X[c])]
    texts = [c for c in X if c not in numbers]
    if texts:
        yield "unseen_category", X.assign(**dict.fromkeys(texts, "never seen before"))
        yield "all_missing_text", X.assign(**{texts[0]: None})
    if numbers:
        yield "all_missing_number", X.assign(**{numbers[0]: np.nan})


def _same(predict: Predict, parts: list[pd.DataFrame], expected: np.ndarray) -> str:
    try:
        found = np.vstack([_values(predict, part) for part in parts])
    except Exception as error:  # noqa: BLE001 - whatever a model raises here is the finding
        return _in_short(error)
    gap = np.abs(found - expected[: len(found)]).max()
    return "ok" if gap <= 1e-5 * max(1.0, np.abs(expected).max()) else f"differs by {gap:.3g}"


def _finite(predict: Predict, changed: pd.DataFrame) -> str:
    try:
        found = _values(predict, changed)
    except Exception as error:  # noqa: BLE001 - the same
        return _in_short(error)
    return "ok" if np.isfinite(found).all() else "not finite"


def _values(predict: Predict, X: pd.DataFrame) -> np.ndarray:
    return np.asarray(predict(X), dtype=float).reshape(len(X), -1)


def _in_short(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:160]
