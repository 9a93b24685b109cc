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
    """8 to 18 proposals without repeats: each family's default in order, then the rest of the portfolios in turns, then
    `random` ones. A good start pays most in the first 10 to 20 trials.

    Boosting whose fit costs more than `patience_s` waits for its turn: where many classes or a short budget make it
    hopeless, it would keep every worker busy until the end.
    """
    found: dict[str, Proposed] = {}
    for proposed in _portfolios(_in_order(offers, patience_s)):
        if len(found) < MOST:
            found.setdefault(proposed.configuration.digest(), proposed)
    for configuration in random:
        if len(found) < FEWEST:
            found.setdefault(configuration.digest(), Proposed(configuration=configuration, origin="random"))
    return tuple(found.values())


def _in_order(offers: Sequence[Offer], patience_s: float) -> list[Offer]:
    """The cheapest family, for a score within seconds; then boosting, which most often wins; then the others.

    Within each, cheap before dear.
    """
    cheap_first = sorted(offers, key=lambda offer: offer.cost)
    return cheap_first[:1] + sorted(
        cheap_first[1:], key=lambda offer: offer.space.family not in BOOSTING or offer.cost > patience_s
    )


def _portfolios(offers: Sequence[Offer]) -> Iterator[Proposed]:
    for turn in range(max((len(o.portfolio) for o in offers), default=0)):
        for offer in offers:
            if turn < len(offer.portfolio):
                origin = "default" if turn == 0 else "portfolio"
                yield Proposed(configuration=offer.portfolio[turn], origin=origin)
