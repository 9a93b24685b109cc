"""What is to be small besides a good score: the time of a prediction, or the model."""

from __future__ import annotations

import re
from typing import NamedTuple

from cotune.agent.planner.text import Phrase
from cotune.model.words import Objective, SecondObjective

_FAST = r"(?:fast|quick|quickly|speedy|rapid|swift|snappy|schnell\w*|zugig\w*|rapides?|vite|rapid[ao]s?|veloz|veloces)"
_GUESS = (
    r"(?:predictions?|predicting|predicts?|inference|scoring|serving|latency|vorhersagen?|vorhersagt|prognosen?|latenz"
    r"|antwortet|predictions?|predit|latence|predicciones|prediccion|predice|latencia|inferencia)"
)
_COUNTS = (
    r"(?:matters?|counts?|important|relevant|as well|too|also|wichtig|zahlt|zahlen|auch|importante?s?|comptent?"
    r"|cuentan?|importan?|aussi|tambien)"
)
_SIZE = (
    r"(?:model (?:file )?size|size of (?:the|a) model|model 's size|(?:memory |disk )?footprint|modellgrosse"
    r"|grosse des modells|taille du modele|tamano del modelo)"
)
_SMALL = (
    r"(?:small|tiny|compact|light|lightweight|little|klein\w*|kompakt\w*|petit|leger|compacte?|pequen[ao]|liger[ao])"
)
_WITH_SCORE = (
    r"(?:scores?|accuracy|quality|performance|metric|auc|error|genauigkeit|gute|precision|qualite|precision|calidad)"
)
_AND = r"(?:and|&|versus|vs|against|und|et|y|as well as|but also|sowie)"
_SPEED = r"(?:speed|prediction (?:time|speed)|predict time|inference (?:time|speed)|latency|tempo|vitesse|velocidad)"
_MUST = (
    r"(?: (?:must|should|shall|has|have|needs?|to|be|is|are|stay|stays|muss|mussen|soll\w*|sein|doit|etre|debe"
    r"|ser)){1,3}"
)

_WORDINGS: dict[SecondObjective, tuple[str, ...]] = {
    "predict_ms": (
        rf" {_FAST}(?: \w+)? {_GUESS}(?= )",
        r" (?:predictions?|predicciones|prediccion|inferencia|inference)(?: \w+)? (?:rapides?|rapid[ao]s?|veloz"
        r"|veloces)(?= )",
        rf" {_GUESS}(?: \w+)?{_MUST}(?: (?:also|very|really|as|auch|aussi|tambien|sehr|tres|muy))* {_FAST}(?= )",
        rf" {_FAST} (?:to predict|at predicting|in predicting|beim vorhersagen|a predire|al predecir)(?= )",
        rf" predicts?(?: [a-z]+)? {_FAST}(?= )",
        r" (?:low|short|small|niedrige|faible|baja) (?:latency|latenz|latence|latencia|prediction times?"
        r"|inference times?)(?= )",
        rf" {_SPEED}(?: of (?:the )?predictions?)?(?: (?:also|is|are|does|do|ist|est|es|not|no|longer|so))* {_COUNTS}"
        rf"(?= )",
        rf" {_WITH_SCORE} {_AND} (?:\w+ )?{_SPEED}(?= )",
    ),
    "size_mb": (
        rf" {_SIZE}(?: (?:also|is|are|does|do|ist|est|es|not|no|longer|so))* {_COUNTS}(?= )",
        rf" {_WITH_SCORE} {_AND} (?:\w+ )?{_SIZE}(?= )",
        r" (?:compact|lightweight|tiny|kompakte\w*|leger|compacto|ligero) (?:model|modell?|modele|modelo)(?= )",
        r" small model (?:file|size|footprint)(?= )| small (?:memory |disk )?footprint(?= )",
        rf" (?:model|modell|modele|modelo)(?: (?:file|itself))?{_MUST}(?: (?:also|very|as))* {_SMALL}(?= )",
        rf" keep (?:the )?model (?:file )?{_SMALL}(?= )",
        rf" (?:small|low|little) {_SIZE}(?= )",
    ),
}
_WISHES = tuple((re.compile(p), objective) for objective, wordings in _WORDINGS.items() for p in wordings)
_DENIED = re.compile(
    r" (?:not|never|no longer|no|forget|ignore|unimportant|irrelevant|nicht|egal|kein\w*|pas|peu importe|no importa"
    r"|whatever)(?= )"
)
_CLAUSE_END = re.compile(r"[.!?;,\n]|but|aber|mais|pero")


class ObjectiveWish(NamedTuple):
    """The objectives that a goal asks for, and the words that say so; the score alone where it rules the other out."""

    objectives: tuple[Objective, ...]
    words: str
    span: tuple[int, int]


def objective_wish(phrase: Phrase) -> ObjectiveWish | None:
    """What a goal wants besides the score; of several wishes the last, and what others did counts for nothing."""
    wishes = _wishes(phrase)
    if not wishes:
        return None
    match, objective = max(wishes, key=lambda wish: (wish[0].end(), wish[0].end() - wish[0].start()))
    left, right = phrase.clause(match.start() + 1, _CLAUSE_END)
    objectives: tuple[Objective, ...] = ("score", objective)
    if _DENIED.search(phrase.text[left : right + 1]):
        objectives = ("score",)
    return ObjectiveWish(objectives, phrase.words(*match.span()).strip(), match.span())


_BOTH = re.compile(r" (?:and|&|plus|as well as|und|sowie|et|y)(?: (?:an?|the|also|both|ein\w*|une?|auch))* ?")


def two_objectives(phrase: Phrase) -> str:
    """The words for two things that shall count besides the score, said in one breath; else empty."""
    wishes = _wishes(phrase)
    for first, objective in wishes:
        for second, other in wishes:
            between = phrase.text[first.end() : second.start() + 1]
            if objective != other and _BOTH.fullmatch(between):
                left, right = phrase.clause(first.start() + 1, _CLAUSE_END)
                return (
                    "" if _DENIED.search(phrase.text[left : right + 1]) else phrase.words(first.start(), second.end())
                )
    return ""


def _wishes(phrase: Phrase) -> list[tuple[re.Match[str], SecondObjective]]:
    return [(match, objective) for pattern, objective in _WISHES for match in phrase.said(pattern)]
