"""What tells a study from others of its name, which stand in other directories or were there before."""

from __future__ import annotations

import os
import shlex
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from cotune.store import home


@dataclass(frozen=True)
class Place:
    """Of one study for all its life; empty as long as nothing is known of it.

    `code` opens it in Python; `cli_name` is what it is called in a shell.
    """

    id: str = ""
    code: str = ""
    cli_name: str = ""


def place_of(path: Path, created: datetime) -> Place:
    text = os.fsencode(path.absolute())
    where = directory_of(path)
    return Place(
        id=sha256(text + created.isoformat().encode()).hexdigest()[:16],
        code=f"cotune.open({path.name!r})" if where is None else f"cotune.open({path.name!r}, directory={where!r})",
        # A folder's name need not be text, but what is sent must be.
        cli_name=shlex.quote(path.name if where is None else text.decode("utf-8", "replace")),
    )


def directory_of(path: Path) -> str | None:
    """The directory to name with a study at `path`; None: where studies are sought anyway."""
    return None if path.parent == home() else str(path.parent)
