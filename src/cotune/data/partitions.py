"""How the rows of a run are partitioned for cross-validation."""

from __future__ import annotations

from typing import NamedTuple

from cotune.data.split import automatic_folds, automatic_repeats
from cotune.model.profile import TableShape
from cotune.model.spec import SearchSpec


class Partitions(NamedTuple):
    """`repeats` partitions of the rows into as many `folds`; a single fold stands for a single split."""

    folds: int
    repeats: int


def partitions(spec: SearchSpec, shape: TableShape) -> Partitions:
    """As the spec says, else as suits the table and the budget. By group or time there is nothing to draw anew."""
    cells = shape.n_rows * shape.n_features * shape.n_outputs
    folds = spec.folds or automatic_folds(shape.n_rows, cells, spec.seconds)
    may_repeat = spec.folds is None and spec.splits_by not in ("group", "time")
    repeats = automatic_repeats(shape.n_rows, spec.seconds, cells) if may_repeat else 1
    return Partitions(max(1, min(folds, shape.n_rows // 2)), repeats)
