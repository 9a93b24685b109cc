"""The `cotune` command."""

from cotune.cli.entry import main

__all__ = ["main"]
