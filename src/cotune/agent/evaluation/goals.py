"""Goals with what a good assistant makes of them: the shipped ones, or those of a file."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from pydantic import Field, ValidationError

from cotune.errors import UserError
from cotune.model.base import Noun, Scalar

GoalValue = Scalar | tuple[str, ...] | None
Fields = dict[str, GoalValue]


class Goal(Noun):
    """One goal about the table `data`. `gold` holds only what the words state or clearly imply.

    `accept` lists further right values; None among them: leaving the field unset is right too. `ask` says what about
    must be asked instead of guessed.
    """

    id: str
    data: str
    goal: str
    gold: Fields = Field(default_factory=dict)
    accept: dict[str, tuple[GoalValue, ...]] = Field(default_factory=dict)
    ask: str | None = None
    tags: tuple[str, ...] = ()
    note: str = ""


def shipped_goals() -> tuple[Goal, ...]:
    """The goals that come with cotune, about the tables of `tables.py`."""
    return _parsed(files(__package__).joinpath("goals.jsonl").read_text(encoding="utf-8"), "goals.jsonl")


def goals_in(file: Path) -> tuple[Goal, ...]:
    """The goals of a file, one JSON object in each line.

    Raises:
        UserError: the file can't be read, or a line is no goal.
    """
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"the goals can't be read: {error}", where=str(file)) from None
    return _parsed(text, str(file))


def _parsed(text: str, where: str) -> tuple[Goal, ...]:
    goals = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            goals.append(Goal.model_validate_json(line))
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            place = ".".join(str(p) for p in first["loc"])
            raise UserError(
                f"line {number} is no goal: {place} {first['msg']}",
                where=where,
                fix='a line looks like {"id": "1", "data": "flats", "goal": "predict rent_eur", '
                '"gold": {"target": "rent_eur"}, "accept": {}, "ask": null}',
            ) from None
    if not goals:
        raise UserError("there are no goals in this file", where=where)
    return tuple(goals)
