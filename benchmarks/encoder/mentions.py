"""What goals say of the columns that they name: left out, groups, order in time, or anything else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from described import AboutTable

from cotune.agent.planner.columns import ColumnIndex
from cotune.agent.planner.marked import read
from cotune.agent.planner.reader import Role, in_english, mentions


class Mention(NamedTuple):
    """A goal seen from one of the columns that it names."""

    text: str
    role: Role


def mentions_in_goals(goals: Iterable[AboutTable]) -> Iterator[Mention]:
    for goal, profile in goals:
        if goal.ask is None:
            names = profile.names()
            for k, text in mentions(read(goal.goal, ColumnIndex(profile.columns))).items():
                yield Mention(in_english(text), _role(names[k], goal.gold))


def _role(column: str, gold: dict[str, object]) -> Role:
    left_out = gold.get("exclude_columns") or ()
    assert isinstance(left_out, list | tuple)
    if column in left_out:
        return "left_out"
    return "group" if column == gold.get("group_column") else "time" if column == gold.get("time_column") else "kept"
