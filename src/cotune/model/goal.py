"""What counts as a goal: the same at each door where somebody says one."""

from __future__ import annotations

from cotune.errors import UserError
from cotune.model.text import mended

_FIX = "say what you want from the table, for example 'predict churn'"


def as_goal(said: object) -> str:
    """The words that somebody said, as text that can be written.

    Raises:
        UserError: it is no text, or an empty one.
    """
    if not isinstance(said, str):
        raise UserError(f"a goal is words, not {type(said).__name__}", where="goal", fix=_FIX)
    if not said.strip():
        raise UserError("the goal is empty", where="goal", fix=_FIX)
    return str(mended(said))
