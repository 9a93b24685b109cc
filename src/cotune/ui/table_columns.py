"""The columns of a table as the UI shows them: kinds, counts and ranges; no label of a category."""

from __future__ import annotations

from cotune.model.profile import ColumnProfile, TableProfile
from cotune.ui.messages import ColumnNote, TableColumns


def table_columns(study: str, profile: TableProfile) -> TableColumns:
    return TableColumns(study=study, columns=tuple(_note(column) for column in profile.columns))


def _note(column: ColumnProfile) -> ColumnNote:
    return ColumnNote(
        name=column.name,
        kind=column.kind,
        n_missing=column.n_missing,
        n_unique=column.n_unique,
        low=column.minimum,
        high=column.maximum,
        histogram=column.histogram,
        is_unused=column.is_unused,
    )
