"""What a noun refuses, in the words of an error that says what is wrong, where, and what would be right."""

from __future__ import annotations

from pydantic import ValidationError

from cotune.errors import SpecError

_LIMITS = {"gt": "above", "ge": "of at least", "lt": "below", "le": "of at most"}


def misfit(problem: ValidationError) -> SpecError:
    """The first thing that pydantic found, naming the field."""
    first = problem.errors(include_url=False)[0]
    where = ".".join(str(part) for part in first["loc"]) or None
    limits = first.get("ctx", {})
    for name, words in _LIMITS.items():
        if name in limits and first["type"].startswith(("greater", "less")):
            return SpecError(
                f"{first['input']} is out of range", where=where, fix=f"use a number {words} {limits[name]:g}"
            )
    if first["type"] == "too_short":
        return SpecError("nothing is named", where=where, fix="name at least one, or leave it out")
    text = first["msg"].removeprefix("Value error, ")
    return SpecError(text[:1].lower() + text[1:], where=where)
