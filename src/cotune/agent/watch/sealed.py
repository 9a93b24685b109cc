"""A model that did far better in cross-validation than on the sealed rows."""

from __future__ import annotations

import math

from cotune.agent.watch.suggestion import Suggestion
from cotune.agent.watch.telling import figure
from cotune.model import action as act
from cotune.model.gate import ScoreWithNoise
from cotune.model.profile import TableProfile
from cotune.model.spec import SearchSpec
from cotune.model.view import RunView
from cotune.model.wording import METRIC_NAMES
from cotune.model.words import natural

CLEARLY = 3.0
FAR = 0.05
MOST_FOLDS = 10


def far_from_sealed(view: RunView, profile: TableProfile) -> Suggestion | None:
    """The sealed rows were opened and say much less than cross-validation did, beyond the noise of both."""
    opened = [h for h in view.holdout if h.run == view.run.run]
    if view.model is None or view.spec is None or not opened or view.run.phase != "ended":
        return None
    cv, sealed = view.model.cv, opened[-1].score
    lost, noise = cv.score - sealed.score, _noise(cv, sealed)
    guess = view.run.baseline_dummy
    if noise is None or guess is None or lost <= max(CLEARLY * noise, FAR * (cv.score - guess)):
        return None
    mended = _mended(view.spec, view, profile)
    if mended is None:
        return None
    spec, why = mended
    metric = cv.metric
    text = (
        f"Cross-validation promised a {METRIC_NAMES[metric]} of {figure(natural(metric, cv.score))}, and the sealed "
        f"rows gave {figure(natural(metric, sealed.score))}. That is {figure(lost)} worse, and the noise of both is "
        f"{figure(noise)}. {why}"
    )
    return Suggestion(rule="far_from_sealed", text=text, action=act.StartSearch(spec=spec))


def _noise(a: ScoreWithNoise, b: ScoreWithNoise) -> float | None:
    if a.standard_error is None or b.standard_error is None:
        return None
    return math.hypot(a.standard_error, b.standard_error)


def _mended(spec: SearchSpec, view: RunView, profile: TableProfile) -> tuple[SearchSpec, str] | None:
    """A split that keeps apart what belongs together, where the table has such columns; else more folds."""
    if spec.split in ("auto", "random", "stratified") and not spec.group_column and not spec.time_column:
        for kind, split, field in (("group", "group", "group_column"), ("date", "time", "time_column")):
            columns = [w.column for w in profile.warnings if w.kind == kind and w.column not in _unused(spec)]
            if columns:
                changed = spec.having(split=split, **{field: columns[0]})
                return changed, f"Rows that belong together by '{columns[0]}' may be on both sides of the split."
    folds = min(MOST_FOLDS, 2 * view.run.folds)
    if folds <= view.run.folds:
        return None
    return spec.having(folds=folds), f"With {folds} folds instead of {view.run.folds} its choices depend less on luck."


def _unused(spec: SearchSpec) -> tuple[str | None, ...]:
    return (None, spec.target, *spec.exclude_columns)
