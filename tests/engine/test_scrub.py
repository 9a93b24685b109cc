from __future__ import annotations

from pathlib import Path

import pytest

from cotune.engine.scrub import log_trouble, scrubbed
from cotune.errors import DataError, SpecError


def test_nobody_else_can_read_the_log_of_tracebacks(tmp_path: Path) -> None:
    log = tmp_path / "trouble.log"
    log_trouble(log, "trial-1", ValueError("salary of Miller"))
    assert "Miller" in log.read_text()
    assert log.stat().st_mode & 0o077 == 0


QUOTES = (
    "could not convert string to float: {!r}",
    "the column doesn't contain {!r}",
    "it isn't {0!r}, and can't be {0!r}s",
    "Found unknown categories [{!r}] in column 0 during transform",
    "Unknown datetime string format, unable to parse: {}, at position 3",
    "y contains previously unseen labels: {}",
    "invalid literal {}: b'{}'",
    'time data "{}" doesn\'t match format "%Y"',
    "cut off in the middle of '{}",
)


@pytest.mark.parametrize("message", QUOTES)
@pytest.mark.parametrize(
    "cell", ["Mrs. Miller", "Miller's", 'O"Miller', "/home/Miller", "Miller, 12 (x)", "it's Miller"]
)
def test_a_failure_tells_no_cell_that_its_message_quotes(message: str, cell: str) -> None:
    told = scrubbed(ValueError(message.format(cell, cell) if "{}: b" not in message else message.format("", cell)))
    assert "Miller" not in told.message
    assert told.type == "ValueError"


def test_our_own_sentences_stay_but_for_paths(tmp_path: Path) -> None:
    broken = DataError("the run's table is missing or broken", where=str(tmp_path), fix="start the run anew")
    assert scrubbed(broken).message == "the run's table is missing or broken\n  -> start the run anew"
    assert scrubbed(SpecError("too few rows", where="folds")).message == "too few rows (folds)"


def test_what_is_no_value_stays_readable() -> None:
    told = scrubbed(ValueError("Number of classes isn't at least 2"))
    assert told.message == "Number of classes isn't at least #"
