"""What a command prints when it is done, and the exit code that goes with each kind of error."""

from __future__ import annotations

import errno
import json
import math
import os
import sqlite3
import sys
import traceback
from datetime import UTC, datetime
from typing import NoReturn, Protocol, runtime_checkable

from pydantic import ValidationError

from cotune.errors import CotuneError, Refused, UserError
from cotune.model.gate import Card
from cotune.model.misfit import misfit
from cotune.model.printable import json_escaped, printable
from cotune.study.card_text import card_text

DONE = 0
OUR_FAULT = 1
WRONG_USE = 2
REFUSED = 3
INTERRUPTED = 130
_DISK_SAYS_NO = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)


class CardsWaiting(CotuneError):
    """A human must decide first, and nobody can be asked here."""

    def __init__(self, study: str, cards: tuple[Card, ...], shell_name: str, *, takes_yes: bool) -> None:
        self.study, self.cards = study, cards
        shown = "\n\n".join(card_text(card) for card in cards)
        which = cards[0].id if len(cards) == 1 else "CARD"
        fix = f"cotune approve {shell_name} {which}" + (", or run with --yes" if takes_yes else "")
        super().__init__(f"study '{study}' waits for your yes\n{shown}\n  -> {fix}")


class Interrupted(CotuneError):
    """Ctrl-C, or a stop from elsewhere, came before there was a result to print."""

    def __init__(self, study: str, what: str, fix: str) -> None:
        self.study = study
        super().__init__(f"{what} (study '{study}')\n  -> {fix}")


@runtime_checkable
class Misspelt(Protocol):
    """What typer raises for a command line that it can't read; where its class lives depends on typer's version."""

    exit_code: int

    def format_message(self) -> str: ...

    def show(self) -> None: ...


def exit_code(error: BaseException) -> int:
    """2 for what the caller can mend, 3 for a no of the policy, 130 for Ctrl-C, 1 for everything else."""
    match error:
        case UserError() | Misspelt():
            return WRONG_USE
        case Refused() | CardsWaiting():
            return REFUSED
        case KeyboardInterrupt() | Interrupted():
            return INTERRUPTED
        case _:
            return OUR_FAULT


def as_wrong_use(error: Exception) -> Exception:
    """What a library says of wrong use, a full or read-only disk, or a damaged file, in our words: what to mend."""
    match error:
        case Misspelt() if isinstance(error.__cause__, ValidationError):
            return misfit(error.__cause__, _option_of(error))
        case sqlite3.OperationalError(sqlite_errorcode=sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED):
            return UserError("another process is writing to the study", fix="try again in a moment")
        case sqlite3.OperationalError():
            what, where = f"the study can't be written or read: {error}", None
        case PermissionError():
            what, fix = "not allowed to read or write this", "change its permissions, or name another place"
            return UserError(what, where=error.filename, fix=fix)
        case OSError() if error.errno in _DISK_SAYS_NO:
            what, where = f"the disk says no: {error.strerror}", error.filename
        case sqlite3.DatabaseError():
            return UserError(
                f"the study is damaged: {error}", fix="put its folder back from a copy, or remove it: cotune rm"
            )
        case _:
            return error
    return UserError(what, where=where, fix="make room on the disk, or name another place by COTUNE_HOME")


def _option_of(error: Exception) -> str | None:
    """The option or argument whose value typer couldn't read."""
    names = getattr(getattr(error, "param", None), "opts", None)
    return str(names[-1]) if names else None


def tell_error(error: BaseException) -> None:
    """One plain message on stderr; the stack of an unexpected error goes to a private log, never to the screen."""
    match error:
        case KeyboardInterrupt():
            say("interrupted")
        case Misspelt():
            error.show()
        case CotuneError():
            say(f"cotune: {error}")
        case _:
            say(f"cotune: {type(error).__name__}: our fault, not yours.\n  -> {_log_stack(error)}")


def error_object(error: BaseException) -> dict[str, object]:
    """The object that `--json` prints instead of a result."""
    if isinstance(error, CardsWaiting):
        cards = [card.model_dump(mode="json") for card in error.cards]
        return {"status": "waiting", "study": error.study, "cards": cards}
    if isinstance(error, Interrupted):
        return {"status": "interrupted", "study": error.study, "message": str(error)}
    refused = {"rule": error.rule, "reasons": list(error.reasons)} if isinstance(error, Refused) else {}
    status = "refused" if refused else "interrupted" if isinstance(error, KeyboardInterrupt) else "error"
    return {"status": status, "error": type(error).__name__, "message": _message(error), **refused}


def _message(error: BaseException) -> str:
    match error:
        case CotuneError():
            return str(error)
        case Misspelt():
            return error.format_message()
        case KeyboardInterrupt():
            return "interrupted"
        case _:
            return f"{type(error).__name__}: our fault"


def say(text: str) -> None:
    """To stderr: messages and progress never mix with a result on stdout."""
    print(printable(text), file=sys.stderr, flush=True)


def tell(text: str) -> None:
    """To stdout, for a person: what the text holds of others drives no terminal."""
    print(printable(text), flush=True)


def hand_over(text: str) -> None:
    """To stdout for another program, as it is; printable only where a terminal shows it."""
    sys.stdout.write(printable(text) if sys.stdout.isatty() else text)
    sys.stdout.flush()


def print_json(value: object) -> None:
    """Exactly one object on stdout, numbers that JSON can't hold as null."""
    print(json_escaped(json.dumps(_finite(value), ensure_ascii=False, default=str)), flush=True)


def leave(code: int) -> NoReturn:
    """Flush and go at once: tearing down threads and libraries would cost what the budget doesn't have."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            code = code or OUR_FAULT
    os._exit(code)


def _finite(value: object) -> object:
    match value:
        case dict():
            return {str(k): _finite(v) for k, v in value.items()}
        case list() | tuple():
            return [_finite(v) for v in value]
        case float():
            return value if math.isfinite(value) else None
        case _:
            return value


def _log_stack(error: BaseException) -> str:
    from cotune.store.home import home

    path = home() / "trouble.log"
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a", encoding="utf-8") as log:
            log.write(f"--- {datetime.now(UTC).isoformat(timespec='seconds')} {sys.argv[1:2]}\n")
            log.writelines(traceback.format_exception(error))
    except OSError as full:
        return f"no details are kept: {path} can't be written ({full.strerror})"
    return f"details in {path}"
