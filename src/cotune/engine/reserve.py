"""What a run keeps of its time budget for the final model."""

from __future__ import annotations

import math
from collections.abc import Sequence

from cotune.engine.arguments import Prepared
from cotune.engine.budget import blend_limit_s, refit_limit_s, trained_share
from cotune.model.spec import SearchSpec
from cotune.model.trial import TrialResult, TrialRow

_ENOUGH = 0.8
_MOST_REFIT = 0.15
_REFITTED_IN_TIME = 6
_MOST_SCORING = 0.02
MOST_PREDICT_MS = 1.0


def reserve_s(spec: SearchSpec, prepared: Prepared, kept: tuple[TrialResult, ...], budget_s: float) -> float:
    """Seconds for the blend of the trials `kept` (best first), and for fitting the best one anew unless that takes too
    much of the whole budget; by time for as many of the best as don't, since fold models have seen little there.

    0 without any success: then there is nothing to blend, and the search may have it all.
    """
    if not kept:
        return 0.0
    refits_s = 0.0
    if wants_refit(spec, prepared):
        share = fitted_share(spec, prepared)
        for trial in kept[: _REFITTED_IN_TIME if spec.splits_by == "time" else 1]:
            more_s = refits_s + refit_limit_s(trial, prepared.fits, share)
            refits_s = more_s if more_s <= _MOST_REFIT * budget_s else refits_s
    return blend_limit_s(budget_s, prepared.shape, len(kept)) + refits_s


def quick_enough(rows: tuple[TrialRow, ...], spec: SearchSpec, prepared: Prepared) -> tuple[TrialRow, ...]:
    """The best trial, and of the others (best first) those whose fold models predict quickly enough for a blend.

    Always that is what predicts 1,000 rows in a second: nobody wants to wait for the last digit of a score. Within a
    time budget it also is what scores the sealed rows in a small share of it: a short run would be over before. Without
    one no clock is asked, only what is known of the family, so that a seed gives the same model again.
    """
    if spec.seconds is None:
        return rows[:1] + tuple(r for r in rows[1:] if r.ask.configuration.family not in prepared.slow_to_predict)
    scoring_ms = 1000 * max(0.5, _MOST_SCORING * spec.seconds)

    def is_quick(row: TrialRow) -> bool:
        taken_ms = row_ms(row, spec, prepared)
        return taken_ms * prepared.holdout_rows <= scoring_ms and taken_ms <= MOST_PREDICT_MS

    return rows[:1] + tuple(r for r in rows[1:] if is_quick(r))


def row_ms(row: TrialRow, spec: SearchSpec, prepared: Prepared) -> float:
    """How long the fold models of a trial take for a row of many, in milliseconds.

    Without preparation: that goes column by column, and the members of a blend share it.
    """
    taken_ms = row.result.row_ms if row.result is not None else None
    return (taken_ms or 0.0) * spec.averages(prepared.folds)


def wants_refit(spec: SearchSpec, prepared: Prepared) -> bool:
    """Whether the final model is fitted anew: where fold models saw much less than all rows, or one model is wanted.

    Five and more fold models averaged are as good as one model of all rows, and they are there already. In time they
    are not: no fold has trained on the latest rows.
    """
    return fitted_share(spec, prepared) < _ENOUGH or spec.wants_one_pipeline


def to_fit_anew(
    rows: Sequence[TrialRow], weights: Sequence[float], spec: SearchSpec, prepared: Prepared, left_s: float | None
) -> tuple[int, ...]:
    """The trials of a blend that are to be fitted anew and can be in `left_s` seconds (None: no time budget).

    Those with the most weight for their seconds come first; what there is no time for keeps its fold models.
    """
    if not wants_refit(spec, prepared):
        return ()
    share = fitted_share(spec, prepared)
    needed_s = [refit_limit_s(r.result, prepared.fits, share) if r.result else math.inf for r in rows]
    out: list[int] = []
    for k in sorted(range(len(rows)), key=lambda k: -weights[k] / needed_s[k]):
        if left_s is None or needed_s[k] < left_s:
            out.append(rows[k].ask.trial)
            left_s = None if left_s is None else left_s - needed_s[k]
    return tuple(sorted(out))


def fitted_share(spec: SearchSpec, prepared: Prepared) -> float:
    """The share of the rows outside the holdout that a fold model has seen."""
    return trained_share(spec.seconds, prepared.shape, prepared.folds, in_time=spec.splits_by == "time")
