"""Hyperparameters as a person types them behind a command: `max_depth=3..6 grow_policy=lossguide`."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from cotune.errors import UserError


def typed_ranges(words: Iterable[str]) -> dict[str, Any]:
    """`name=3..6` is an interval, `name=a,b` a choice, `name=4` a choice of one; see `Study.steer`.

    Raises:
        UserError: a word is none of these.
    """
    return {name: _range(text) for name, text in map(_parted, words)}


def typed_values(words: Iterable[str]) -> dict[str, Any]:
    """`name=4`, `name=true`, `name=lossguide`: a configuration's own values; see `Study.enqueue`.

    Raises:
        UserError: a word is none of these.
    """
    return {name: _value(text) for name, text in map(_parted, words)}


def _parted(word: str) -> tuple[str, str]:
    name, sign, text = word.partition("=")
    if not (name and sign and text):
        raise UserError(
            f"'{word}' is no setting", fix="for example max_depth=4, max_depth=3..6 or grow_policy=lossguide"
        )
    return name, text


def _range(text: str) -> object:
    low, dots, high = text.partition("..")
    if not dots:
        return [_value(part) for part in text.split(",")]
    ends = _value(low), _value(high)
    if any(isinstance(end, str) for end in ends):
        raise UserError(f"'{text}' is no interval", fix="give two numbers, for example 3..6")
    return ends


def _value(text: str) -> object:
    """A number or truth value as in JSON, any other word as it is."""
    try:
        value = json.loads(text.lower())
    except ValueError:
        return text
    return value if isinstance(value, int | float) else text
