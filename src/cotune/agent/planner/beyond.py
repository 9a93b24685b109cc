"""Figures that a goal states plainly and that no search can have: `-3 trials`, `500 folds`, `a holdout of 90 %`.

They are kept as they are said, so that they are refused in the same words as 400 workers; plain defaults in their place
would be other figures than those asked for.
"""

from __future__ import annotations

import re

from cotune.agent.planner.durations import CUE, UNIT, Budget
from cotune.agent.planner.limits import CORES, TRIALS, Figure
from cotune.agent.planner.text import Phrase

_N = r"(\d+)"
_D = r"(\d+(?:\.\d+)?)"
_MEMORY = r"(?P<unit>gb|gib|gigs?|gigabytes?|mb|mib|megabytes?)"
_SIGN = r"(?<= )[-\u2212] "
_NEGATIVE = re.compile(
    rf"{_SIGN}(?:<t(?P<seconds>[\d.]+)>|(?P<n>\d+)(?: -)? (?:\w+ )?(?:(?P<trials>{TRIALS})|(?P<folds>folds?)"
    rf"|(?P<workers>{CORES})|{_MEMORY}))(?= )"
    rf"|(?<= )(?:(?P<of_trials>trials?)|(?P<of_folds>folds?|cv)|(?P<of_workers>workers|n _ jobs|n _ workers)"
    rf"|(?P<of_random_state>(?:random )?seed|random _ state)) (?:= |: |of |to |is )?[-\u2212] (?P<m>\d+)(?= )"
)
_FOLDS = (
    rf"(?<= ){_N} (?:- )?(?:\w+ )?folds(?= )(?! of (?!(?:the )?cross))",
    rf"(?<= ){_N} (?:- )?fold (?:cv|cross)(?= )",
    rf" (?:folds|cv) (?:= |: ){_N} (?!%)",
)
_NO_TRIALS = (
    r"(?<= )(0) (?:trials?|configurations?|versuche?n?|essais?|ensayos?)(?= )",
    r" trials (?:= |: )(0)(?= )",
)
_PERCENT = r"(?:%|percent|per cent|prozent|pour cent|por ciento)"
_HOLD = r"(?:hold ?-? ?out|seal(?:ing)?|hold(?:ing)? back|set aside)"
_HOLDOUT = (
    rf" {_HOLD}(?: (?:=|:|of|is|fraction|size|share|the|last|latest|about|away|off|set))* {_D} {_PERCENT}(?= )",
    rf"(?<= ){_D} {_PERCENT} (?:of (?:the |my |all |our )*(?:rows|data|table|records) )?(?:as |for )?(?:an? |the )?"
    rf"hold ?-? ?out(?= )",
    r" hold ?-? ?out(?: (?:=|:|of|fraction|size|set|is))* (0\.\d+)(?= )",
)
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
    re.compile(rf"(?<= )(?P<n>\d+) {_MONTH} (?:of|de) {_COMPUTE}(?= )"),
    re.compile(rf" {_SEARCHES}(?: (?:for|of|is|to|up to|at most|max|=|:))* (?P<n>\d+) {_MONTH}{_END}"),
)
_DAY_S = 86400.0


def beyond(phrase: Phrase) -> dict[str, Figure]:
    """Figures out of range, by spec field; times are `time_as_said`'s."""
    found = _negative(phrase)
    for field, patterns in (("folds", _FOLDS), ("trials", _NO_TRIALS), ("holdout_fraction", _HOLDOUT)):
        for match in (m for p in patterns for m in phrase.said(re.compile(p))):
            value = _out_of_range(field, float(match.group(1)))
            if value is not None:
                found.setdefault(field, _figure(phrase, match, value))
    return found


def time_as_said(phrase: Phrase, budget: Budget | None) -> Budget | None:
    """The time of the search: less than none where the goal says so, none or months where no other time is said.

    A signed time that isn't plainly the search's is of something else: `a delay of -5 minutes`.
    """
    if budget is not None:
        return _with_its_sign(phrase, budget)
    for match in (m for p in (_NO_TIME, *_MONTHS) for m in phrase.said(p)):
        days = 0.0
        if match.re is not _NO_TIME:
            days = float(match.group("n")) * (30 if match.group("unit")[0] == "m" else 365)
        return Budget(days * _DAY_S, phrase.words(*match.span()).strip(" ,;."))
    return None


def _with_its_sign(phrase: Phrase, budget: Budget) -> Budget | None:
    for match in phrase.found(_NEGATIVE):
        words = phrase.words(*match.span())
        is_it = match.group("seconds") and float(match.group("seconds")) == budget.seconds
        if is_it and words.endswith(budget.words) and _is_signed(phrase, match.start()):
            is_search = CUE.search(phrase.text[: match.start()]) or _AFTER_COMMA.search(phrase.text[: match.start()])
            return Budget(-budget.seconds, words) if is_search else None
    return budget


_AFTER_COMMA = re.compile(r" [,;] $")


def _negative(phrase: Phrase) -> dict[str, Figure]:
    found: dict[str, Figure] = {}
    for match in phrase.found(_NEGATIVE):
        sign = match.start() + re.search(r"[-\u2212]", match.group()).start()  # type: ignore[union-attr]
        if match.group("seconds") or phrase.is_aside(sign) or not _is_signed(phrase, sign):
            continue
        named = next(name for name, text in match.groupdict().items() if text and name not in ("n", "m"))
        field = "memory_mb" if named == "unit" else named.removeprefix("of_")
        value = -int(match.group("n") or match.group("m"))
        if field == "workers" and value == -1:
            continue
        found[field] = _figure(
            phrase, match, value * (1024 if named == "unit" and match.group("unit")[0] == "g" else 1)
        )
    return found


def _is_signed(phrase: Phrase, at: int) -> bool:
    """Whether the dash at text[at] is a sign: no hyphen, no range, and not the bullet of a list."""
    place = phrase.place(at)
    before, after = phrase.raw[:place], phrase.raw[place + 1 :]
    return (
        after[:1].isdigit() and re.search(r"[^\d\s]\s*[ =:(,]$|[=:(]$", before) is not None and "\n" not in before[-2:]
    )


def _out_of_range(field: str, number: float) -> int | float | None:
    if field == "holdout_fraction":
        share = number / 100 if number >= 1 else number
        return None if 0 < share <= 0.5 else share
    return int(number) if number == 0 or (field == "folds" and number > 20) else None


def _figure(phrase: Phrase, match: re.Match[str], value: float) -> Figure:
    return Figure(value, phrase.words(*match.span()).strip(), match.span())


_TPU = re.compile(
    r" (?:on|use|uses|using|with|auf|sur|en|device)(?: (?:=|:|an?|the|our|my|your|any|google|cloud|eine[rn]?|der|die"
    r"|une?|la))* tpus?(?= )"
)
_NO_TPU = re.compile(r" (?:no|not|never|without|nicht|keine?|pas|sin)(?: \w+){0,2}$")


def wants_tpu(phrase: Phrase) -> bool:
    """Whether the goal wants a kind of device that there isn't here."""
    return any(not _NO_TPU.search(phrase.text[: m.start()]) for m in phrase.said(_TPU))
