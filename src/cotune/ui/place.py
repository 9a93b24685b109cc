"""What tells a study from others of its name, which stand in other directories or were there before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path


@dataclass(frozen=True)
class Place:
    """Of one study for all its life; `id` is empty as long as nothing is known of it."""

    id: str = ""


def place_of(path: Path, created: datetime) -> Place:
    return Place(id=sha256(f"{path.absolute()}\n{created.isoformat()}".encode()).hexdigest()[:16])
