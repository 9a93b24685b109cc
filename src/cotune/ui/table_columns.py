"""The columns of a table as the UI shows them: kinds, counts, ranges, what they are worth; no label of a category."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cotune.model.event import ModelReady
from cotune.model.profile import ColumnProfile, TableProfile
from cotune.ui.messages import ColumnNote, ColumnWeight, ColumnWeights, TableColumns

if TYPE_CHECKING:
    import pandas as pd


def table_columns(study: str, profile: TableProfile) -> TableColumns:
    return TableColumns(study=study, columns=tuple(_note(column) for column in profile.columns))


def column_weights(study: str, model: ModelReady, found: pd.DataFrame) -> ColumnWeights:
    """What `study.column_importance` found of the model."""
    known = found["noise"].notna()
    rows = zip(found["column"], found["importance"], found["noise"], known, strict=True)
    weights = (ColumnWeight(column=c, drop=drop, noise=noise if k else None) for c, drop, noise, k in rows)
    return ColumnWeights(study=study, model=model, weights=tuple(weights))


def _note(column: ColumnProfile) -> ColumnNote:
    return ColumnNote(
        name=column.name,
        kind=column.kind,
        n_missing=column.n_missing,
        n_unique=column.n_unique,
        low=column.minimum,
        high=column.maximum,
        histogram=column.histogram,
        is_unused=column.is_id_like or column.kind in ("constant", "empty"),
    )
