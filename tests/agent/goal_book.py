"""Goals of very different people about well-known tables, what each of them states, and how a plan is held against it.

`goals/tables.txt` has a line per table: `column=low..high` is whole numbers, `low~high` numbers, `a|b|c` values (twice
the same: twice as frequent), ID a number per row, GROUPS a code per three rows, DATE a time per row, NAMES text.
`goals/*.jsonl` has a goal per line: table, goal, gold (fields stated or implied), accept (further right values; null:
unset is right too), ask (what the one question must be about, when the goal leaves something open).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
import pandas as pd

from cotune.data import normalise, profile_table
from cotune.model.plan import Plan
from cotune.model.profile import TableProfile
from cotune.model.words import FAMILIES

FOLDER = Path(__file__).parent / "goals"
_N = 400
_LISTS = ("exclude_columns", "families_only", "families_excluded")


class Goal(NamedTuple):
    """A goal and what a good assistant makes of it."""

    table: str
    goal: str
    gold: dict[str, object]
    accept: Mapping[str, list[object]] = MappingProxyType({})
    ask: str | None = None


def goals_in(name: str) -> list[Goal]:
    return [Goal(**json.loads(line)) for line in (FOLDER / f"{name}.jsonl").read_text().splitlines() if line.strip()]


def misread(goal: Goal, drafted: Plan) -> list[str]:
    """What a plan gets wrong of a goal: fields missed or invented, a question needless or missing."""
    if goal.ask is not None:
        return [] if drafted.question is not None else [f"didn't ask about the {goal.ask}"]
    if drafted.question is not None:
        return [f"asked: {drafted.question.text}"]
    stated = stated_in(drafted)
    wrong = [f"{field}: {stated.get(field)}" for field in goal.gold if not is_right(goal, field, stated)]
    known = {*goal.gold, *goal.accept, "split", "task"}
    if "interpretable" in goal.gold or "families_only" in goal.gold or "families_excluded" in goal.gold:
        known |= {"interpretable", "families_only", "families_excluded"}
    return wrong + [f"invented {field}: {value}" for field, value in stated.items() if field not in known and value]


def stated_in(drafted: Plan) -> dict[str, object]:
    """What a plan takes the goal to state, as it is compared with the gold."""
    return {field: _comparable(field, value) for field, value in drafted.stated.items()}


def is_right(goal: Goal, field: str, stated: dict[str, object]) -> bool:
    values = [goal.gold[field], *goal.accept.get(field, [])]
    if stated.get(field) in [_comparable(field, v) for v in values]:
        return True
    return field.startswith("families_") and _searched(stated) == _searched(
        {name: _comparable(name, value) for name, value in goal.gold.items()}
    )


def _searched(fields: dict[str, object]) -> frozenset[str]:
    only, without = (fields.get(name) or frozenset() for name in ("families_only", "families_excluded"))
    assert isinstance(only, frozenset)
    assert isinstance(without, frozenset)
    return (only or frozenset(FAMILIES)) - without


def _comparable(field: str, value: object) -> object:
    if value is not None and field in _LISTS:
        assert isinstance(value, list | tuple)
        return frozenset(value)
    return round(value, 3) if isinstance(value, float) else value


@cache
def profile_of(table: str) -> TableProfile:
    """The profile of a table of the book."""
    line = next(x for x in (FOLDER / "tables.txt").read_text().splitlines() if x.startswith(f"{table}: "))
    r = np.random.default_rng(len(line))
    columns = dict(c.split("=", 1) for c in line.split(": ", 1)[1].split(" "))
    return profile_table(normalise(pd.DataFrame({name: _column(r, made) for name, made in columns.items()})))


def _column(r: np.random.Generator, made: str) -> object:
    match made:
        case "ID":
            return np.arange(_N) + 1
        case "GROUPS":
            return [f"g{i // 3}" for i in range(_N)]
        case "DATE":
            return pd.date_range("2023-01-01", periods=_N, freq="h")
        case "NAMES":
            return [f"some name {i % 190}" for i in range(_N)]
    if ".." in made:
        low, high = made.split("..")
        return r.integers(int(low), int(high) + 1, _N)
    if "~" in made:
        low, high = made.split("~")
        return r.uniform(float(low), float(high), _N).round(3)
    levels = [int(v) if v.isdigit() else v.replace("_", " ") for v in made.split("|")]
    return r.choice(np.array(levels, dtype=object), _N)
