"""A few fields -> a complete SearchSpec: the rest comes from the table. Every mistake is a SpecError."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, get_args

import numpy as np
import pandas as pd
from pydantic import ValidationError

from cotune.data.check import check_spec, unpredictable
from cotune.data.labels import usual_positive
from cotune.data.objectives import with_objectives
from cotune.data.target import column_of
from cotune.data.tasks import tasks_for
from cotune.errors import SpecError, did_you_mean
from cotune.model.misfit import misfit
from cotune.model.profile import TableProfile
from cotune.model.spec import SearchSpec
from cotune.model.words import (
    FAMILIES,
    METRICS,
    POSITIVE_METRICS,
    Device,
    Split,
    Task,
    default_metric,
    metrics_for,
)

_WORDS: dict[str, tuple[str, ...]] = {
    "task": get_args(Task),
    "metric": METRICS,
    "families": FAMILIES,
    "device": get_args(Device),
    "split": get_args(Split),
}
_COLUMNS = ("target", "group_column", "time_column", "weight_column")
_LISTS = ("families", "exclude_columns", "objectives")


def complete_spec(fields: Mapping[str, object] | SearchSpec, profile: TableProfile) -> SearchSpec:
    """The spec with these fields, checked against the table; what isn't given is chosen from the target column.

    Task: the first that the target allows and the metric (if given) fits. Metric: the task's default. A trial budget
    without `seconds` has no time limit. Where the metric depends on it, the positive class is named.
    Device "gpu" is "cuda". Of two groups none can be sealed away.
    Raises SpecError naming the field and the closest valid names.
    """
    if isinstance(fields, SearchSpec):
        check_spec(fields, profile)
        return with_positive_class(fields, profile)
    if not isinstance(fields, Mapping):
        raise SpecError(f"a specification is a dict or a SearchSpec, not {type(fields).__name__}")
    given = {str(name): _plain(str(name), value) for name, value in fields.items()}
    _check_names(given)
    given = with_objectives(given)
    if not isinstance(given.get("target"), str):
        raise SpecError("no target column is named", where="target", fix=f"one of: {_some(profile.names())}")
    for name, words in _WORDS.items():
        _check_words(name, given.get(name), words)
    if given.get("seconds") is None and "seconds" not in fields and given.get("trials") is not None:
        given["seconds"] = None
    spec = _validated(given | _from_target(given, profile) | _from_groups(given, profile))
    check_spec(spec, profile)
    return with_positive_class(spec, profile)


def with_positive_class(spec: SearchSpec, profile: TableProfile) -> SearchSpec:
    """The spec, naming the positive class if its metric depends on it: that which is taken when nobody says."""
    column = profile.column(spec.target)
    if spec.positive_class is not None or spec.metric not in POSITIVE_METRICS or column is None:
        return spec
    positive = usual_positive(column, profile.n_rows)
    return spec if positive is None else spec.having(positive_class=positive)


def _plain(name: str, value: object) -> object:
    if callable(value):
        raise SpecError(f"a callable {name} is not available yet", where=name, fix="give a name")
    if name in _COLUMNS:
        return _column_name(value)
    if name in _LISTS and isinstance(value, set | frozenset):
        value = sorted(value, key=str)
    if name == "exclude_columns" and value is not None:
        names = value if isinstance(value, list | tuple | np.ndarray | pd.Index) else (value,)
        return tuple(_column_name(column) for column in names)
    if name in _LISTS and isinstance(value, str):
        return tuple(part.strip() for part in value.split(","))
    if name in _LISTS and isinstance(value, list):
        return tuple(value)
    if name == "device" and isinstance(value, str):
        return "cuda" if value.lower() == "gpu" else value
    if name == "positive_class" and value is not None and not isinstance(value, str):
        return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
    return value


def _column_name(name: object) -> object:
    """The text that stands for a name such as 3, np.int64(3) or a tuple; a table's columns are named so too."""
    is_label = isinstance(name, int | float | tuple | np.generic | date) and not isinstance(name, bool)
    return str(name) if is_label else name


def _check_names(given: Mapping[str, object]) -> None:
    for name in given:
        if name not in SearchSpec.model_fields:
            raise SpecError(
                f"a specification has no field '{name}'", where=name, fix=_near(name, SearchSpec.model_fields)
            )


def _near(name: str, valid: Any) -> str:
    return did_you_mean(name, list(valid))


def _check_words(name: str, value: object, words: tuple[str, ...]) -> None:
    if value is None:
        return
    for word in value if isinstance(value, tuple) else (value,):
        if not isinstance(word, str) or word not in words:
            singular = {"families": "family"}.get(name, name)
            raise SpecError(f"there is no {singular} '{word}'", where=name, fix=_near(str(word), words))


def _from_target(given: Mapping[str, object], profile: TableProfile) -> dict[str, object]:
    column = column_of(profile, str(given["target"]), "target")
    task, metric = given.get("task"), given.get("metric")
    if task is None:
        possible = tasks_for(column, profile.n_rows)
        if not possible:
            raise unpredictable(column, profile)
        fitting = [t for t in possible if metric is None or metric in metrics_for(t)]
        task = fitting[0] if fitting else possible[0]
    if metric is None:
        metric = default_metric(task)  # type: ignore[arg-type]
    return {"task": task, "metric": metric}


def _from_groups(given: Mapping[str, object], profile: TableProfile) -> dict[str, object]:
    """Two groups suffice for two folds, but leave none for a holdout."""
    column = profile.column(str(given.get("group_column")))
    return {"holdout_fraction": 0.0} if column and column.n_unique == 2 and "holdout_fraction" not in given else {}


def _some(names: tuple[str, ...]) -> str:
    return ", ".join(names[:20]) + (" ..." if len(names) > 20 else "")


def _validated(values: Mapping[str, object]) -> SearchSpec:
    try:
        return SearchSpec.model_validate(dict(values))
    except ValidationError as problem:
        raise misfit(problem) from problem
