"""What goals say of the columns that they name: whether they are left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from goal_book import Goal, profile_of

from cotune.agent.planner.columns import ColumnIndex
from cotune.agent.planner.reader import mentions
from cotune.agent.planner.understand import read


class Mention(NamedTuple):
    """A goal seen from one of the columns that it names."""

    text: str
    is_left_out: bool


def mentions_in_goals(goals: Iterable[Goal]) -> Iterator[Mention]:
    for goal in goals:
        left_out = goal.gold.get("exclude_columns") or ()
        assert isinstance(left_out, list | tuple)
        columns = profile_of(goal.table).columns
        if goal.ask is None:
            for k, text in mentions(read(goal.goal, ColumnIndex(columns))).items():
                yield Mention(text, columns[k].name in left_out)
