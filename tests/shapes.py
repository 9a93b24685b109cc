"""The shape of a table that isn't there."""

from __future__ import annotations

from cotune.model.profile import TableShape

_NUMBERS = TableShape(
    task="binary",
    n_rows=500,
    n_numeric=5,
    n_categorical=0,
    n_text=0,
    n_datetime=0,
    max_cardinality=0,
    n_classes=2,
    has_missing=False,
)


def shape_of(**fields: object) -> TableShape:
    """500 rows of five numbers and two classes, but for these fields."""
    return _NUMBERS.having(**fields)
