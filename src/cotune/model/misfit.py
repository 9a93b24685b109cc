"""What a noun refuses, in the words of an error that says what is wrong, where, and what would be right."""

from __future__ import annotations

import re
import reprlib

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from cotune.errors import SpecError, did_you_mean

_LIMITS = {"gt": "above", "ge": "of at least", "lt": "below", "le": "of at most"}
_KINDS = {
    "float": ("no number", "give a number"),
    "int": ("no whole number", "give one, for example 2"),
    "bool": ("neither true nor false", "give True or False"),
    "string": ("no text", "give text"),
    "tuple": ("no list", "give a list"),
    "dict": ("no mapping", "give a dict"),
}
_WRONG_KIND = re.compile(rf"({'|'.join(_KINDS)})_(?:type|parsing|from_float)")
_SECONDS = "give seconds, for example 120"
_EXAMPLES = {
    "seconds": _SECONDS,
    "seconds_per_trial": _SECONDS,
    "memory_mb": "give megabytes, for example 2000",
    "cluster": "give the address of a Dask scheduler, for example 'tcp://10.0.0.5:8786'",
}


class Unfit(ValueError):
    """What a noun's own rule refuses: pydantic carries it, with the field and what to do next, to `misfit`."""

    def __init__(self, what: str, *, fix: str, where: str | None = None) -> None:
        self.what, self.fix, self.where = what, fix, where
        super().__init__(f"{what}; {fix}")


def misfit(problem: ValidationError, option: str | None = None) -> SpecError:
    """The first thing that pydantic found, naming the field, or the option of the command line that was given."""
    first = problem.errors(include_url=False)[0]
    rule = first.get("ctx", {}).get("error")
    if isinstance(rule, Unfit):
        return SpecError(rule.what, where=_place(first, rule.where), fix=rule.fix)
    what, fix = _explained(first, (option or _place(first) or "").removeprefix("--"))
    return SpecError(what, where=option or _place(first), fix=fix)


def _place(first: ErrorDetails, field: str | None = None) -> str | None:
    return ".".join([*map(str, first["loc"]), *([field] if field else [])]) or None


def _explained(first: ErrorDetails, place: str) -> tuple[str, str | None]:
    """What is wrong, and what to do next."""
    kind, given, limits = first["type"], reprlib.repr(first["input"]), first.get("ctx", {})
    if wrong := _WRONG_KIND.match(kind):
        name, example = _KINDS[wrong[1]]
        return f"{given} is {name}", _EXAMPLES.get(place.rpartition(".")[2], example)
    if kind == "literal_error":
        named = re.findall(r"'([^']*)'", limits["expected"])
        fix = did_you_mean(str(first["input"]), named) if named else f"use {limits['expected']}"
        return f"{given} can't be chosen", fix
    if kind.startswith(("greater", "less")):
        word = next(name for name in _LIMITS if name in limits)
        return f"{_figure(first['input'])} is out of range", f"use a number {_LIMITS[word]} {_figure(limits[word])}"
    if kind == "too_short":
        return "nothing is named", "name at least one, or leave it out"
    if kind == "extra_forbidden":
        return "there is no such field", "leave it out"
    text = first["msg"].removeprefix("Value error, ")
    return text[:1].lower() + text[1:], None


def _figure(value: object) -> str:
    """As a person writes it: 691200 for 691200.0, and 1000000 for 1e+06."""
    return f"{value:.12g}" if isinstance(value, float) else str(value)
