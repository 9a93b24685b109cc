"""What the person's next words settle of the question that a goal left open."""

from __future__ import annotations

import re

from cotune.agent.planner.columns import ColumnIndex, columns_in, name_parts, singular
from cotune.agent.planner.marked import read
from cotune.agent.planner.text import folded
from cotune.agent.planner.understand import understand
from cotune.agent.planner.understanding import Settles, Stated, Understanding
from cotune.model.profile import TableProfile

_NONE = re.compile(
    r"(?:no(?:ne)?|neither|nothing|skip|never mind|forget it|don'?t care|no matter|either|nein|keine?[rs]?|egal|non"
    r"|aucune?|peu importe|ningun[oa]?|da igual)(?: of (?:them|these|those))?[ .!]*"
)
_SPLITS = {"group_column": "group", "time_column": "time"}


def wants_prediction(words: str) -> bool:
    """Whether these words speak of predicting: then they are a goal of their own."""
    return (
        re.search(r"predict|forecast|estimate|classif|target|vorhers|predire|predecir", words, re.IGNORECASE)
        is not None
    )


def continued(earlier: Understanding, words: str, profile: TableProfile) -> Understanding:
    """A goal after the person's next words: they answer its question, or say more of the goal."""
    answered = settled(earlier, words, profile)
    if answered is not None:
        return answered
    fresh = understand(words, profile)
    first = earlier.question
    target = fresh.fields.get("target")
    is_aside = first is not None and first.about != "target" and target is not None and target.source == "implied"
    more = {k: v for k, v in fresh.fields.items() if not (is_aside and k in ("target", "task"))}
    fields = {**earlier.fields, **more}
    # What an answer by itself leaves open is no question of its own.
    is_answer = first is not None and first.about != "target" and bool(more)
    still_open = () if fresh.question is None or is_answer else fresh.open
    return Understanding(f"{earlier.goal}\n{words}", fields, earlier.open if is_aside and not more else still_open)


def settled(earlier: Understanding, words: str, profile: TableProfile) -> Understanding | None:
    """The goal with its first question answered; None where the words are no plain answer to it."""
    if not earlier.open:
        return None
    first, *later = earlier.open
    said = folded(words).strip(" .!'\"\u201c\u201d")
    chosen = next((settles for offered, settles in first.choices.items() if folded(offered) == said), None)
    if chosen is None and (first.absent or first.column_for) and _NONE.fullmatch(said):
        chosen = {}
    if chosen is not None:
        return Understanding(earlier.goal, _with(earlier, chosen, words), tuple(later))
    index = ColumnIndex(profile.columns)
    name = _column(words, index)
    if not name:
        return None
    if first.absent:
        absent = re.compile(rf"(?<!\w){re.escape(first.absent)}(?!\w)", re.IGNORECASE)
        return understand(absent.sub(lambda _: name, earlier.goal), profile)
    if first.column_for:
        settles: Settles = {first.column_for: name, "split": _SPLITS[first.column_for]}
        return Understanding(earlier.goal, _with(earlier, settles, words), tuple(later))
    return None


_LONGEST = 4
"""Words of a plain answer that names a column."""


def _column(words: str, index: ColumnIndex) -> str:
    """The one column that a plain answer names, or of whose name it says a part; empty for none or several."""
    if len(words.split()) > _LONGEST or wants_prediction(words):
        return ""
    named = columns_in(read(words, index).text)
    said = {singular(part) for part in name_parts(words)}
    partly = [k for k, parts in enumerate(index.parts) if not said.isdisjoint(map(singular, parts))]
    found = named or partly
    return index.name(found[0]) if len(found) == 1 else ""


def _with(earlier: Understanding, settles: Settles, words: str) -> dict[str, Stated]:
    kept = {field: stated for field, stated in earlier.fields.items() if field not in settles}
    more = {field: Stated(value, words, "stated") for field, value in settles.items() if value is not None}
    return kept | more
