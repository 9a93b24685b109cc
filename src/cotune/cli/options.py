"""What a field is called on the command line: an error names the option that a person can change."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cotune.errors import SpecError
from cotune.model.wording import FIELD_NAMES

if TYPE_CHECKING:
    import typer

SHORTER = {"exclude_columns": "exclude", "random_state": "seed", "holdout_fraction": "holdout"}
"""Fields whose option isn't the field's own name."""


def naming_the_option(error: SpecError, arguments: Sequence[str], app: typer.Typer) -> SpecError:
    """The error with the option in place of the field, if the command has one; else with the field's plain name."""
    if error.where is None:
        return error
    option = "--" + SHORTER.get(error.where, error.where).replace("_", "-")
    where = option if option in _options_of(arguments, app) else FIELD_NAMES.get(error.where, error.where)
    return SpecError(error.what, where=where, fix=error.fix)


def _options_of(arguments: Sequence[str], app: typer.Typer) -> set[str]:
    import typer.main

    command = getattr(typer.main.get_command(app), "commands", {}).get(arguments[0] if arguments else "")
    return {option for parameter in getattr(command, "params", ()) for option in parameter.opts}
