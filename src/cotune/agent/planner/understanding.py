"""What a goal amounts to: the fields that it settles, and what it leaves open."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from cotune.model.base import Scalar
from cotune.model.plan import Question, Source

Value = Scalar | tuple[str, ...]


class Stated(NamedTuple):
    """A field that the goal settles: its value, the goal's words, and whether they say it or imply it."""

    value: Value
    words: str
    source: Source


Settles = Mapping[str, Value | None]
"""What an answer makes of fields; None: the goal says nothing of this one after all."""


class Open(NamedTuple):
    """A question, and what its answer settles.

    The answers on offer settle these fields, each in its way; a column that is named is the value of `column_for`; or
    it is what the goal calls by the name `absent`, which no column has.
    """

    question: Question
    choices: Mapping[str, Settles] = MappingProxyType({})
    column_for: str = ""
    absent: str = ""


class Understanding(NamedTuple):
    """What a goal amounts to: fields in SearchSpec's names (families as families_only / families_excluded)."""

    goal: str
    fields: Mapping[str, Stated]
    open: tuple[Open, ...] = ()

    @property
    def question(self) -> Question | None:
        """The one to ask first."""
        return self.open[0].question if self.open else None
