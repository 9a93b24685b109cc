"""What is known of a table. Lives in the data snapshot only: `levels` and `name`s are the person's data."""

from __future__ import annotations

from typing import Literal

from cotune.model.base import Noun
from cotune.model.words import Task

ColumnKind = Literal["number", "boolean", "category", "text", "datetime", "constant", "empty"]
WarningKind = Literal[
    "id",
    "constant",
    "high_cardinality",
    "leak",
    "imbalance",
    "date",
    "group",
    "missing_target",
    "mixed_types",
    "too_large",
    "duplicates",
    "small",
    "wide",
]


TARGET_WARNINGS: tuple[WarningKind, ...] = ("leak", "imbalance", "missing_target")
"""The kinds that speak of one target: of another they say nothing."""


class ColumnProfile(Noun):
    """One column. `levels` lists the values of a column with at most 50 distinct ones, most frequent first, as text;
    `rarest` is how many rows hold the last of them.

    `histogram` counts rows, of a large table those of a sample: of numbers and dates in up to 12 bins of equal width
    from the least to the greatest; of other levels by frequency.
    """

    name: str
    kind: ColumnKind
    dtype: str
    n_missing: int
    n_unique: int
    minimum: float | None = None
    maximum: float | None = None
    is_integer: bool = False
    is_id_like: bool = False
    levels: tuple[str, ...] = ()
    rarest: int | None = None
    histogram: tuple[int, ...] = ()

    @property
    def is_unused(self) -> bool:
        """Whether no search looks at it: it has no value, the same in every row, or one that only names the row.

        One value that some rows lack tells those apart.
        """
        return self.kind == "empty" or self.is_id_like or (self.kind == "constant" and not self.n_missing)


class DataWarning(Noun):
    """A plain sentence about a column (or the table); never quotes a cell value. `strength` 0..1 orders them."""

    kind: WarningKind
    column: str | None
    message: str
    strength: float = 0.5


class TableProfile(Noun):
    """A table at a glance. `n_rows` counts all rows, rows without a target included.

    `warnings` are those that need no target (ids, constants, dates, groups ...); the rest are in `TargetProfile`.
    """

    n_rows: int
    columns: tuple[ColumnProfile, ...]
    data_hash: str
    memory_mb: float
    warnings: tuple[DataWarning, ...] = ()

    @property
    def n_cells(self) -> int:
        return self.n_rows * len(self.columns)

    def column(self, name: str) -> ColumnProfile | None:
        return next((c for c in self.columns if c.name == name), None)

    def names(self) -> tuple[str, ...]:
        return tuple(c.name for c in self.columns)


class TargetProfile(Noun):
    """The table seen from one target: the tasks it allows, and the warnings that need a target (leaks, imbalance)."""

    target: str
    tasks: tuple[Task, ...]
    n_usable_rows: int
    n_classes: int | None
    minority_share: float | None
    warnings: tuple[DataWarning, ...]

    def suspected_leaks(self) -> tuple[str, ...]:
        return tuple(w.column for w in self.warnings if w.kind == "leak" and w.column is not None)


class TableShape(Noun):
    """The few numbers a model family needs to size its space: after exclusions and the sealed holdout."""

    task: Task
    n_rows: int
    n_numeric: int
    n_categorical: int
    n_text: int
    n_datetime: int
    max_cardinality: int
    n_classes: int
    has_missing: bool

    @property
    def n_features(self) -> int:
        return self.n_numeric + self.n_categorical + self.n_text + self.n_datetime

    @property
    def n_outputs(self) -> int:
        """How many numbers a model learns to give for a row: boosting grows as many trees in each round."""
        return self.n_classes if self.task == "multiclass" else 1
