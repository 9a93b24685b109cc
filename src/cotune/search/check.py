"""Refuses configurations and ranges that don't exist, before a human or a worker ever sees them."""

from __future__ import annotations

from collections.abc import Iterable

from cotune.errors import SpecError, did_you_mean
from cotune.model.profile import TableShape
from cotune.model.space import Configuration, FamilySpace
from cotune.model.spec import Range, SearchSpec
from cotune.search.catalog import Registry, built_in, family_space
from cotune.search.narrow import active_names, extent, fit_into, fits, narrow


def check_configuration(
    configuration: Configuration, spec: SearchSpec, shape: TableShape, registry: Registry = built_in
) -> Configuration:
    """The configuration with its missing hyperparameters at their defaults.

    Raises SpecError, with the closest valid names, for a family that isn't searched, an unknown hyperparameter, a
    value outside of the space (narrowed by the spec's ranges) and one that is inactive beside the other values.
    """
    space = family_space(configuration.family, spec, shape, registry)
    params = {p.name: p for p in space.params}
    for name, value in configuration.params.items():
        if name not in params:
            raise _unknown(name, space)
        if not fits(value, params[name]):
            raise SpecError(
                f"{space.family} can't use {name}={value!r}", where=name, fix=f"'{name}' may be {extent(params[name])}"
            )
    _refuse_inactive(configuration, space)
    return fit_into(configuration, space)


def check_ranges(ranges: Iterable[Range], spec: SearchSpec, shape: TableShape, registry: Registry = built_in) -> None:
    """Raises SpecError when a range (of a spec or a steer) names what the spec doesn't search, or leaves nothing."""
    for r in ranges:
        narrow(family_space(r.family, spec, shape, registry), [r])


def _unknown(name: str, space: FamilySpace) -> SpecError:
    names = [p.name for p in space.params]
    return SpecError(f"{space.family} has no hyperparameter '{name}'", where=name, fix=did_you_mean(name, names))


def _refuse_inactive(configuration: Configuration, space: FamilySpace) -> None:
    active = active_names(space, configuration.params)
    for p in space.params:
        if p.name in configuration.params and p.name not in active and p.only_if is not None:
            values = ", ".join(repr(v) for v in p.only_if.values)
            raise SpecError(
                f"{space.family} uses '{p.name}' only if {p.only_if.name} is {values}",
                where=p.name,
                fix=f"leave '{p.name}' out, or set {p.only_if.name}",
            )
