"""Steers: soft hints that claim a decaying share of the proposals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cotune.errors import SpecError
from cotune.model.space import FamilySpace
from cotune.model.view import ActiveSteer
from cotune.model.words import CONTROL_SHARE, Family
from cotune.search.control import control_is_due
from cotune.search.history import History
from cotune.search.narrow import narrow
from cotune.search.space import JointSpace

LARGEST_SHARE = 1 - CONTROL_SHARE


@dataclass(frozen=True)
class Region:
    """A steer with the part of the space that it points at."""

    steer: ActiveSteer
    space: JointSpace

    def share(self, history: History) -> float:
        """The share of proposals it claims now: its weight, halved every `half_life` trials."""
        age = history.count_since(self.steer.since_trial)
        return float(self.steer.weight * 0.5 ** (age / self.steer.steer.half_life))


def regions(steers: Sequence[ActiveSteer], spaces: dict[Family, FamilySpace]) -> tuple[Region, ...]:
    """The regions of the steers whose family is searched at present.

    A range that leaves nothing of a space is passed over: the gate refuses such steers, but a spec may have narrowed
    the space after the steer was made.
    """
    found = []
    for active in steers:
        space = spaces.get(active.steer.family)
        if space is None:
            continue
        try:
            found.append(Region(active, JointSpace([narrow(space, active.steer.own_ranges)])))
        except SpecError:
            continue
    return tuple(found)


def choose(found: Sequence[Region], history: History, rng: np.random.Generator) -> Region | None:
    """The region that this proposal shall come from; None leaves it to the searcher.

    All steers together claim at most what the control share leaves, and never so many proposals one after the other
    that the control falls short of it.
    """
    if control_is_due(history.latest_origins()):
        return None
    shares = [region.share(history) for region in found]
    scale = LARGEST_SHARE / max(LARGEST_SHARE, sum(shares))
    u = float(rng.random())
    for region, share in zip(found, shares, strict=True):
        u -= share * scale
        if u < 0:
            return region
    return None
