"""Makes the searcher of a run. The libraries behind it are imported only here and when needed."""

from __future__ import annotations

import math
from typing import Literal, assert_never

from cotune.data.split import automatic_folds
from cotune.model.profile import TableShape
from cotune.model.spec import SearchSpec
from cotune.search.catalog import Registry, built_in, offers
from cotune.search.searcher import Searcher

SearcherKind = Literal["smac", "random"]

_MOST_OF_BUDGET = 0.25


def make_searcher(
    kind: SearcherKind, spec: SearchSpec, shape: TableShape, seed: int, registry: Registry = built_in
) -> Searcher:
    """A new searcher over the families of the spec that the table is not too large for.

    Raises SpecError when a range of the spec doesn't fit its family.
    """
    from cotune.search.sequence import SequentialSearcher

    found, patience_s = offers(spec, shape, registry), _patience_s(spec, shape)
    match kind:
        case "random":
            from cotune.search.random_search import RandomProposer

            return SequentialSearcher(found, RandomProposer(), seed, patience_s)
        case "smac":
            from cotune.search.smac import SmacProposer

            return SequentialSearcher(found, SmacProposer(seed), seed, patience_s)
        case _:
            assert_never(kind)


def _patience_s(spec: SearchSpec, shape: TableShape) -> float:
    """What one fit on all rows may cost so that its trial, all folds, takes at most a quarter of the time budget."""
    if spec.seconds is None:
        return math.inf
    cells = shape.n_rows * shape.n_features * (shape.n_classes if shape.task == "multiclass" else 1)
    folds = spec.folds or automatic_folds(shape.n_rows, cells, spec.seconds)
    return _MOST_OF_BUDGET * spec.seconds / max(1, folds - 1)
