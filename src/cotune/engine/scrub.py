"""Failures without secrets: no cell value, label, number or path of a person's data leaves in a message."""

from __future__ import annotations

import re
import traceback
from datetime import UTC, datetime
from pathlib import Path

from cotune.errors import UserError
from cotune.model.base import utc_text
from cotune.model.trial import Failure

_LIMIT = 200
_RULES = (
    (re.compile(r": .*"), ": ..."),
    (re.compile(r"""(?:(?<!\w)|(?<=\b[bur]))(['"`])(?:.*?\1(?!\w)|.*)"""), "'...'"),
    (re.compile(r"[\[{(].*?[\])}]"), "(...)"),
    (re.compile(r"(?:[A-Za-z]:)?[\\/][\w.\-\\/ ]+"), "..."),
    (re.compile(r"[-+]?\d[\d.,]*(?:[eE][-+]?\d+)?"), "#"),
)


def scrubbed(error: BaseException) -> Failure:
    """The error's type and the first line of its message, with everything quoted, bracketed or numeric blanked.

    So is what follows a colon: many libraries put a value there without quotes.

    Our own sentences to the user hold no values and stay as they are, but for a place that is a path.
    """
    if isinstance(error, UserError):
        is_path = error.where is not None and Path(error.where).is_absolute()
        told = UserError(error.what, where=None if is_path else error.where, fix=error.fix)
        return Failure(type=type(error).__name__, message=str(told))
    text = (str(error).strip().splitlines() or [""])[0]
    for pattern, blank in _RULES:
        text = pattern.sub(blank, text)
    return Failure(type=type(error).__name__, message=text[:_LIMIT])


def log_trouble(log: Path, what: str, error: BaseException) -> None:
    """Append the whole traceback to a file that only its owner can read; it may hold values of the table."""
    entry = f"--- {utc_text(datetime.now(UTC))} {what}\n{''.join(traceback.format_exception(error))}\n"
    log.touch(mode=0o600, exist_ok=True)
    with log.open("a", encoding="utf-8") as file:
        file.write(entry)
