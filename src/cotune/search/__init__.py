"""What to try next: the searchers, and the joint space they search."""

from cotune.search.catalog import left_out
from cotune.search.check import check_configuration, check_ranges
from cotune.search.explaining import explain
from cotune.search.making import make_searcher
from cotune.search.searcher import Proposed, Searcher, SpaceExhausted

__all__ = [
    "Proposed",
    "Searcher",
    "SpaceExhausted",
    "check_configuration",
    "check_ranges",
    "explain",
    "left_out",
    "make_searcher",
]
