"""The first trials of a run: sensible configurations, then a few random ones, before any model is trusted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from cotune.model.space import Configuration
from cotune.model.words import Family
from cotune.search.catalog import Offer
from cotune.search.searcher import Proposed

FEWEST, MOST = 8, 12
BOOSTING: tuple[Family, ...] = ("hist_gradient_boosting", "xgboost")


def opening(offers: Sequence[Offer], random: Iterable[Configuration]) -> tuple[Proposed, ...]:
    """8 to 12 proposals without repeats: each family's default in order, then the rest of the portfolios in turns, then
    `random` ones. A good start pays most in the first 10 to 20 trials.
    """
    found: dict[str, Proposed] = {}
    for proposed in _portfolios(_in_order(offers)):
        if len(found) < MOST:
            found.setdefault(proposed.configuration.digest(), proposed)
    for configuration in random:
        if len(found) < FEWEST:
            found.setdefault(configuration.digest(), Proposed(configuration=configuration, origin="random"))
    return tuple(found.values())


def _in_order(offers: Sequence[Offer]) -> list[Offer]:
    """The cheapest family, for a score within seconds; then boosting, which most often wins; then the others.

    Within each, cheap before dear.
    """
    cheap_first = sorted(offers, key=lambda offer: offer.cost)
    return cheap_first[:1] + sorted(cheap_first[1:], key=lambda offer: offer.space.family not in BOOSTING)


def _portfolios(offers: Sequence[Offer]) -> Iterator[Proposed]:
    for turn in range(max((len(o.portfolio) for o in offers), default=0)):
        for offer in offers:
            if turn < len(offer.portfolio):
                origin = "default" if turn == 0 else "portfolio"
                yield Proposed(configuration=offer.portfolio[turn], origin=origin)
