"""Which file stands under a name: a process that outlives a study must not take another study's file for its own."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

Stamp = tuple[int, int] | None


def stamp_of(file: Path) -> Stamp:
    """Another one once the file has been replaced; None while there is none."""
    with suppress(OSError):
        found = file.stat()
        return found.st_ino, found.st_mtime_ns
    return None
