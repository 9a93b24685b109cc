"""From what people type to the nouns of steering: families, ranges, configurations."""

from __future__ import annotations

import math
from collections.abc import Mapping
from numbers import Real
from typing import Any, TypeVar, cast

from pydantic import ValidationError

from cotune.agent.model_names import check_model_name, object_name
from cotune.errors import SpecError, UserError, did_you_mean
from cotune.model.action import SetAgentModel
from cotune.model.base import Noun, Scalar
from cotune.model.misfit import misfit
from cotune.model.space import Configuration
from cotune.model.spec import Range
from cotune.model.words import FAMILIES, Family, names_built_in

LOCAL = "local"
N = TypeVar("N", bound=Noun)


def as_family(name: str) -> Family:
    """The family of this name.

    Raises:
        SpecError: there is none; the message offers the closest names.
    """
    if name not in FAMILIES:
        raise SpecError(f"there is no model family '{name}'", fix=did_you_mean(str(name), FAMILIES))
    return name


def made(noun: type[N], **fields: object) -> N:
    """A noun of what a person typed.

    Raises:
        SpecError: a value that the noun can't take; the message names it.
    """
    try:
        return noun.model_validate(fields)
    except ValidationError as error:
        raise misfit(error) from None


def as_seconds(given: object, where: str, least: float | None = None) -> float:
    """A number of seconds that a person typed.

    Raises:
        UserError: it is none, or below `least`.
    """
    seconds = float(given) if isinstance(given, Real) and not isinstance(given, bool) else math.nan
    if math.isnan(seconds) or (least is not None and seconds < least):
        fix = "give a number" + (f" of at least {least:g}" if least is not None else "") + ", for example 30"
        raise UserError(f"{given!r} is no number of seconds", where=where, fix=fix)
    return seconds


def as_ranges(family: Family, ranges: Mapping[str, object]) -> tuple[Range, ...]:
    """A pair of numbers is an interval, a list is a choice, a single value is a choice of one."""
    return tuple(_range(family, name, value) for name, value in ranges.items())


def as_agent_model(given: object) -> SetAgentModel:
    """None is the built-in planner, as are its names; another string names a model, and an object by what it tells.

    Raises:
        UserError: it is no chat model, or its name can't be one.
    """
    if given is None or names_built_in(given):
        return SetAgentModel()
    if isinstance(given, str):
        check_model_name(given)
        return made(SetAgentModel, model=given)
    if not hasattr(given, "bind_tools"):
        raise UserError(
            f"{type(given).__name__} is no LangChain chat model",
            where="model",
            fix="hand over a chat model object, or a string such as 'openai:gpt-4o-mini'",
        )
    return SetAgentModel(model=object_name(given), is_object=True)


def as_cluster(given: object) -> object:
    """The address of a Dask scheduler as it is; "local", the processes of this machine, has none."""
    return None if given == LOCAL else given


def as_configuration(given: Mapping[str, Any] | Configuration) -> Configuration:
    """From {"family": ..., "params": {...}}, or from a flat mapping with the family among its hyperparameters.

    Raises:
        SpecError: no family is named, or an unknown one.
    """
    if isinstance(given, Configuration):
        return given
    if not isinstance(given, Mapping) or "family" not in given:
        raise SpecError(
            "a configuration names its model family", fix='for example {"family": "xgboost", "max_depth": 4}'
        )
    params = given.get("params") or {name: value for name, value in given.items() if name not in ("family", "params")}
    return made(Configuration, family=as_family(given["family"]), params=params)


def _range(family: Family, name: str, value: object) -> Range:
    match value:
        case (bool(), bool()):
            return Range(family=family, name=name, choices=cast(tuple[bool, bool], value))
        case tuple((int() | float() as low, int() | float() as high)):
            return Range(family=family, name=name, low=low, high=high)
        case list() | tuple() | set() if value and all(isinstance(choice, Scalar) for choice in value):
            return Range(family=family, name=name, choices=tuple(value))
        case bool() | int() | float() | str():
            return Range(family=family, name=name, choices=(value,))
        case _:
            raise SpecError(f"{value!r} is no range", where=name, fix="give a pair of numbers or a list of choices")
