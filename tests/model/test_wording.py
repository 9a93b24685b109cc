"""Refusals read like a person's words: labels of a card, no names of fields, no arrows."""

from __future__ import annotations

import pytest

from cotune.errors import DataError, HostUnavailable, SpecError, UserError
from cotune.model.spec import SearchSpec
from cotune.model.wording import FIELD_NAMES, told


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (SpecError("no column 'agee'", where="exclude_columns"), "No column 'agee' (see “Left out”)."),
        (SpecError("-5 is out of range", where="edited.spec.seconds", fix="use a number above 0"),
         "-5 is out of range (see “Time”). Use a number above 0."),
        (UserError("no model 'x'", where="model", fix="Did you mean 'y'?"), "No model 'x'. Did you mean 'y'?"),
        (DataError("it can't be read", where="column 'a b'"), "It can't be read (column 'a b')."),
        (HostUnavailable("the host is gone"), "the host is gone"),
    ],
)  # fmt: skip
def test_an_error_is_told_in_sentences(error: UserError, text: str) -> None:
    assert told(error) == text


def test_every_field_of_a_specification_has_a_name() -> None:
    assert set(FIELD_NAMES) == set(SearchSpec.model_fields)
