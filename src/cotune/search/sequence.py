"""The order of a search: a steer's share first, then the opening, then the proposer."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Protocol

import numpy as np

from cotune.model.space import Configuration, FamilySpace
from cotune.model.trial import TrialAsk, TrialResult
from cotune.model.view import ActiveSteer
from cotune.model.words import Family
from cotune.search import steering
from cotune.search.catalog import Offer
from cotune.search.history import History
from cotune.search.narrow import fit_into
from cotune.search.opening import FEWEST, opening
from cotune.search.searcher import Proposed, SpaceExhausted
from cotune.search.space import JointSpace, Point
from cotune.search.streams import Stream

STEERED_CANDIDATES = 64
DRAWS_BEFORE_EXHAUSTED = 512


class Proposer(Protocol):
    """What to try when nothing is given: the part in which searchers differ."""

    def candidates(self, space: JointSpace, history: History, rng: np.random.Generator, /) -> Iterable[Proposed]:
        """Proposals, best first; the first one that is new is taken. May be empty."""
        ...

    def ranked(self, space: JointSpace, history: History, points: list[Configuration], /) -> list[Configuration]:
        """These configurations, the most promising first."""
        ...


class SequentialSearcher:
    """A `Searcher` that asks its proposer once the opening is through."""

    def __init__(self, offers: Sequence[Offer], proposer: Proposer, seed: int, patience_s: float = math.inf) -> None:
        self._offered = {o.space.family: o.space for o in offers}
        self._proposer, self._seed = proposer, seed
        self._history = History()
        self._banned: frozenset[Family] = frozenset()
        self._steers: tuple[ActiveSteer, ...] = ()
        self._regions: tuple[steering.Region, ...] = ()
        space = JointSpace(self._offered.values())
        self._space: JointSpace | None = space
        rng = np.random.default_rng([seed, Stream.OPENING])
        self._opening = opening(offers, (space.decode(p) for p in space.sample(4 * FEWEST, rng)), patience_s)

    def tell(self, ask: TrialAsk, result: TrialResult) -> None:
        """A configuration with gaps, as a person may have queued it, counts as what its defaults make of it."""
        space = self._offered.get(ask.configuration.family)
        known = ask.configuration if space is None else fit_into(ask.configuration, space)
        self._history.note(ask.model_copy(update={"configuration": known}), result)

    def ban(self, families: tuple[Family, ...]) -> None:
        if frozenset(families) != self._banned:
            self._banned = frozenset(families)
            spaces = self._searched_spaces()
            self._space = JointSpace(spaces.values()) if spaces else None
            self.steer(self._steers)

    def steer(self, steers: tuple[ActiveSteer, ...]) -> None:
        self._steers = tuple(steers)
        self._regions = steering.regions(self._steers, self._searched_spaces())

    def ask(self, number: int) -> Proposed:
        self._history.take_back(number)
        if self._space is None:
            raise SpaceExhausted("every family of this search is banned")
        rng = np.random.default_rng([self._seed, Stream.PROPOSAL, number])
        proposed = self._steered(rng) or self._opened() or self._searched(self._space, rng)
        self._history.hand_out(number, proposed.configuration, proposed.origin)
        return proposed

    def _searched_spaces(self) -> dict[Family, FamilySpace]:
        return {family: space for family, space in self._offered.items() if family not in self._banned}

    def _steered(self, rng: np.random.Generator) -> Proposed | None:
        region = steering.choose(self._regions, self._history, rng)
        if region is None or self._space is None:
            return None
        drawn = self._new(region.space.sample(STEERED_CANDIDATES, rng), region.space)
        if not drawn:
            return None
        best = self._proposer.ranked(self._space, self._history, drawn)[0]
        return Proposed(configuration=best, origin=region.steer.by)

    def _opened(self) -> Proposed | None:
        for proposed in self._opening:
            if proposed.configuration.family not in self._banned and not self._history.has_seen(proposed.configuration):
                return proposed
        return None

    def _searched(self, space: JointSpace, rng: np.random.Generator) -> Proposed:
        for proposed in self._proposer.candidates(space, self._history, rng):
            if not self._history.has_seen(proposed.configuration):
                return proposed
        drawn = self._new(space.sample(DRAWS_BEFORE_EXHAUSTED, rng), space)
        if not drawn:
            raise SpaceExhausted("every configuration of this search has been tried")
        return Proposed(configuration=drawn[0], origin="random")

    def _new(self, points: Iterable[Point], space: JointSpace) -> list[Configuration]:
        decoded = (space.decode(p) for p in points)
        return [c for c in decoded if not self._history.has_seen(c)]
