"""Whether a goal wants classes or a number: by its words, by its metric, or as is natural for the column."""

from __future__ import annotations

import re

from cotune.agent.planner.cues import AS_CLASSES, AS_NUMBER
from cotune.agent.planner.metrics import MetricWish, task_of
from cotune.agent.planner.text import Phrase
from cotune.model.plan import Source
from cotune.model.words import Task

_COUNTED = re.compile(r"\b(?:how many|how much|number of|amount of|count of|wie viele|combien de|cuant[oa]s)\b")


_UNDECIDED = re.compile(
    r" (?:check with|ask|tell) (?:me|us) (?:which|first|before)|not (?:settled|decided|sure)|undecided "
)
_REGRESSION = re.compile(
    r" (?:as a|an?|ordinary|plain|do|run|needs?) (?:(?:ordinary|plain|normal|simple|usual) )?regression "
)
_TWO_CLASSES = re.compile(r" (?:yes (?:or|/) no|binary|boolean|2 (?:- )?class) ")


def task_wish(
    phrase: Phrase, tasks: tuple[Task, ...], wish: MetricWish | None, target_words: str
) -> tuple[Task | None, Source, str]:
    """The task: as the goal says, or as its metric needs, or as is natural for the column."""
    classes = next((t for t in tasks if t != "regression"), None)
    number, category = (next(iter(phrase.said(p)), None) for p in (AS_NUMBER, AS_CLASSES))
    if number is not None and category is not None and _UNDECIDED.search(phrase.text):
        return None, "stated", ""
    if number is not None and "regression" in tasks and "logistic" not in number.group():
        return "regression", "stated", phrase.words(*number.span()).strip()
    if number is not None and "regression" not in tasks and _REGRESSION.search(phrase.text):
        return None, "stated", ""
    if category is not None and "binary" not in tasks and _TWO_CLASSES.search(category.group()):
        return None, "stated", ""
    if category is not None and classes is not None:
        return classes, "stated", phrase.words(*category.span()).strip()
    if category is not None and classes is None and re.search(r"\bas\b|classif|\bnot\b", category.group()):
        return None, "stated", ""
    if wish is not None:
        wanted = task_of(wish.metric)
        if wanted == "regression" and "regression" in tasks and (classes is None or tasks[0] != "binary"):
            return "regression", "implied", wish.words
        if wanted is None and classes is not None:
            return classes, "implied", wish.words
    counted = _counted(phrase, target_words)
    if counted and tasks[0] == "multiclass" and "regression" in tasks:
        return "regression", "implied", counted
    return tasks[0], "implied", ""


def _counted(phrase: Phrase, words: str) -> str:
    """The goal's words that ask for the target as a count or an amount, if any."""
    at = phrase.raw.find(words)
    before = re.split(r"[.;:!?,\n]", phrase.raw[: max(at, 0)])[-1]
    said = f" {before}{words} "
    found = _COUNTED.search(said.lower())
    return said[found.start() : found.end()].strip() if found else ""
