"""What each family offers for one spec and table: its narrowed space and the configurations to try first."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from cotune.errors import SpecError, did_you_mean
from cotune.model.base import Scalar
from cotune.model.profile import TableShape
from cotune.model.space import FamilySpace, Start
from cotune.model.spec import SearchSpec
from cotune.model.words import Family
from cotune.search.narrow import fit_into, narrow


class SearchableFamily(Protocol):
    """What a searcher needs to know of a model family."""

    @property
    def weighs_rows(self) -> bool: ...

    def unavailable(self) -> str | None: ...

    def space(self, shape: TableShape) -> FamilySpace: ...

    def starts(self, shape: TableShape) -> tuple[Start, ...]: ...

    def fit_seconds(self, values: Mapping[str, Scalar], shape: TableShape) -> float: ...

    def too_large(self, shape: TableShape) -> str | None: ...


Registry = Callable[[Family], SearchableFamily]


@dataclass(frozen=True)
class Offer:
    """One family's part of the joint space; the first of the `starts` are its defaults."""

    space: FamilySpace
    starts: tuple[Start, ...]

    @property
    def cost(self) -> float:
        """Seconds that one fit of the defaults is expected to take."""
        return self.starts[0].fit_s


def built_in(name: Family) -> SearchableFamily:
    """The families that come with cotune."""
    from cotune.pipelines.registry import family

    found: SearchableFamily = family(name)
    return found


def left_out(spec: SearchSpec, shape: TableShape, registry: Registry = built_in) -> dict[Family, str]:
    """The families that won't be searched, with the reason: they can't be used here, can't weigh rows as the spec asks,
    or the table is too large for them.

    A table is too large for none when that would leave none: then the person has asked for just these. Raises SpecError
    when no family can be used.
    """
    searched = {name: registry(name) for name in spec.searched_families()}
    unusable = {name: reason for name, family in searched.items() if (reason := _unusable(name, family, spec))}
    if len(unusable) == len(searched):
        reasons = "; ".join(f"{name}: {reason}" for name, reason in unusable.items())
        raise SpecError(f"no family is left to search ({reasons})", where="families", fix="allow other families")
    usable = {name: family for name, family in searched.items() if name not in unusable}
    too_large = {name: reason for name, family in usable.items() if (reason := family.too_large(shape))}
    return unusable if len(too_large) == len(usable) else {**unusable, **too_large}


def _unusable(name: Family, family: SearchableFamily, spec: SearchSpec) -> str | None:
    if spec.weight_column and not family.weighs_rows:
        return f"{name} can't weigh rows, and the search has a weight column"
    return family.unavailable()


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
        starts = (s.having(configuration=fit_into(s.configuration, space)) for s in family.starts(shape))
        found.append(Offer(space, tuple(starts)))
    return tuple(sorted(found, key=lambda o: o.cost))


def family_space(name: str, spec: SearchSpec, shape: TableShape, registry: Registry) -> FamilySpace:
    """The narrowed space of a family that the spec searches, else SpecError with the closest names."""
    searched = spec.searched_families()
    for family in searched:
        if family == name:
            reason = _unusable(family, registry(family), spec)
            if reason is not None:
                raise SpecError(f"family '{name}' is left out: {reason}", where="family")
            return narrow(registry(family).space(shape), spec.ranges)
    raise SpecError(f"family '{name}' is not searched", where="family", fix=did_you_mean(name, searched))
