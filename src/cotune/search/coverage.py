"""How much of a family's space was tried: of each setting's range, and of the pairs of settings.

Two-way combinatorial coverage (Kuhn, Mendoza, Kacker and Lei, "Combinatorial coverage measurement concepts and
applications", ICST workshops 2013). A volume says nothing here: in ten dimensions every ball is empty.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import combinations

from cotune.model.base import Scalar
from cotune.model.space import ChoiceParam, Configuration, FamilySpace
from cotune.search.narrow import AnyParam, active_names, is_number, nearest_fit, same

PARTS_OF_A_RANGE = 5
"""A number's range counts in as many equal parts, on its own scale; a choice counts as it is."""

Levels = dict[str, int]


def levels_of(configuration: Configuration, space: FamilySpace) -> Levels:
    """In which part of its range each active setting lies."""
    params = {p.name: p for p in space.params}
    active = active_names(space, configuration.params)
    return {name: _level(configuration.params.get(name, params[name].default), params[name]) for name in active}


def covered(param: AnyParam, tried: Iterable[Levels]) -> float:
    """The share of the parts of a setting's range that has a trial."""
    return len({t[param.name] for t in tried if param.name in t}) / n_levels(param)


def explored(space: FamilySpace, tried: Sequence[Levels]) -> float:
    """The share of the possible pairs of parts, of all pairs of settings, that has a trial.

    A space of one setting counts in its parts; one without settings is explored by a trial.
    """
    if len(space.params) < 2:
        return covered(space.params[0], tried) if space.params else float(bool(tried))
    possible = found = 0
    for a, b in combinations(space.params, 2):
        pairs = _possible(a, b, space)
        possible += len(pairs)
        found += len({(t[a.name], t[b.name]) for t in tried if a.name in t and b.name in t} & pairs)
    return found / possible


def n_levels(param: AnyParam) -> int:
    if isinstance(param, ChoiceParam):
        return len(param.choices)
    if isinstance(param.low, int) and isinstance(param.high, int):
        return min(PARTS_OF_A_RANGE, param.high - param.low + 1)
    return PARTS_OF_A_RANGE if param.low < param.high else 1


def _level(value: Scalar, param: AnyParam) -> int:
    fitted = nearest_fit(value, param)
    if isinstance(param, ChoiceParam):
        return next(i for i, c in enumerate(param.choices) if same(c, fitted))
    assert is_number(fitted)
    low, high, at = (math.log(v) if param.log else v for v in (param.low, param.high, fitted))
    parts = n_levels(param)
    return min(parts - 1, int(parts * (at - low) / (high - low))) if high > low else 0


def _possible(a: AnyParam, b: AnyParam, space: FamilySpace) -> set[tuple[int, int]]:
    """The pairs of parts that some configuration has: a child is there under some values of its parent only."""
    needed = [*_needs(a, space), *_needs(b, space)]
    allowed: dict[str, set[int]] = {}
    for name, levels in needed:
        allowed[name] = allowed.get(name, levels) & levels
    if any(not levels for levels in allowed.values()):
        return set()
    rows, columns = (allowed.get(p.name, set(range(n_levels(p)))) for p in (a, b))
    return {(i, j) for i in rows for j in columns}


def _needs(param: AnyParam, space: FamilySpace) -> list[tuple[str, set[int]]]:
    """What its parents must be, up to the top."""
    if param.only_if is None:
        return []
    parent = next(p for p in space.params if p.name == param.only_if.name)
    levels = {_level(v, parent) for v in param.only_if.values if nearest_fit(v, parent) == v}
    return [(parent.name, levels), *_needs(parent, space)]
