"""How a command finds the study that a person names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from cotune.model.profile import TableProfile
    from cotune.study import Study

JsonFlag = Annotated[bool, typer.Option("--json", help="Print one JSON object on stdout.")]
StudyName = Annotated[str, typer.Argument(help="A study's name (see `cotune list`), or the path of its folder.")]


def named_study(name: str) -> Study:
    """The study called `name`, or the one whose folder is at that path.

    Raises:
        UserError: there is no such study; the message offers the closest names.
    """
    from cotune.study.opening import open_typed

    return open_typed(name)


def study_with_model(name: str) -> Study:
    """The study of that name, whose model is wanted.

    Raises:
        UserError: there is no such study, or no model in it; the message tells why and which command brings one.
    """
    from cotune.study.no_model import no_model
    from cotune.study.present_model import present_model

    study = named_study(name)
    view = study.view
    if present_model(view) is None:
        raise no_model(view, study.shell_name)
    return study


def columns_named(profile: TableProfile, given: Sequence[str]) -> tuple[str, ...]:
    """The columns that are named; a comma separates them unless a column's own name holds it."""
    known = profile.names()
    parts = (part for text in given for part in ([text] if text in known else text.split(",")))
    return tuple(name for part in parts if (name := part.strip()))
