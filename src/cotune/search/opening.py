"""The first trials of a run: sensible configurations, then a few random ones, before any model is trusted."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence

from cotune.model.space import Configuration
from cotune.model.words import Family
from cotune.search.catalog import Offer
from cotune.search.searcher import Proposed

FEWEST, MOST = 8, 18
BOOSTING: tuple[Family, ...] = ("hist_gradient_boosting", "xgboost")


def opening(
    offers: Sequence[Offer], random: Iterable[Configuration], patience_s: float = math.inf
) -> tuple[Proposed, ...]:
    """8 to 18 proposals without repeats: each family's defaults, then what was learned to go well beside them, best
    first, then `random` ones. A good start pays most in the first 10 to 20 trials.

    What costs more than `patience_s` for a fit waits for the end of its part: where many classes or a short budget make
    it hopeless, it would keep every worker busy until the end.
    """
    found: dict[str, Proposed] = {}
    for proposed in (*_defaults(offers, patience_s), *_learned(offers, patience_s)):
        if len(found) < MOST:
            found.setdefault(proposed.configuration.digest(), proposed)
    for configuration in random:
        if len(found) < FEWEST:
            found.setdefault(configuration.digest(), Proposed(configuration=configuration, origin="random"))
    return tuple(found.values())


def _defaults(offers: Sequence[Offer], patience_s: float) -> Iterator[Proposed]:
    """The cheapest family, for a score within seconds; then boosting, which most often wins; then the others.

    Within each, cheap before dear.
    """
    cheap_first = sorted(offers, key=lambda offer: offer.cost)
    for offer in cheap_first[:1] + sorted(
        cheap_first[1:], key=lambda offer: offer.space.family not in BOOSTING or offer.cost > patience_s
    ):
        yield Proposed(configuration=offer.starts[0].configuration, origin="default")


def _learned(offers: Sequence[Offer], patience_s: float) -> Iterator[Proposed]:
    starts = [start for offer in offers for start in offer.starts[1:]]
    for start in sorted(starts, key=lambda s: (s.fit_s > patience_s, s.rank)):
        yield Proposed(configuration=start.configuration, origin="portfolio")
