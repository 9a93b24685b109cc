"""How a command finds the study that a person names."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from cotune.study import Study

JsonFlag = Annotated[bool, typer.Option("--json", help="Print one JSON object on stdout.")]
StudyName = Annotated[str, typer.Argument(help="A study's name (see `cotune list`), or the path of its folder.")]


def named_study(name: str) -> Study:
    """The study called `name`, or the one whose folder is at that path.

    Raises:
        UserError: there is no such study; the message offers the closest names.
    """
    import cotune

    if os.sep in name:
        folder = Path(name).expanduser().absolute()
        return cotune.open(folder.name, directory=folder.parent)
    return cotune.open(name)
