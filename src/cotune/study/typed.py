"""Hyperparameters as a person types them behind a command: `max_depth=3..6 grow_policy=lossguide`."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

from cotune.errors import UserError
from cotune.model.action import Steer
from cotune.study.hints import as_family, as_ranges, made


def typed_hint(family: str, words: Iterable[str], weight: float = 0.5) -> Steer:
    """A hint of which each word is a range: `name=3..6` an interval, `name=a,b` a choice, `name=4` a choice of one.

    Raises:
        UserError: a word is none of these, or there is no such family.
    """
    known = as_family(family)
    return made(Steer, family=known, ranges=as_ranges(known, _read(words, _range)), weight=weight)


def typed_values(words: Iterable[str]) -> dict[str, Any]:
    """`name=4`, `name=true`, `name=lossguide`: a configuration's own values; see `Study.enqueue`.

    Raises:
        UserError: a word is none of these.
    """
    return _read(words, _value)


def _read(words: Iterable[str], meaning: Callable[[str], object]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for word in words:
        name, sign, text = word.partition("=")
        if not (name and sign and text):
            fix = "for example max_depth=4, max_depth=3..6 or grow_policy=lossguide"
            raise UserError(f"'{word}' is no setting", fix=fix)
        if name in found:
            raise UserError(f"{name} is given twice", fix=f"several choices stand in one word: {name}=A,B")
        found[name] = meaning(text)
    return found


def _range(text: str) -> object:
    low, dots, high = text.partition("..")
    if not dots:
        return [_value(part) for part in text.split(",")]
    ends = _value(low), _value(high)
    if any(isinstance(end, str) for end in ends):
        raise UserError(f"'{text}' is no interval", fix="give both of its ends, for example 3..6")
    return ends


def _value(text: str) -> object:
    """A truth value, a number, or any other word as it is."""
    if text.lower() in ("true", "false"):
        return text.lower() == "true"
    for number in (int, float):
        with suppress(ValueError):
            value = number(text)
            return value if math.isfinite(value) else text
    return text
