"""What tells a study from others of its name, which stand in other directories or were there before."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from cotune.store.home import directory_of, shell_name


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
        cli_name=shell_name(path),
    )
