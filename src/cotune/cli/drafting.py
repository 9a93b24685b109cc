"""From a goal and the options of the command line to the fields of a search specification."""

from __future__ import annotations

from collections.abc import Mapping

from cotune.errors import UserError
from cotune.model.plan import Question
from cotune.model.profile import TableProfile
from cotune.model.words import FAMILIES

_OPTIONS = {"target": "--target", "metric": "--metric"}
"""What answers a question about it."""


def drafted_fields(goal: str, profile: TableProfile, stated: Mapping[str, object]) -> dict[str, object]:
    """What the goal states, overlaid with what the options state.

    Where they name another target than the goal, the goal is read as one about that: what doesn't fit it is left out.

    Raises:
        UserError: the goal leaves a question open that no option answers.
    """
    from cotune.agent import plan

    drafted, settled = plan(goal, profile), set(stated)
    if "target" in stated and drafted.stated.get("target", stated["target"]) != stated["target"]:
        drafted, settled = plan(f"{goal}\ntarget: {stated['target']}", profile), {*stated, "task", "metric"}
    if drafted.question is not None and drafted.question.about not in settled:
        raise _open(drafted.question)
    gone = settled - set(stated) if drafted.question is not None else set()
    fields = {name: value for name, value in drafted.stated.items() if value is not None and name not in gone}
    only, without = fields.pop("families_only", None), fields.pop("families_excluded", None)
    families = tuple(f for f in _names(only) or FAMILIES if f not in _names(without))
    return fields | ({"families": families} if only or without else {}) | dict(stated)


def _open(question: Question) -> UserError:
    option = _OPTIONS.get(question.about)
    fix = f"say it with {option}, or in the goal" if option else "say it in the goal"
    answers = f"; candidates: {', '.join(question.candidates)}" if question.candidates else ""
    return UserError(question.text, where="goal", fix=fix + answers)


def _names(value: object) -> tuple[str, ...]:
    return tuple(str(name) for name in value) if isinstance(value, list | tuple) else ()
