"""Makes the searcher of a run. The libraries behind it are imported only here and when needed."""

from __future__ import annotations

from typing import Literal, assert_never

from cotune.model.profile import TableShape
from cotune.model.spec import SearchSpec
from cotune.search.catalog import Registry, built_in, offers
from cotune.search.patience import patience_s
from cotune.search.searcher import Searcher

SearcherKind = Literal["smac", "random"]


def make_searcher(
    kind: SearcherKind,
    spec: SearchSpec,
    shape: TableShape,
    seed: int,
    registry: Registry = built_in,
    worker_s: float | None = None,
) -> Searcher:
    """A new searcher over the families of the spec that the table is not too large for.

    `worker_s`: the seconds of all its workers together, where time bounds the search.

    Raises SpecError when a range of the spec doesn't fit its family.
    """
    from cotune.search.sequence import SequentialSearcher

    found, most_s = offers(spec, shape, registry), patience_s(spec, shape)
    match kind:
        case "random":
            from cotune.search.random_search import RandomProposer

            return SequentialSearcher(found, RandomProposer(), seed, most_s)
        case "smac":
            from cotune.search.haste import Price, haste
            from cotune.search.smac import SmacProposer

            power = haste(spec, shape, found, worker_s)
            price = Price(shape, registry, power) if power > 0 else None
            proposer = SmacProposer(seed, price, spec.second_objective)
            return SequentialSearcher(found, proposer, seed, most_s)
        case _:
            assert_never(kind)
