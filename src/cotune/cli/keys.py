"""`cotune key`: keys of model providers in the system's keyring. A key is never an argument: shells remember those."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from cotune.agent.keys import VARIABLES, check_provider, drop_key, keep_key
from cotune.cli.outcome import tell

Provider = Annotated[str, typer.Argument(help=f"{' or '.join(VARIABLES)}.")]

key = typer.Typer(help="Keep keys of model providers in the system's keyring.", no_args_is_help=True)


@key.command("set")
def set_(provider: Provider) -> None:
    """Ask for a key, or read it from stdin, and put it into the keyring."""
    check_provider(provider)
    given = typer.prompt(f"Key of {provider}", hide_input=True) if sys.stdin.isatty() else sys.stdin.readline()
    tell(f"kept in {keep_key(provider, given)}")


@key.command()
def rm(provider: Provider) -> None:
    """Take a key out of the keyring."""
    drop_key(provider)
    tell("removed")
