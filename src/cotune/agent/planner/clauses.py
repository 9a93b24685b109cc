"""The sentences and clauses of a phrase: where one thing that is said ends and the next begins."""

from __future__ import annotations

import re
from typing import NamedTuple

from cotune.agent.planner.columns import LIST, M, columns_in
from cotune.agent.planner.text import Phrase

_LIST = re.compile(LIST)
_IN_BRACKETS = re.compile(rf"\( (?:columns? )?{LIST} \)")
_SENTENCE_END = re.compile(r"[.!?\n]+")
_CLAUSE_END = re.compile(r"[.!?\n,;()\u2013\u2014]+")
_TURN = re.compile(
    r"(?<!everything)(?<!anything)(?<!nothing)(?<! all)(?<!columns)(?<!features)(?<!variables)(?<!fields) (?:but"
    r"|because|since|although|though|while|whereas|however|aber|sondern|weil|denn|mais|car|parce que|puisque"
    r"|pero|porque|ya que|sino|therefore|hence|(?:and )?so(?= (?:not|do|does|please|leave|drop|exclude|ignore|remove"
    r"|both|all|these|those|neither|it|they|that|this|we|the|you|never|keep|skip|no))) "
)


_NEW_SUBJECT = re.compile(
    rf" (?:no|without|not|ohne|sans|sin|keine?) (?:the )?{M} (?=, {M} (?:may|can|should|must|stays?|remains?|is|are"
    rf"|darf|bleibt|reste|queda) )"
)


class Clause(NamedTuple):
    """text[start:end] of a phrase, with one blank at both ends; `sentence` counts from 0."""

    start: int
    end: int
    sentence: int
    text: str

    def columns(self) -> tuple[int, ...]:
        return columns_in(self.text)


def clauses_of(phrase: Phrase) -> list[Clause]:
    """The clauses of a phrase. Signs inside a list of columns end none, nor does a dash inside a word."""
    inside = [m.span() for m in phrase.found(_LIST)]
    subjects = {m.end() for m in phrase.found(_NEW_SUBJECT)}
    cuts: list[tuple[int, int, bool]] = []
    for at, sign, spaced in _signs(phrase):
        if at not in subjects and any(a <= at < b for a, b in (*inside, *_bracketed(phrase))):
            continue
        if _CLAUSE_END.fullmatch(sign) or (sign in "-:" and spaced):
            cuts.append((at, at + len(sign), _SENTENCE_END.fullmatch(sign) is not None))
    cuts.extend(
        (m.start() + 1, m.start() + 1, False)
        for m in phrase.found(_TURN)
        if not any(a <= m.start() < b for a, b in inside)
    )
    out, left, sentence = [], 0, 0
    for start, end, ends_sentence in [*sorted(cuts), (len(phrase.text), len(phrase.text), True)]:
        if phrase.text[left:start].strip():
            out.append(Clause(left, start, sentence, f" {phrase.text[left:start].strip()} "))
        left = end
        sentence += ends_sentence
    return out


def _bracketed(phrase: Phrase) -> list[tuple[int, int]]:
    """Columns in brackets belong to the words before them: `the city mileage (cty)`."""
    return [m.span() for m in phrase.found(_IN_BRACKETS)]


def _signs(phrase: Phrase) -> list[tuple[int, str, bool]]:
    """Where the signs stand in the text; a dash or a colon ends a clause only with a blank and a word after it."""
    out, at = [], 1
    for n, item in enumerate(phrase.items):
        if not item.text[0].isalnum() and item.text[0] != "<":
            after = phrase.items[n + 1] if n + 1 < len(phrase.items) else None
            spaced = after is not None and after.start > item.end and not after.text.startswith("<c")
            out.append((at, item.text, spaced and (item.text != "-" or phrase.raw[item.start - 1 : item.start] == " ")))
        at += len(item.text) + 1
    return out
