"""Goals that want a column, with the columns as the planner's encoder reads them."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from goal_book import Goal, goals_in, profile_of

from cotune.agent.planner.columns import MARK, ColumnIndex
from cotune.agent.planner.marked import read
from cotune.agent.planner.reader import as_texts, in_english
from cotune.data import profile_table, tasks_for
from cotune.model.profile import TableProfile

_ROWS = 1000
_ROWS_OF_A_GROUP = 4
SENTENCE_END = re.compile(r"(?<=[.!?;]) +")
_SETTING = re.compile(r"<[tf]| metric | score | error | gpu | trials | cores | folds | mae | rmse | auc | f 1 ")
_LONGEST_ASIDE = 90

AboutTable = tuple[Goal, TableProfile]


class Wanted(NamedTuple):
    """A goal, the columns that it could want in words, and which of them it wants (None: it must be asked)."""

    table: str
    goal: str
    columns: tuple[str, ...]
    target: int | None
    is_named: bool


def learned_goals() -> list[AboutTable]:
    return [(goal, profile_of(goal.table)) for goal in goals_in("learned")]


def written_goals(file: Path, without: Collection[str] = ()) -> Iterator[AboutTable]:
    """A line for each table: its part, its columns, and goals with gold, accept and ask as in the tests' books."""
    for table, profile, row in _tables_of(file, without):
        for goal in row["goals"]:
            yield Goal(table, **goal), profile


def wanted_in_sayings(file: Path, without: Collection[str] = ()) -> Iterator[Wanted]:
    """A line for each table: its part, its columns, and sayings with the column that they want, or null."""
    for table, profile, row in _tables_of(file, without):
        for saying in row["sayings"]:
            yield _wanted(table, saying["text"], profile, saying["target"])


def wanted_in_goals(goals: Iterable[AboutTable]) -> Iterator[Wanted]:
    for goal, profile in goals:
        target = goal.gold.get("target")
        if goal.ask == "target" or (goal.ask is None and isinstance(target, str)):
            yield _wanted(goal.table, goal.goal, profile, target if goal.ask is None else None)


def wanted_in_chat(texts: Iterable[str], goals: Iterable[AboutTable]) -> Iterator[Wanted]:
    """What is said but wants nothing to be predicted, beside any table."""
    tables = list({goal.table: profile for goal, profile in goals}.items())
    for text in texts:
        table, profile = random.choice(tables)
        yield _wanted(table, text, profile, None)


def asides(goals: Iterable[AboutTable]) -> list[str]:
    """Sentences of goals that speak of no column but of budgets, models and the like."""
    found = []
    for goal, profile in goals:
        for sentence in SENTENCE_END.split(goal.goal):
            phrase = read(sentence, ColumnIndex(profile.columns)).text
            if _SETTING.search(phrase) and not MARK.search(phrase) and len(sentence) < _LONGEST_ASIDE:
                found.append(sentence.strip())
    return found


def _wanted(table: str, goal: str, profile: TableProfile, target: object) -> Wanted:
    which = [k for k, c in enumerate(profile.columns) if not c.is_id_like and tasks_for(c, profile.n_rows)]
    named = {int(m.group(1)) for m in read(goal, ColumnIndex(profile.columns)).found(MARK)}
    names = [profile.columns[k].name for k in which]
    place = names.index(target) if target in names else None
    is_named = place is not None and any(profile.columns[k].name == target for k in named)
    return Wanted(table, in_english(goal), tuple(as_texts(profile.columns, which)), place, is_named)


def _tables_of(file: Path, without: Collection[str] = ()) -> Iterator[tuple[str, TableProfile, dict[str, Any]]]:
    for line in file.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["part"] not in without:
            yield row["table"], profile_table(_table(row["columns"])), row


def _table(columns: dict[str, object]) -> pd.DataFrame:
    """Columns of a kind: "id", "date", "text", "groups", a list of levels, or [low, high]."""
    rng = np.random.default_rng(0)
    return pd.DataFrame({name: _values(kind, rng) for name, kind in columns.items()})


def _values(kind: object, rng: np.random.Generator) -> object:
    match kind:
        case "id":
            return [f"X{k}" for k in range(_ROWS)]
        case "groups":
            return [f"g{k // _ROWS_OF_A_GROUP}" for k in range(_ROWS)]
        case "date":
            return pd.Timestamp("2021-01-01") + pd.to_timedelta(rng.integers(0, 700, _ROWS), unit="D")
        case "text":
            return [f"said {a} of {b}" for a, b in rng.integers(0, 999, (_ROWS, 2))]
    assert isinstance(kind, list)
    if all(isinstance(level, str) for level in kind):
        return rng.choice(kind, _ROWS)
    low, high = kind
    if isinstance(low, int) and isinstance(high, int):
        return rng.integers(low, high + 1, _ROWS)
    return np.round(rng.uniform(low, high, _ROWS), 2)
