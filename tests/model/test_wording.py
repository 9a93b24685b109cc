"""Refusals read like a person's words: labels of a card, no names of fields, no arrows."""

from __future__ import annotations

import pytest

from cotune.errors import DataError, HostUnavailable, SpecError, UserError
from cotune.model.digits import two_digits
from cotune.model.spec import SearchSpec
from cotune.model.wording import FIELD_NAMES, duration, durations_apart, told


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (SpecError("no column 'agee'", where="exclude_columns"), "No column 'agee' (see “Left out”)."),
        (SpecError("-5 is out of range", where="edited.spec.seconds", fix="use a number above 0"),
         "-5 is out of range (see “Time”). Use a number above 0."),
        (UserError("no model 'x'", where="model", fix="Did you mean 'y'?"), "No model 'x'. Did you mean 'y'?"),
        (SpecError("xgboost has no hyperparameter 'dpth'", fix="Did you mean 'max_depth'?"),
         "xgboost has no hyperparameter 'dpth'. Did you mean 'max_depth'?"),
        (DataError("it can't be read", where="column 'a b'"), "It can't be read (column 'a b')."),
        (HostUnavailable("the host is gone"), "the host is gone"),
    ],
)  # fmt: skip
def test_an_error_is_told_in_sentences(error: UserError, text: str) -> None:
    assert told(error) == text


def test_every_field_of_a_specification_has_a_name() -> None:
    assert set(FIELD_NAMES) == set(SearchSpec.model_fields)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(7.25, "7.2 s"), (45, "45 s"), (600, "10 min"), (5400, "1.5 h"), (35_990, "10 h"), (99.6 * 3600, "100 h"),
     (120 * 3600, "120 h"), (168 * 3600, "168 h"), (5000 * 3600, "5,000 h")],
)  # fmt: skip
def test_a_duration_is_no_power_of_ten(seconds: float, text: str) -> None:
    assert duration(seconds) == text


@pytest.mark.parametrize(("value", "text"), [(0.0123, "0.012"), (99.4, "99"), (99.6, "100"), (4523.0, "4,500")])
def test_nor_is_an_amount_or_a_noise(value: float, text: str) -> None:
    assert two_digits(value) == text


@pytest.mark.parametrize(
    ("longer", "shorter", "texts"),
    [(620, 600, ("10 min 20 s", "10 min")), (600, 300, ("10 min", "5 min")), (600.4, 600, ("10 min 0.4 s", "10 min")),
     (7260, 7200, ("2 h 1 min", "2 h")), (7199.96, 7140, ("2 h", "1 h 59 min")), (0.101, 0.1, ("0.101 s", "0.1 s"))],
)  # fmt: skip
def test_durations_that_read_alike_are_told_apart(longer: float, shorter: float, texts: tuple[str, str]) -> None:
    assert durations_apart(longer, shorter) == texts
