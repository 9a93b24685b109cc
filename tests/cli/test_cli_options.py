"""An error names what the person can change on this command line."""

from __future__ import annotations

import pytest

from cotune.cli.app import app
from cotune.cli.options import naming_the_option
from cotune.errors import SpecError


@pytest.mark.parametrize(
    ("command", "field", "named"),
    [
        ("run", "random_state", "--seed"),
        ("run", "exclude_columns", "--exclude"),
        ("run", "seconds", "--seconds"),
        ("extend", "trials", "--trials"),
        ("limit-agent", "study_tokens", "--study-tokens"),
        ("run", "memory_mb", "--memory-mb"),
        ("run", "ranges", "Ranges"),
        ("plan", "random_state", "Seed"),
        ("no-such-command", "trials", "Trials"),
    ],
)
def test_a_field_is_named_by_its_option_or_in_words(command: str, field: str, named: str) -> None:
    error = naming_the_option(SpecError("it is wrong", where=field, fix="mend it"), [command, "x"], app)
    assert str(error) == f"it is wrong ({named})\n  -> mend it"
