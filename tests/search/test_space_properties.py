"""Whatever the space and the ranges: narrowing only takes away, and what is left is a space one can search."""

from __future__ import annotations

import numpy as np
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from cotune.errors import SpecError
from cotune.model.base import Scalar
from cotune.model.space import ChoiceParam, Configuration, FamilySpace, FloatParam, IntParam, OnlyIf
from cotune.model.spec import Range
from cotune.search.narrow import AnyParam, active_names, fit_into, fits, narrow
from cotune.search.space import JointSpace

NAMES = ("a", "b", "c", "d")
scalars = st.one_of(
    st.booleans(), st.integers(-50, 50), st.floats(-50, 50, width=32), st.sampled_from(["x", "y", "", "True", "1"])
)


def distinct(values: list[Scalar]) -> tuple[Scalar, ...]:
    found: list[Scalar] = []
    for v in values:
        if not any(v == f and isinstance(v, bool) == isinstance(f, bool) for f in found):
            found.append(v)
    return tuple(found)


@st.composite
def params(draw: st.DrawFn, name: str, parents: list[AnyParam]) -> AnyParam:
    only_if = None
    if parents and draw(st.booleans()):
        parent = draw(st.sampled_from(parents))
        values = parent.choices if isinstance(parent, ChoiceParam) else (parent.low, parent.default)
        only_if = OnlyIf(name=parent.name, values=(draw(st.sampled_from(values)),))
    kind = draw(st.sampled_from(("float", "int", "choice")))
    if kind == "choice":
        choices = distinct(draw(st.lists(scalars, min_size=1, max_size=4)))
        return ChoiceParam(name=name, choices=choices, default=draw(st.sampled_from(choices)), only_if=only_if)
    log = draw(st.booleans())
    least = 1 if log else -30
    low = draw(st.integers(least, 30))
    high = low + draw(st.integers(0, 100))
    default = draw(st.integers(low, high))
    made = IntParam if kind == "int" else FloatParam
    return made(name=name, low=low, high=high, default=default, log=log and high > low, only_if=only_if)


@st.composite
def spaces(draw: st.DrawFn) -> FamilySpace:
    found: list[AnyParam] = []
    for name in NAMES[: draw(st.integers(0, len(NAMES)))]:
        found.append(draw(params(name, found)))
    return FamilySpace(family="svm", params=tuple(draw(st.permutations(found))))


@st.composite
def ranges(draw: st.DrawFn) -> Range:
    bounds = st.one_of(st.none(), st.floats(-60, 150))
    return Range(
        family="svm",
        name=draw(st.sampled_from(NAMES)),
        low=draw(bounds),
        high=draw(bounds),
        choices=tuple(draw(st.lists(scalars, max_size=2))),
    )


def narrowed(space: FamilySpace, found: list[Range]) -> FamilySpace:
    try:
        return narrow(space, found)
    except SpecError:
        assume(False)
        raise


@example(
    FamilySpace(family="svm", params=(IntParam(name="a", low=1, high=9, default=2),)),
    [Range(family="svm", name="a", choices=(3.5, 4.0, 7))],
)
@settings(max_examples=150, deadline=None)
@given(spaces(), st.lists(ranges(), max_size=3))
def test_narrowing_only_takes_away(space: FamilySpace, found: list[Range]) -> None:
    wide = {p.name: p for p in space.params}
    small = narrowed(space, found)
    assert narrow(small, [r for r in found if r.name in {p.name for p in small.params}]) == small
    for p in small.params:
        assert fits(p.default, p)
        values = p.choices if isinstance(p, ChoiceParam) else (p.low, p.high)
        assert all(fits(v, wide[p.name]) for v in values)
        for r in found:
            if r.name == p.name and r.choices:
                assert all(any(v == c for c in r.choices) for v in values)


@settings(max_examples=100, deadline=None)
@given(spaces(), st.lists(ranges(), max_size=2), st.integers(0, 2**31))
def test_every_sampled_point_is_a_configuration_of_the_space_and_comes_back(
    space: FamilySpace, found: list[Range], seed: int
) -> None:
    small = narrowed(space, found)
    joint = JointSpace([small])
    for point in joint.sample(4, np.random.default_rng(seed)):
        configuration = joint.decode(point)
        assert configuration == fit_into(configuration, small)
        assert set(configuration.params) == set(active_names(small, configuration.params))
        again = joint.encode(configuration)
        assert again is not None
        assert joint.decode(again) == configuration


@settings(max_examples=150, deadline=None)
@given(spaces(), st.dictionaries(st.sampled_from((*NAMES, "other")), scalars))
def test_any_configuration_can_be_fitted_into_the_space(space: FamilySpace, values: dict[str, Scalar]) -> None:
    small = narrow(space, ())
    fitted = fit_into(Configuration(family="svm", params=values), small)
    assert fit_into(fitted, small) == fitted
    assert all(fits(fitted.params[p.name], p) for p in small.params if p.name in fitted.params)
