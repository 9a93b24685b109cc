"""Did it help? What each origin of trials bought, and whether suggestions did better than the searcher beside them.

For the comparison a trial is a hit when it is in the best quarter of the suggested trials and the control together,
failures at the end. The control are the searcher's own trials from the first suggested one to the last. The interval of
the difference of two rates is Newcombe's hybrid score interval (Statistics in Medicine 17, 1998, method 10), at 95 %.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Literal, NamedTuple

from cotune.model.base import Noun
from cotune.model.bought import Bought, bought
from cotune.model.trial import TrialRow
from cotune.model.view import RunView
from cotune.model.words import SEARCHED, Actor, is_language_model

Finding = Literal["better", "worse", "no_difference", "too_few"]

FEWEST = 8
"""Trials on either side below which nothing is said."""
HITS = 0.25
_Z = 1.959964
_UNFINISHED = ("running", "cancelled")
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
    """Of the present run. `compared` has nobody who suggested nothing, so it is empty where nobody did."""

    bought: tuple[Bought, ...]
    compared: tuple[Compared, ...]


class Interval(NamedTuple):
    low: float
    high: float


def helped(view: RunView) -> Helped | None:
    """What each origin bought in the present run; None while trials of a single one have ended, and nobody suggests."""
    ended = [row for row in view.run_trials() if row.status not in _UNFINISHED]
    compared = [c for by in _SUGGESTERS if (c := _compared(by, ended, view.planner)) is not None]
    by_origin = bought(ended, view.run.tested_per_trained)
    if len(by_origin) < 2 and not compared:
        return None
    return Helped(bought=by_origin, compared=tuple(compared))


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


def _compared(by: Actor, ended: Sequence[TrialRow], planner: str) -> Compared | None:
    own = [row for row in ended if row.ask.origin == by]
    if not own:
        return None
    first, last = own[0].ask.trial, own[-1].ask.trial
    control = [row for row in ended if row.ask.origin in SEARCHED and first <= row.ask.trial <= last]
    bar = _bar([*own, *control])
    hits, control_hits = (sum(_score(row) >= bar for row in rows) for rows in (own, control))
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


def _bar(rows: Sequence[TrialRow]) -> float:
    """The score that a hit has at least."""
    scores = sorted((s for row in rows if (s := _score(row)) > -math.inf), reverse=True)
    if not scores:
        return math.inf
    return scores[min(len(scores), math.ceil(HITS * len(rows))) - 1]


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
