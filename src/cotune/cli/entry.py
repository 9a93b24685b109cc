"""The way in and out of the command: one place for errors and exit codes."""

from __future__ import annotations

import io
import os
import sys
import warnings
from contextlib import suppress
from pathlib import Path
from typing import Literal, TextIO

import typer

from cotune.cli.options import naming_the_option
from cotune.cli.outcome import DONE, INTERRUPTED, as_wrong_use, error_object, exit_code, leave, print_json, tell_error
from cotune.errors import SpecError
from cotune.model.printable import on_one_line


def main() -> None:
    """The `cotune` command.

    Exits 0 when done, 1 where no trial was successful or for our fault, 2 for wrong use, 3 when refused or waiting for
    a human's yes, 130 on Ctrl-C.
    """
    ready_streams()
    warnings.formatwarning = _as_a_line
    leave(_run(sys.argv[1:]))


def ready_streams() -> None:
    """What is printed for other programs is UTF-8 wherever it runs, and a stream that a daemon closed takes all."""
    sys.stdin = sys.stdin or _nothing("r")
    sys.stdout, sys.stderr = sys.stdout or _nothing("w"), sys.stderr or _nothing("w")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            encoding = stream.encoding if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="backslashreplace")


def _nothing(mode: Literal["r", "w"]) -> TextIO:
    return Path(os.devnull).open(mode, encoding="utf-8")


def _as_a_line(message: Warning | str, *_: object, **__: object) -> str:
    """A warning as a person at a shell reads it, without the line of code that it comes from."""
    return f"! {on_one_line(str(message))}\n"


def _run(arguments: list[str]) -> int:
    try:
        code = _obeyed(arguments)
    except SpecError as error:
        from cotune.cli.app import app

        return _told(naming_the_option(error, arguments, app), arguments)
    except Exception as error:  # noqa: BLE001 the outermost door: everything becomes a message and a code
        return _told(as_wrong_use(error), arguments)
    return _told(KeyboardInterrupt(), arguments) if code == INTERRUPTED else code


def _obeyed(arguments: list[str]) -> int:
    """Carry the command out; its exit code. Typer makes Ctrl-C a code or an Abort, depending on its version."""
    try:
        from cotune.cli.app import app

        left = app(arguments, prog_name="cotune", standalone_mode=False)
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else int(leaving.code is not None)
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    return left if isinstance(left, int) else DONE


def _told(error: BaseException, arguments: list[str]) -> int:
    with suppress(BrokenPipeError):
        tell_error(error)
        if "--json" in arguments:
            print_json(error_object(error))
    return exit_code(error)
