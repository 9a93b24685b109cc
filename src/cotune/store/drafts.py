"""Studies in the making: a folder beside the others, with a hidden name until it is whole."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from cotune.store.folder import StudyFolder

_PREFIX = ".new-"
_STALE_AFTER_S = 3600.0


def new_draft(parent: Path) -> StudyFolder:
    """A new empty folder in `parent`, which is made if need be. Raises OSError."""
    parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    return StudyFolder(Path(tempfile.mkdtemp(prefix=_PREFIX, dir=parent)))


def remove_stale_drafts(parent: Path) -> None:
    """Those of processes that were killed while they made a study."""
    for draft in stale_drafts(parent):
        shutil.rmtree(draft, ignore_errors=True)


def stale_drafts(parent: Path) -> list[Path]:
    """Drafts in which nothing was written for an hour."""
    with suppress(OSError):
        return [p for p in sorted(parent.glob(f"{_PREFIX}*")) if time.time() - _last_written(p) > _STALE_AFTER_S]
    return []


def _last_written(folder: Path) -> float:
    places = [folder, *(Path(root) / name for root, dirs, files in os.walk(folder) for name in (*dirs, *files))]
    return max((p.stat().st_mtime for p in places), default=0.0)
