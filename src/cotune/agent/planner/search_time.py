"""How long a search may take, as it is said: less than nothing, nothing, and months too, which no search can have."""

from __future__ import annotations

import re

from cotune.agent.planner.durations import CUE, UNIT, Budget, search_budget
from cotune.agent.planner.signs import is_negative
from cotune.agent.planner.text import Phrase

_RUNS = r"(?:search\w*|train|tune|run|compute|budget|time limit|time budget|suche|recherche|busqueda)"
_SEARCHES = r"(?:search|train|tune|compute|budget|time limit|time budget|suche|recherche|busqueda)"
_COMPUTE = r"(?:search|searching|training|tuning|compute|computing|runtime|calcul|calculo|rechenzeit|suche)"
_END = r"(?= (?:[.,;!)\n]|$))"
_NO_TIME = re.compile(
    rf" (?:{_RUNS}|takes?|within|max|maximum|at most)(?: (?:for|of|is|to|at most|only|max|=|:))* 0 {UNIT}{_END}"
    rf"|(?:^|(?<= [.,;\n])) 0 {UNIT}{_END}| 0 {UNIT} (?:of {_COMPUTE}|budget|max|maximum|at most)(?= )"
)
_MONTH = r"(?P<unit>months?|monate?n?|mois|mes(?:es)?|years?|jahre?n?|ans?|anos?)"
_MONTHS = (
    re.compile(rf"(?<= )(?P<n>\d{{1,15}}) {_MONTH} (?:of|de) {_COMPUTE}(?= )"),
    re.compile(rf" {_SEARCHES}(?: (?:for|of|is|to|up to|at most|max|=|:))* (?P<n>\d{{1,15}}) {_MONTH}{_END}"),
)
_DAY_S = 86400.0


def time_said(phrase: Phrase) -> Budget | None:
    """The time of the search: less than none where the goal says so, none or months where no other time is said.

    A signed time that isn't plainly the search's is of something else: `a delay of -5 minutes`.
    """
    budget = search_budget(phrase)
    if budget is not None:
        return _with_its_sign(phrase, budget)
    for match in (m for p in (_NO_TIME, *_MONTHS) for m in phrase.said(p)):
        days = 0.0
        if match.re is not _NO_TIME:
            days = float(match.group("n")) * (30 if match.group("unit")[0] == "m" else 365)
        return Budget(days * _DAY_S, phrase.words(*match.span()).strip(" ,;."), match.start())
    return None


def _with_its_sign(phrase: Phrase, budget: Budget) -> Budget | None:
    if not is_negative(phrase, budget.at):
        return budget
    before = phrase.text[: budget.at - 2]
    is_search = CUE.search(before) or _AFTER_COMMA.search(before)
    return (
        budget._replace(seconds=-budget.seconds, words=phrase.words(budget.at - 2, budget.at) + budget.words)
        if is_search
        else None
    )


_AFTER_COMMA = re.compile(r" [,;] $")
