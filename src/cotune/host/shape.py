"""A first idea of the shape of a run's table, from the profile alone: for checks and estimates before it is built."""

from __future__ import annotations

from cotune.data.check import feature_names
from cotune.model.profile import ColumnProfile, TableProfile, TableShape
from cotune.model.spec import SearchSpec


def rough_shape(profile: TableProfile, spec: SearchSpec) -> TableShape:
    """The shape that a run of this spec will have, give or take a column."""
    names = set(feature_names(spec, profile))
    features = [c for c in profile.columns if c.name in names]
    target = profile.column(spec.target)
    n_rows = profile.n_rows - (target.n_missing if target else 0)
    cardinalities = [c.n_unique for c in features if c.kind == "category"]
    return TableShape(
        task=spec.task,
        n_rows=max(1, round(n_rows * (1 - spec.holdout_fraction))),
        n_numeric=_count(features, "number", "boolean"),
        n_categorical=_count(features, "category"),
        n_text=_count(features, "text"),
        n_datetime=_count(features, "datetime"),
        max_cardinality=max(cardinalities, default=0),
        n_classes=target.n_unique if target and spec.task != "regression" else 0,
        has_missing=any(c.n_missing for c in features),
    )


def _count(columns: list[ColumnProfile], *kinds: str) -> int:
    return sum(c.kind in kinds for c in columns)
