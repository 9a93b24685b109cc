"""Goals that want a column, with the columns as the planner's encoder reads them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
from goal_book import Goal, profile_of

from cotune.agent.planner.columns import MARK, ColumnIndex
from cotune.agent.planner.reader import as_text
from cotune.agent.planner.understand import read
from cotune.data import profile_table, tasks_for
from cotune.model.profile import TableProfile

_ROWS = 1000
_SENTENCE_END = re.compile(r"(?<=[.!?;]) +")
_SETTING = re.compile(r"<[tf]| metric | score | error | gpu | trials | cores | folds | mae | rmse | auc | f 1 ")
_LONGEST_ASIDE = 90


class Wanted(NamedTuple):
    """A goal, the columns that it could want in words, and which of them it wants (None: it must be asked)."""

    table: str
    goal: str
    columns: tuple[str, ...]
    target: int | None
    is_named: bool


def described_targets(file: Path, without: str) -> Iterator[Wanted]:
    """A line for each table: its columns ("id", "date", "text", a list of levels, or [low, high]), and sayings."""
    for line in file.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["part"] == without:
            continue
        profile = profile_table(_table(row["columns"]))
        for saying in row["sayings"]:
            yield _wanted(row["table"], saying["text"], profile, saying["target"])


def wanted_in_goals(goals: Iterable[Goal]) -> Iterator[Wanted]:
    for goal in goals:
        target = goal.gold.get("target")
        if goal.ask == "target" or (goal.ask is None and isinstance(target, str)):
            yield _wanted(goal.table, goal.goal, profile_of(goal.table), target if goal.ask is None else None)


def asides(goals: Iterable[Goal]) -> list[str]:
    """Sentences of goals that speak of no column but of budgets, models and the like."""
    found = []
    for goal in goals:
        for sentence in _SENTENCE_END.split(goal.goal):
            phrase = read(sentence, ColumnIndex(profile_of(goal.table).columns)).text
            if _SETTING.search(phrase) and not MARK.search(phrase) and len(sentence) < _LONGEST_ASIDE:
                found.append(sentence.strip())
    return found


def _wanted(table: str, goal: str, profile: TableProfile, target: object) -> Wanted:
    usable = [c for c in profile.columns if not c.is_id_like and tasks_for(c, profile.n_rows)]
    named = {int(m.group(1)) for m in read(goal, ColumnIndex(profile.columns)).found(MARK)}
    names = [c.name for c in usable]
    place = names.index(target) if target in names else None
    is_named = place is not None and any(profile.columns[k].name == target for k in named)
    return Wanted(table, goal, tuple(as_text(c) for c in usable), place, is_named)


def _table(columns: dict[str, object]) -> pd.DataFrame:
    rng = np.random.default_rng(0)
    return pd.DataFrame({name: _values(kind, rng) for name, kind in columns.items()})


def _values(kind: object, rng: np.random.Generator) -> object:
    if kind == "id":
        return [f"X{k}" for k in range(_ROWS)]
    if kind == "date":
        return pd.Timestamp("2021-01-01") + pd.to_timedelta(rng.integers(0, 700, _ROWS), unit="D")
    if kind == "text":
        return [f"said {a} of {b}" for a, b in rng.integers(0, 999, (_ROWS, 2))]
    assert isinstance(kind, list)
    if all(isinstance(level, str) for level in kind):
        return rng.choice(kind, _ROWS)
    low, high = kind
    if isinstance(low, int) and isinstance(high, int):
        return rng.integers(low, high + 1, _ROWS)
    return np.round(rng.uniform(low, high, _ROWS), 2)
