"""What the agent may look up in the view beyond what it is shown: a trial, two families, the course of the search, and
what the search has learned of its space. Scores are in the metric's own numbers; nothing of the table is in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cotune.agent.watch import course, evidence
from cotune.agent.watch.course import best_of_family, score_of, scored, seconds_left
from cotune.agent.watch.losing import Standing, standings
from cotune.model.insight import FEWEST_OF_FAMILY, FEWEST_OF_RUN, FamilyInsight, Importance
from cotune.model.noise import Gap, gap
from cotune.model.profile import TableProfile
from cotune.model.trial import TrialRow
from cotune.model.view import RunView
from cotune.model.wording import in_words
from cotune.model.words import Family, natural

Json = dict[str, Any]


def trial_told(view: RunView, row: TrialRow) -> Json:
    """All about one trial: what it tried, how it did, where it stands, and how it differs from the best."""
    told: Json = {"trial": row.ask.trial, "status": row.status, "origin": row.ask.origin}
    told["configuration"] = row.ask.configuration.model_dump(mode="json")
    result, spec, best = row.result, view.spec, view.best()
    if result is None or spec is None:
        return told
    told |= {"value": None if result.score is None else natural(spec.metric, result.score), "seconds": result.seconds}
    told |= {"metric": spec.metric, "noise": result.standard_error, "device": result.device}
    told["fold_values"] = [natural(spec.metric, score) for score in result.fold_scores]
    told["failure"] = result.failure.type if result.failure else None
    if row.ask.run != view.run.run or result.score is None:
        return told
    ranked = sorted((score_of(r) for r in scored(view)), reverse=True)
    if row.status == "ok":
        told |= {"rank": 1 + sum(s > result.score for s in ranked), "of": len(ranked)}
    if best is not None and best.ask.trial != row.ask.trial:
        behind = gap(best, row, view.run.tested_per_trained)
        told["best"] = {"trial": best.ask.trial, "value": natural(spec.metric, score_of(best))}
        told["behind_best"] = None if behind is None else {"by": behind.score, "noise": behind.noise}
    return told


def families_told(view: RunView, first: Family, second: Family) -> Json:
    """Two families beside each other, and whether the folds tell their best trials apart."""
    known = standings(view)
    champions = best_of_family(view, first), best_of_family(view, second)
    told: Json = {"first": _standing_told(view, first, known), "second": _standing_told(view, second, known)}
    if champions[0] is not None and champions[1] is not None:
        ahead = gap(champions[0], champions[1], view.run.tested_per_trained)
        if ahead is not None:
            told["first_ahead_by"], told["noise"] = ahead.score, ahead.noise
            told["beyond_noise"] = Gap(abs(ahead.score), ahead.noise).is_beyond(1.0)
    return told


def progress_told(view: RunView, profile: TableProfile, hidden: Callable[[str], str]) -> Json:
    """When the search reached what it has, what its last part brought, and the steps that the figures call for.

    `hidden` takes out of a text what the agent may not see.
    """
    now = course(view)
    told: Json = {"phase": view.run.phase, "seconds_left": seconds_left(view)}
    if now is not None and view.spec is not None:
        told |= now.model_dump(mode="json")
        told["late_gain_is_beyond_noise"] = Gap(now.late_gain, now.late_noise).is_beyond(1.0)
    found = evidence(view, profile)
    told["evidence"] = [{"text": hidden(s.text), "step": hidden(in_words(s.action))} for s in found]
    return told


def space_told(view: RunView) -> Json:
    """Which settings matter and how much of the space was tried; `missing` says why there is nothing to tell yet."""
    known = view.insight
    if known is None:
        n = len(scored(view))
        few = f"{n} trials have a score, and it takes {FEWEST_OF_RUN}"
        return {"missing": few if n < FEWEST_OF_RUN else "the first look is still to come, it takes about a minute"}
    families = {f.family: _family_told(f) for f in known.families if f.trials}
    told: Json = {"from_trials": known.trials, "explored": _share(known.explored), "families": families}
    told["choice_of_family"] = _weight(known.choice_of_family)
    origins = [r.ask.origin for r in view.run_trials()]
    told["origins"] = {origin: origins.count(origin) for origin in dict.fromkeys(origins)}
    return told


def _standing_told(view: RunView, family: Family, known: dict[Family, Standing]) -> Json:
    standing = known.get(family)
    if standing is None:
        return {"family": family, "trials": 0}
    best = None if standing.best is None else view.trial(standing.best)
    told: Json = {"family": family, "trials": standing.trials, "seconds": standing.seconds, "best": standing.best}
    if best is not None and view.spec is not None:
        told["value"] = natural(view.spec.metric, score_of(best))
        told["parameters"] = best.ask.configuration.params
    rows = [r for r in view.run_trials() if r.ask.configuration.family == family]
    told["failed"] = sum(r.status in ("failed", "timeout", "memout") for r in rows)
    return told


def _family_told(family: FamilyInsight) -> Json:
    told: Json = {"trials": family.trials, "explored": _share(family.explored)}
    weights = {s.name: _weight(s.importance) for s in family.settings if s.importance is not None}
    if not weights:
        told["importance"] = f"too few scored trials: {family.scored} of {FEWEST_OF_FAMILY}"
        return told
    told["importance"] = dict(sorted(weights.items(), key=lambda named: -(named[1] or {"share": 0.0})["share"]))
    return told


def _weight(importance: Importance | None) -> dict[str, float] | None:
    return None if importance is None else {name: _share(v) for name, v in importance.model_dump().items()}


def _share(value: float) -> float:
    return round(value, 3)
