"""Family spaces as plain data: narrowing them by ranges, and fitting configurations into them."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TypeGuard

from cotune.errors import SpecError, did_you_mean
from cotune.model.base import Scalar
from cotune.model.space import ChoiceParam, Configuration, FamilySpace, FloatParam, IntParam
from cotune.model.spec import Range

AnyParam = FloatParam | IntParam | ChoiceParam


def is_number(value: Scalar) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def same(a: Scalar, b: Scalar) -> bool:
    """Equal as a person would say: True is not 1, and 1 is 1.0."""
    return a == b and isinstance(a, bool) == isinstance(b, bool)


def among(value: Scalar, values: Iterable[Scalar]) -> bool:
    return any(same(value, v) for v in values)


def narrow(space: FamilySpace, ranges: Iterable[Range]) -> FamilySpace:
    """The space within those of the ranges that speak of its family; defaults move to the nearest value left.

    Hyperparameters that can't become active any more are gone, and parents stand before their children.
    Raises SpecError for an unknown hyperparameter, or when a range leaves nothing.
    """
    params = {p.name: p for p in space.params}
    for r in ranges:
        if r.family != space.family:
            continue
        if r.name not in params:
            raise SpecError(f"{space.family} has no hyperparameter '{r.name}'", fix=did_you_mean(r.name, params))
        params[r.name] = _narrow_param(params[r.name], r)
    return FamilySpace(family=space.family, params=_reachable(params.values()))


def _reachable(params: Iterable[AnyParam]) -> tuple[AnyParam, ...]:
    """Parents before children, without those that can never become active."""
    waiting, found = list(params), dict[str, AnyParam]()
    while ready := [p for p in waiting if p.only_if is None or p.only_if.name in found]:
        for p in ready:
            waiting.remove(p)
            if p.only_if is None or any(fits(v, found[p.only_if.name]) for v in p.only_if.values):
                found[p.name] = p
    return tuple(found.values())


def _narrow_param(param: AnyParam, r: Range) -> AnyParam:
    if isinstance(param, ChoiceParam):
        left = tuple(c for c in param.choices if _allows(r, c))
    elif r.choices:
        left = tuple(nearest_fit(c, param) for c in r.choices if fits(c, param) and _allows(r, c))
    else:
        return _narrow_interval(param, r)
    if not left:
        raise _nothing_left(param, r)
    default = param.default if among(param.default, left) else _nearest(param.default, left)
    return ChoiceParam(name=param.name, choices=left, default=default, only_if=param.only_if)


def _narrow_interval(param: FloatParam | IntParam, r: Range) -> FloatParam | IntParam:
    low = param.low if r.low is None else max(param.low, r.low)
    high = param.high if r.high is None else min(param.high, r.high)
    if isinstance(param, IntParam):
        low, high = math.ceil(low), math.floor(high)
    if not low <= high:
        raise _nothing_left(param, r)
    return param.having(low=low, high=high, default=min(max(param.default, low), high))


def _allows(r: Range, choice: Scalar) -> bool:
    if r.choices and not among(choice, r.choices):
        return False
    if r.low is None and r.high is None:
        return True
    if not is_number(choice):
        return False
    return (r.low is None or r.low <= choice) and (r.high is None or choice <= r.high)


def _nearest(value: Scalar, left: tuple[Scalar, ...]) -> Scalar:
    numbers = [c for c in left if is_number(c)]
    if not is_number(value) or not numbers:
        return left[0]
    return min(numbers, key=lambda c: abs(c - value))


def extent(param: AnyParam) -> str:
    """What a hyperparameter may be, as a person would read it."""
    if isinstance(param, ChoiceParam):
        return "one of " + ", ".join(repr(c) for c in param.choices)
    return f"{param.low} to {param.high}"


def _nothing_left(param: AnyParam, r: Range) -> SpecError:
    return SpecError(
        f"the range for {r.family} '{r.name}' leaves nothing to try",
        fix=f"'{r.name}' may be {extent(param)}",
    )


def fits(value: Scalar, param: AnyParam) -> bool:
    """Whether a value lies in the hyperparameter's extent and is of its kind."""
    if isinstance(param, ChoiceParam):
        return among(value, param.choices)
    if not is_number(value) or (isinstance(param, IntParam) and value != int(value)):
        return False
    return param.low <= value <= param.high


def nearest_fit(value: Scalar, param: AnyParam) -> Scalar:
    """The value, or the nearest one that the hyperparameter allows; its default where nearness has no meaning."""
    if isinstance(param, ChoiceParam):
        return next((c for c in param.choices if same(c, value)), param.default)
    if not is_number(value) or math.isnan(value):
        return param.default
    clipped = min(max(value, param.low), param.high)
    return round(clipped) if isinstance(param, IntParam) else float(clipped)


def active_names(space: FamilySpace, values: dict[str, Scalar]) -> tuple[str, ...]:
    """The names of the hyperparameters that are active under these values; a missing value counts as its default."""
    params = {p.name: p for p in space.params}

    def active(name: str) -> bool:
        needed = params[name].only_if
        if needed is None:
            return True
        parent = params.get(needed.name)
        if parent is None or not active(parent.name):
            return False
        return among(values.get(parent.name, parent.default), needed.values)

    return tuple(name for name in params if active(name))


def fit_into(configuration: Configuration, space: FamilySpace) -> Configuration:
    """The nearest configuration of the space: clipped, missing values at their defaults, inactive ones dropped."""
    values = {p.name: nearest_fit(configuration.params.get(p.name, p.default), p) for p in space.params}
    return Configuration(family=space.family, params={name: values[name] for name in active_names(space, values)})
