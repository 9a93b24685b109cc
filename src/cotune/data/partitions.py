"""How the rows of a run are partitioned for cross-validation."""

from __future__ import annotations

from typing import NamedTuple

from cotune.data.split import automatic_folds, automatic_repeats
from cotune.model.profile import TableShape
from cotune.model.spec import SearchSpec

_FEWEST_OF_A_CLASS_FOR_TEN = 20


class Partitions(NamedTuple):
    """`repeats` partitions of the rows into as many `folds`; a single fold stands for a single split."""

    folds: int
    repeats: int


def partitions(spec: SearchSpec, shape: TableShape, rarer: int | None = None) -> Partitions:
    """As the spec says, else as suits the table and the budget. By group or time there is nothing to draw anew.

    `rarer`: rows of the rarer of two classes, where that is known: each fold shall test some.
    """
    cells = shape.n_rows * shape.n_features * shape.n_outputs
    at_random = spec.splits_by not in ("group", "time")
    may_be_ten = at_random and (rarer is None or rarer >= _FEWEST_OF_A_CLASS_FOR_TEN)
    folds = spec.folds or automatic_folds(shape.n_rows, cells, spec.seconds, may_be_ten=may_be_ten)
    may_repeat = spec.folds is None and at_random
    repeats = automatic_repeats(shape.n_rows, spec.seconds, cells) if may_repeat else 1
    return Partitions(max(1, min(folds, shape.n_rows // 2)), repeats)
