"""Did it help? What each origin of trials bought, and whether suggestions did better than the searcher beside them.

For the comparison a trial is a hit when it is in the best quarter of the suggested trials and the control together,
failures at the end. The control are the searcher's own trials from the first suggested one to the last. The interval of
the difference of two rates is Newcombe's hybrid score interval (Statistics in Medicine 17, 1998, method 10), at 95 %.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from typing import Literal, NamedTuple

from cotune.model.base import Noun
from cotune.model.bought import Bought, BoughtSoFar
from cotune.model.trial import TrialRow
from cotune.model.view import RunView
from cotune.model.words import SEARCHED, Actor, Origin, is_language_model

Finding = Literal["better", "worse", "no_difference", "too_few"]

FEWEST = 8
"""Trials on either side below which nothing is said."""
HITS = 0.25
_Z = 1.959964
_EARLIER_RUNS = (
    "Of this search alone. Each begins from nothing, and may have other rows, folds or another metric: gains of "
    "earlier ones can't be added to these, nor their trials be ranked among these."
)
_SUGGESTERS: tuple[Actor, ...] = ("agent", "human")


class Compared(Noun):
    """Hits among the trials that `by` suggested, and among the control beside them; rates, `low` and `high` of their
    difference are None while there is nothing to compare. `says` is the finding as a sentence.
    """

    by: Actor
    suggested: int
    hits: int
    control: int
    control_hits: int
    low: float | None
    high: float | None
    finding: Finding
    says: str


class Helped(Noun):
    """Of the present run. `compared` has nobody who suggested nothing, so it is empty where nobody did.

    `note`: why earlier runs don't count, where there were some.
    """

    bought: tuple[Bought, ...]
    compared: tuple[Compared, ...]
    note: str = ""


class _Scored(NamedTuple):
    """An ended trial; -inf without a score."""

    trial: int
    score: float


class Interval(NamedTuple):
    low: float
    high: float


class HelpedSoFar:
    """Takes the ended trials of one run, each once and in any order."""

    def __init__(self) -> None:
        self._bought = BoughtSoFar()
        self._scores: defaultdict[Origin, list[_Scored]] = defaultdict(list)

    def add(self, row: TrialRow) -> None:
        self._bought.add(row)
        self._scores[row.ask.origin].append(_Scored(row.ask.trial, _score(row)))

    def found(self, view: RunView) -> Helped | None:
        """What `helped` says, where these are all trials of the view's present run that have ended."""
        compared = [c for by in _SUGGESTERS if (c := self._compared(by, view.planner)) is not None]
        bought = self._bought.found(view.run.tested_per_trained)
        if len(bought) < 2 and not compared:
            return None
        note = _EARLIER_RUNS if view.run.run > 1 else ""
        return Helped(bought=bought, compared=tuple(compared), note=note)

    def _compared(self, by: Actor, planner: str) -> Compared | None:
        own = self._scores.get(by)
        if not own:
            return None
        first, last = min(own).trial, max(own).trial
        beside = [s for origin in SEARCHED for s in self._scores.get(origin, ())]
        control = [score for trial, score in beside if first <= trial <= last]
        return _of_scores(by, [score for _, score in own], control, planner)


def helped(view: RunView) -> Helped | None:
    """What each origin bought in the present run; None while trials of a single one have ended, and nobody suggests."""
    so_far = HelpedSoFar()
    for row in view.run_trials():
        if row.has_ended:
            so_far.add(row)
    return so_far.found(view)


def heading(found: Helped) -> str:
    """Over what was found."""
    return "Did the suggestions help?" if found.compared else "What each origin brought"


def difference(hits: int, of: int, control_hits: int, of_control: int) -> Interval:
    """The 95 % interval of the difference of two rates, the control's taken from the other."""
    a, b = hits / of, control_hits / of_control
    own, other = _wilson(a, of), _wilson(b, of_control)
    return Interval(
        a - b - math.hypot(a - own.low, other.high - b),
        a - b + math.hypot(own.high - a, b - other.low),
    )


def _of_scores(by: Actor, own: Sequence[float], control: Sequence[float], planner: str) -> Compared:
    bar = _bar([*own, *control])
    hits, control_hits = (len([score for score in scores if score >= bar]) for scores in (own, control))
    interval = difference(hits, len(own), control_hits, len(control)) if control else None
    finding = _finding(len(own), len(control), interval)
    counted = Compared(
        by=by,
        suggested=len(own),
        hits=hits,
        control=len(control),
        control_hits=control_hits,
        low=interval.low if interval else None,
        high=interval.high if interval else None,
        finding=finding,
        says="",
    )
    return counted.having(says=_sentence(counted, planner))


def _bar(scores: Sequence[float]) -> float:
    """The score that a hit has at least; those without one count as well."""
    known = sorted([score for score in scores if score > -math.inf], reverse=True)
    if not known:
        return math.inf
    return known[min(len(known), math.ceil(HITS * len(scores))) - 1]


def _score(row: TrialRow) -> float:
    score = row.result.score if row.result is not None else None
    return score if score is not None and math.isfinite(score) else -math.inf


def _finding(suggested: int, control: int, interval: Interval | None) -> Finding:
    if interval is None or min(suggested, control) < FEWEST:
        return "too_few"
    return "better" if interval.low > 0 else "worse" if interval.high < 0 else "no_difference"


def _sentence(found: Compared, planner: str) -> str:
    whose = "your" if found.by == "human" else "the agent's"
    if found.by == "agent" and is_language_model(planner):
        whose += f" ({planner})"
    if found.finding == "too_few":
        return (
            f"Whether {whose} suggestions help can't be said yet: {found.suggested} of them and {found.control} "
            f"trials of the searcher beside them have ended, {FEWEST} of each are needed."
        )
    a, b = found.hits / found.suggested, found.control_hits / found.control
    low, high = (found.low or 0.0), (found.high or 0.0)
    rates = (
        f"{a:.0%} of {found.suggested} suggested trials were in the best quarter, of the searcher's {found.control} "
        f"beside them {b:.0%}: a difference of {100 * (a - b):+.0f} points, 95 % interval {100 * low:+.0f} to "
        f"{100 * high:+.0f} (Newcombe)"
    )
    match found.finding:
        case "better":
            return f"{_capital(whose)} suggestions helped. {rates}."
        case "worse":
            return f"{_capital(whose)} suggestions did worse than the searcher alone. {rates}."
        case _:
            return f"{_capital(whose)} suggestions brought nothing that shows. {rates}, which holds 0."


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def _wilson(rate: float, n: int) -> Interval:
    middle = rate + _Z**2 / (2 * n)
    half = _Z * math.sqrt(rate * (1 - rate) / n + _Z**2 / (4 * n**2))
    return Interval((middle - half) / (1 + _Z**2 / n), (middle + half) / (1 + _Z**2 / n))
