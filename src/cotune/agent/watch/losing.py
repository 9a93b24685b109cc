"""A family that costs much and never wins."""

from __future__ import annotations

from cotune.agent.watch.course import best_of_family, finished, seconds_left, way_from_guess
from cotune.agent.watch.suggestion import Suggestion
from cotune.agent.watch.telling import figure, named, value
from cotune.model import action as act
from cotune.model.base import Noun
from cotune.model.noise import Gap, gap
from cotune.model.profile import TableProfile
from cotune.model.view import RunView
from cotune.model.wording import FAMILY_NAMES, duration
from cotune.model.words import Family

ENOUGH_TRIALS = 12
MUCH_TIME = 0.15
CLEARLY = 2.0
FAR_BEHIND = 0.05
WORTH_SAVING_S = 60.0


class Standing(Noun):
    """What a family took of the run and came to: `behind` the best by so much, with noise where it is known."""

    family: Family
    trials: int
    seconds: float
    share: float
    best: int | None
    behind: float | None
    noise: float | None


def standings(view: RunView) -> dict[Family, Standing]:
    """Of each family that has finished trials in the run."""
    rows, best = finished(view), view.best()
    total_s = sum(r.result.seconds for r in rows if r.result is not None)
    found = {}
    for family in dict.fromkeys(r.ask.configuration.family for r in rows):
        own = [r for r in rows if r.ask.configuration.family == family]
        seconds = sum(r.result.seconds for r in own if r.result is not None)
        champion = best_of_family(view, family)
        behind = None if champion is None or best is None else gap(best, champion, view.run.tested_per_trained)
        found[family] = Standing(
            family=family,
            trials=len(own),
            seconds=seconds,
            share=seconds / total_s if total_s else 0.0,
            best=None if champion is None else champion.ask.trial,
            behind=behind.score if behind else None,
            noise=behind.noise if behind else None,
        )
    return found


def never_wins(view: RunView, _profile: TableProfile) -> Suggestion | None:
    """A family that took much of the time and whose best is far behind, while there is time that it would take on."""
    left_s = seconds_left(view)
    if view.spec is None or view.run.phase != "running" or left_s is None:
        return None
    others = [f for f in view.spec.searched_families() if f not in view.banned]
    wished = {s.steer.family for s in view.steers} | {c.family for c in view.queued}
    losers = [
        s
        for s in standings(view).values()
        if s.family in others and s.family not in wished and _loses(s, view) and s.share * left_s >= WORTH_SAVING_S
    ]
    if not losers or len(others) < 2:
        return None
    worst = max(losers, key=lambda s: s.share)
    return Suggestion(rule="never_wins", text=_text(worst, view), action=act.BanFamily(family=worst.family))


def _loses(standing: Standing, view: RunView) -> bool:
    if standing.trials < ENOUGH_TRIALS or standing.share < MUCH_TIME or standing.behind is None:
        return False
    is_clear = Gap(standing.behind, standing.noise).is_beyond(CLEARLY) is True
    return is_clear and standing.behind > FAR_BEHIND * way_from_guess(view)


def _text(standing: Standing, view: RunView) -> str:
    best, champion = view.best(), standing.best
    assert best is not None
    assert champion is not None
    assert standing.behind is not None
    assert standing.noise is not None
    name = FAMILY_NAMES[standing.family]
    return (
        f"{name} took {duration(standing.seconds)} of fitting ({standing.share:.0%}) in {standing.trials} trials and "
        f"is not near winning. Its best, trial {champion} with {value(view, champion)}, is {figure(standing.behind)} "
        f"behind {named(view, best.ask.trial)}, noise {figure(standing.noise)}. Without {name} the others get its time."
    )
