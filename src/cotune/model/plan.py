"""A plan: what a goal amounts to, where each field comes from, and what is still to be asked."""

from __future__ import annotations

from typing import Literal

from cotune.model.base import Noun, Scalar
from cotune.model.spec import SearchSpec

Source = Literal["stated", "implied", "default"]


class FieldOrigin(Noun):
    """Where one spec field comes from; `words` are the goal's own words that state or imply it."""

    field: str
    source: Source
    words: str = ""


class Question(Noun):
    """One short question, with clickable answers where there are some."""

    text: str
    about: Literal["target", "task", "metric", "column", "other"]
    candidates: tuple[str, ...] = ()


class Plan(Noun):
    """A drafted specification, or the question that stands before it.

    `stated` is the flat dict of what the goal itself stated or implied, in SearchSpec's names, families as
    `families_only` / `families_excluded`.
    """

    goal: str
    spec: SearchSpec | None
    question: Question | None
    origins: tuple[FieldOrigin, ...]
    stated: dict[str, Scalar | tuple[str, ...] | None]
    notes: tuple[str, ...] = ()
