"""What is read of a goal while it is read: fields that it settles, and questions that it leaves open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from cotune.agent.planner.columns import ColumnIndex
from cotune.agent.planner.text import Phrase
from cotune.agent.planner.understanding import Open, Settles, Stated, Understanding, Value
from cotune.model.plan import Question, Source
from cotune.model.profile import TableProfile

_FIRST = ("target", "column", "task", "metric", "other")
"""What is asked about in this order."""


class Findings:
    """One goal about one table on its way to an understanding."""

    def __init__(self, phrase: Phrase, index: ColumnIndex, profile: TableProfile) -> None:
        self.phrase, self.index, self.profile = phrase, index, profile
        self.fields: dict[str, Stated] = {}
        self.open: list[Open] = []

    def state(self, field: str, value: Value, words: str, source: Source = "stated") -> None:
        self.fields[field] = Stated(value, words, source)

    def ask(
        self,
        text: str,
        about: str,
        candidates: Sequence[str] = (),
        choices: Mapping[str, Settles] = MappingProxyType({}),
        *,
        column_for: str = "",
        absent: str = "",
    ) -> None:
        """Leave a question open, with columns as the answers on offer, or with choices that settle other fields."""
        offered = tuple(candidates) or tuple(choices)
        question = Question.model_validate({"text": text, "about": about, "candidates": offered})
        self.open.append(Open(question, choices, column_for, absent))

    def understanding(self) -> Understanding:
        questions = sorted(self.open, key=lambda of: _FIRST.index(of.question.about))
        return Understanding(self.phrase.raw, self.fields, tuple(questions))
