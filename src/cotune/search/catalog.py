"""What each family offers for one spec and table: its narrowed space and the configurations to try first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from cotune.errors import SpecError, did_you_mean
from cotune.model.profile import TableShape
from cotune.model.space import Configuration, FamilySpace
from cotune.model.spec import SearchSpec
from cotune.model.words import Family
from cotune.search.narrow import fit_into, narrow


class SearchableFamily(Protocol):
    """What a searcher needs to know of a model family."""

    def space(self, shape: TableShape) -> FamilySpace: ...

    def portfolio(self, shape: TableShape) -> tuple[Configuration, ...]: ...

    def cost(self, shape: TableShape) -> float: ...

    def too_large(self, shape: TableShape) -> str | None: ...


Registry = Callable[[Family], SearchableFamily]


@dataclass(frozen=True)
class Offer:
    """One family's part of the joint space; `portfolio` starts with the default configuration."""

    space: FamilySpace
    portfolio: tuple[Configuration, ...]
    cost: float


def built_in(name: Family) -> SearchableFamily:
    """The families that come with cotune."""
    from cotune.pipelines.registry import family

    found: SearchableFamily = family(name)
    return found


def left_out(spec: SearchSpec, shape: TableShape, registry: Registry = built_in) -> dict[Family, str]:
    """The families that won't be searched because the table is too large for them, with the reason.

    Empty when that would leave none: then the person has asked for just these.
    """
    reasons = {name: registry(name).too_large(shape) for name in spec.searched_families()}
    out = {name: reason for name, reason in reasons.items() if reason is not None}
    return {} if len(out) == len(reasons) else out


def offers(spec: SearchSpec, shape: TableShape, registry: Registry = built_in) -> tuple[Offer, ...]:
    """One offer per searched family, cheapest first.

    Raises SpecError when a range of the spec doesn't fit its family.
    """
    out = left_out(spec, shape, registry)
    found = []
    for name in dict.fromkeys(spec.searched_families()):
        if name in out:
            continue
        family = registry(name)
        space = narrow(family.space(shape), spec.ranges)
        portfolio = tuple(fit_into(c, space) for c in family.portfolio(shape))
        found.append(Offer(space, portfolio, family.cost(shape)))
    return tuple(sorted(found, key=lambda o: o.cost))


def family_space(name: str, spec: SearchSpec, shape: TableShape, registry: Registry) -> FamilySpace:
    """The narrowed space of a family that the spec searches, else SpecError with the closest names."""
    searched = spec.searched_families()
    for family in searched:
        if family == name:
            return narrow(registry(family).space(shape), spec.ranges)
    raise SpecError(f"family '{name}' is not searched", where="family", fix=did_you_mean(name, searched))
