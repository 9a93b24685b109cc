"""The objectives of a search, as people name them."""

from __future__ import annotations

from collections.abc import Mapping

from cotune.errors import SpecError, did_you_mean
from cotune.model.words import METRICS, OBJECTIVES


def with_objectives(given: Mapping[str, object]) -> dict[str, object]:
    """The fields with `objectives` in the one form that a spec has: none, or the score and one more.

    The score always counts, and its metric may stand for it: `["rmse", "size_mb"]`, `["predict_ms"]`. Raises SpecError
    for an unknown name, more than two, or a metric that isn't the one of `metric`.
    """
    named = given.get("objectives")
    if not isinstance(named, tuple):
        return dict(given)
    for name in named:
        if name not in (*OBJECTIVES, *METRICS):
            raise SpecError(f"there is no objective '{name}'", where="objectives", fix=did_you_mean(name, OBJECTIVES))
    metrics = {given.get("metric"), *(n for n in named if n in METRICS)} - {None}
    second = tuple(dict.fromkeys(n for n in named if n in OBJECTIVES and n != "score"))
    if len(metrics) > 1 or len(second) > 1:
        what = "a search has one score and at most one objective more"
        raise SpecError(
            what, where="objectives", fix="for example the metric roc_auc, and score and predict_ms as objectives"
        )
    metric = {"metric": metrics.pop()} if metrics else {}
    return {**given, **metric, "objectives": ("score", *second) if second else ()}
