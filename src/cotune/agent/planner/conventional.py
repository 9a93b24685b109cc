"""A column that is called like a target, for goals that ask a question without any word of the table."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Literal

from cotune.agent.planner.columns import ColumnIndex
from cotune.agent.planner.likeness import AMOUNT
from cotune.agent.planner.text import Phrase
from cotune.agent.planner.wanted import target_spans

Form = Literal["binary", "number", "classes", "any"]

_CONVENTIONAL = (
    "target",
    "label",
    "class",
    "outcome",
    "y",
    "response",
    "result",
    "dependent",
    "labels",
    "classes",
    "category",
    "diagnosis",
    "status",
)
_WHO = re.compile(
    r" (?:who|whether|if|wer|ob|qui|quien|si|which (?:\S+ )?(?:customers?|clients?|people|patients?|users?|employees?"
    r"|loans?|card|of)) |^ (?:will|would|is|are|does|do|can|ist|wird|hat|est ce) "
)
_EITHER = re.compile(r" (?:or|versus|vs|against|oder|ou|o) ")
_GENERIC = re.compile(
    r" (?:diagnos\w*|classif\w*|klassifi\w*|class|classes|category|categories|type|types|kind|kinds|outcome|result"
    r"|label|labels|detect\w*|recogni\w*) "
)
_RANGE = re.compile(r" (?:stage|stages|grade|level|levels|degree|price|rent|cost|salary|age|weight|blood|count) ")


def conventional(phrase: Phrase, index: ColumnIndex, taken: Collection[int]) -> int | None:
    """A column that is called like a target, when the goal's question has the form of its values."""
    found = [k for k, parts in enumerate(index.parts) if k not in taken and "".join(parts) in _CONVENTIONAL]
    if len(found) != 1:
        return None
    k = found[0]
    column = index.columns[k]
    form = _form(phrase)
    fits = {
        "binary": column.n_unique == 2,
        "classes": column.n_unique > 1 and (column.kind in ("category", "boolean") or column.n_unique <= 30),
        "number": column.kind == "number" and column.n_unique > 10,
        "any": False,
    }[form]
    return k if fits else None


def _form(phrase: Phrase) -> Form:
    """What kind of answer the goal's question has."""
    start, end = target_spans(phrase)[0]
    text = " " + phrase.text[start:end].strip() + " "
    if _GENERIC.search(phrase.text):
        return "classes"
    if _RANGE.search(text):
        return "any"
    if AMOUNT.search(text):
        return "number"
    if _EITHER.search(text) or _WHO.search(text):
        return "binary"
    return "any"
