"""The rules by which a drafted plan is held against what a goal states.

- A field is judged in the goals that state it. What `accept` lists counts as right, and None there means that leaving
  it unset is right too.
- Lists are sets. The target and the columns of group and time may stand among those left out for nothing.
- Wishes for families are right when they leave the same families to search, however they are put; so is
  `interpretable` when only families that a person can read are left.
- A field is invented when the plan sets it, the goal doesn't state it, and it is neither accepted nor its default.
"""

from __future__ import annotations

from collections.abc import Mapping

from cotune.agent.evaluation.goals import Goal, GoalValue
from cotune.model.words import FAMILIES, INTERPRETABLE

Value = bool | int | float | str | frozenset[str] | None
Given = Mapping[str, GoalValue]

JUDGED = (
    "target",
    "task",
    "metric",
    "seconds",
    "trials",
    "families_only",
    "families_excluded",
    "exclude_columns",
    "device",
    "workers",
    "split",
    "group_column",
    "time_column",
    "folds",
    "holdout_fraction",
    "max_predict_ms",
    "interpretable",
    "random_state",
    "memory_mb",
)
_NEVER_INVENTED = ("target", "task", "metric")
_LISTS = ("families_only", "families_excluded", "exclude_columns")
_FAMILIES = ("families_only", "families_excluded")
_DEFAULTS: dict[str, tuple[Value, ...]] = {
    "device": ("auto",),
    "split": ("auto", "random", "stratified"),
    "interpretable": (False,),
}
_LEEWAY = {"seconds": 0.02, "holdout_fraction": 0.001, "max_predict_ms": 0.001}


def is_right(field: str, goal: Goal, given: Given) -> bool:
    """Whether the plan has this field, which the goal states, right."""
    found = _found(field, goal, given)
    if any(_same(field, found, _value(field, right)) for right in (goal.gold[field], *goal.accept.get(field, ()))):
        return True
    if field in _FAMILIES and not all(f in goal.gold for f in _FAMILIES):
        return _left(given) == _left(goal.gold)
    return field == "interpretable" and _left(given) <= set(INTERPRETABLE)


def invented(goal: Goal, given: Given) -> tuple[str, ...]:
    """The fields that the plan sets and nobody asked for."""
    return tuple(f for f in JUDGED if f not in (*_NEVER_INVENTED, *goal.gold) and _is_invented(f, goal, given))


def _is_invented(field: str, goal: Goal, given: Given) -> bool:
    found = _found(field, goal, given)
    known = (*_DEFAULTS.get(field, ()), *(_value(field, v) for v in goal.accept.get(field, ())))
    return found is not None and not any(_same(field, found, v) for v in known) and not _follows(field, goal, given)


def _follows(field: str, goal: Goal, given: Given) -> bool:
    """Whether the field only says in another way what the goal states."""
    gold, readable = goal.gold, set(INTERPRETABLE)
    if field in _FAMILIES:
        if any(f in gold for f in _FAMILIES):
            return _left(given) == _left(gold)
        named = _as_set(_value(field, given.get(field)))
        keeps_readable = named <= readable if field == "families_only" else not named & readable
        return bool(gold.get("interpretable")) and keeps_readable
    if field == "interpretable":
        return "families_only" in gold and _left(gold) <= readable
    return field == "split" and ("group_column" in gold or "time_column" in gold)


def _found(field: str, goal: Goal, given: Given) -> Value:
    found = _value(field, given.get(field))
    if field == "exclude_columns" and isinstance(found, frozenset):
        stated = _value(field, goal.gold.get(field)) or frozenset()
        free = {goal.gold.get(role) for role in ("target", "group_column", "time_column")}
        return frozenset(c for c in found if c not in free or c in _as_set(stated)) or None
    return None if field == "interpretable" and found is False else found


def _value(field: str, raw: GoalValue) -> Value:
    """One form in which values can be compared; None for unset."""
    if raw is None or raw in ("", ()):
        return None
    if field in _LISTS:
        return frozenset([raw] if isinstance(raw, str) else raw if isinstance(raw, tuple) else [str(raw)])
    if isinstance(raw, tuple):
        return frozenset(raw)
    return raw.lower() if isinstance(raw, str) and not field.endswith(("target", "column")) else raw


def _same(field: str, one: Value, other: Value) -> bool:
    if field in _LEEWAY and isinstance(one, int | float) and isinstance(other, int | float):
        return abs(one - other) <= _LEEWAY[field] * abs(other)
    return one == other


def _left(given: Given) -> set[str]:
    """The families that are left to search."""
    only, without = (_as_set(_value(f, given.get(f))) for f in _FAMILIES)
    return (only or set(FAMILIES)) - without


def _as_set(value: Value) -> set[str]:
    return set(value) if isinstance(value, frozenset) else set()
