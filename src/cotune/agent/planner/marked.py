"""A goal as a phrase in which columns, durations and families are marked, and what it tells of others is aside."""

from __future__ import annotations

import re

from cotune.agent.planner.columns import ColumnIndex, items_with_names, with_columns, with_identifiers
from cotune.agent.planner.cues import REPORTED
from cotune.agent.planner.durations import with_durations
from cotune.agent.planner.families import with_families
from cotune.agent.planner.lexicon import LEXICON, ORDINARY
from cotune.agent.planner.places import with_places
from cotune.agent.planner.text import Phrase
from cotune.agent.planner.tokens import language_of, spelled, with_digits

_APPOSITION = re.compile(r"(?<= )<[cd]\d+> \( (<c\d+>) \)(?= )")
"""A column's name in brackets after a word that is another's: `the price (CompPrice)`."""


def read(goal: str, index: ColumnIndex) -> Phrase:
    """The goal as a phrase in which columns, durations and families are marked; what it tells of others is aside."""
    phrase = with_places(Phrase(goal, items_with_names(settings_apart(goal), index)), len(index.columns))
    language = language_of(phrase.items)
    phrase = with_digits(phrase, language)
    phrase = with_columns(phrase, index, language)
    known = ORDINARY | index.words()
    phrase = phrase.marked(_APPOSITION, lambda match: match.group(1))
    phrase = with_identifiers(phrase, index)
    if language == "en":
        phrase = spelled(phrase, LEXICON, known)
    phrase = with_durations(with_families(phrase))
    return phrase.leaving(_told(phrase))


_SETS = re.compile(r"(?<!\S)\w+ ?[=:] ?\S")
_BETWEEN_SETTINGS = re.compile(r"(?<=[^\s,;.]) (?=\w+=\S)")
_BARS = re.compile(r"(?<= )[/|](?= )")


def settings_apart(goal: str) -> str:
    """`target=y trials=40` and `y / roc auc / 12 min` are lists of settings: each is a clause of its own."""
    listed = _BARS.sub(";", goal) if len(_BARS.findall(goal)) > 1 else goal
    return _BETWEEN_SETTINGS.sub(";", listed) if len(_SETS.findall(listed)) > 1 else listed


_PRONOUN = re.compile(r" (?:he|she|they|i|we) ")
"""`Leave the SVMs out, they took hours`: only what comes after the comma is told."""
_ORDER = re.compile(
    r" (?:(?:please|and|but|then|also|so|just|now|never|not|do|,) )*(?:use|take|run|leave|drop|exclude|remove|ignore"
    r"|skip|omit|forget|keep|split|group|weight|put|set|give|limit|try|search|predict|forecast|estimate|classify) "
)
"""`Drop the code that we used last year` is no report."""
_HAS_GOT = re.compile(r"(?i)(?:['\u2019](?:ve|s)|\bhave|\bhas) (?:\w+ )?got\b")
_TURN = re.compile(r" (?:but|whereas|however|aber|mais|pero) | , (?=(?:you|please|now|(?:and )?so(?! that)) )")


def _told(phrase: Phrase) -> list[tuple[int, int]]:
    """What the goal tells of other people or of the past: to the end of a sentence, or to its `but`."""
    spans = []
    for match in phrase.found(REPORTED):
        if _HAS_GOT.search(phrase.words(*match.span())):
            continue
        start, end = phrase.clause(match.start() + 1)
        if _PRONOUN.match(match.group()):
            start = max(start, phrase.text.rfind(" , ", start, match.start() + 3) + 1)
        if _ORDER.match(phrase.text, start, match.start() + 1):
            start = match.start()
        turn = _TURN.search(phrase.text, match.end() - 1, end)
        spans.append((start, turn.start() if turn else end))
    return spans
