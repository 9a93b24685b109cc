"""The way in and out of the command: one place for errors and exit codes."""

from __future__ import annotations

import sys

from cotune.cli.outcome import INTERRUPTED, error_object, exit_code, leave, print_json, tell_error


def main() -> None:
    """The `cotune` command.

    Exits 0 when done, 1 for our fault, 2 for wrong use, 3 when refused or waiting for a human's yes.
    """
    leave(_run(sys.argv[1:]))


def _run(arguments: list[str]) -> int:
    from cotune.cli.app import app

    try:
        app(arguments, prog_name="cotune")
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else int(leaving.code is not None)
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001 the outermost door: everything becomes a message and a code
        tell_error(error)
        if "--json" in arguments:
            print_json(error_object(error))
        return exit_code(error)
    return 0
