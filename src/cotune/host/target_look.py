"""The table seen from a target, looked at once for each target and kept."""

from __future__ import annotations

import threading
from pathlib import Path

from cotune.model.profile import TableProfile, TargetProfile


class TargetLook:
    """A look costs up to a second (it reads the snapshot and searches for leaks); any thread may ask for it.

    Leaks are looked for outside the rows that are sealed by then. A look before the first start, such as the one at
    `create`, sees all rows: none is sealed yet.
    """

    def __init__(self, data_folder: Path, profile: TableProfile) -> None:
        self._folder = data_folder
        self._profile = profile
        self._seen: dict[str, TargetProfile] = {}
        self._lock = threading.Lock()

    def has_seen(self, target: str) -> bool:
        """Whether a look from that target costs nothing any more."""
        return target in self._seen

    def at(self, target: str) -> TargetProfile:
        """Raises SpecError for a column that the table doesn't have."""
        from cotune.data import profile_target, read_snapshot, sealed_now

        with self._lock:
            if target not in self._seen:
                sealed = sealed_now(self._folder)
                self._seen[target] = profile_target(read_snapshot(self._folder), self._profile, target, sealed)
            return self._seen[target]
