"""From a goal and the options of the command line to the fields of a search specification."""

from __future__ import annotations

from collections.abc import Mapping

from cotune.errors import UserError
from cotune.model.profile import TableProfile
from cotune.model.words import FAMILIES


def drafted_fields(goal: str, profile: TableProfile, stated: Mapping[str, object]) -> dict[str, object]:
    """What the goal states, overlaid with what the options state.

    Raises:
        UserError: the goal leaves a question open that no option answers.
    """
    from cotune.agent import plan

    drafted = plan(goal, profile)
    if drafted.question is not None and drafted.question.about not in stated:
        raise UserError(
            drafted.question.text,
            where="goal",
            fix="say it with an option, for example --target; candidates: " + ", ".join(drafted.question.candidates)
            if drafted.question.candidates
            else "say it in the goal or with an option such as --target",
        )
    fields = {name: value for name, value in drafted.stated.items() if value is not None}
    only, without = fields.pop("families_only", None), fields.pop("families_excluded", None)
    families = tuple(f for f in _names(only) or FAMILIES if f not in _names(without))
    return fields | ({"families": families} if only or without else {}) | dict(stated)


def _names(value: object) -> tuple[str, ...]:
    return tuple(str(name) for name in value) if isinstance(value, list | tuple) else ()
