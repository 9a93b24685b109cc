"""What the panel can show when no study is selected: the notebook's tables, and the studies of this machine."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from cotune.errors import UserError
from cotune.store import StudyFolder, list_studies, study_path
from cotune.store.home import DATABASE_NAME
from cotune.ui.feed import Feed
from cotune.ui.messages import Lobby, StudyOffer, TableOffer

MOST_OFFERED = 20
Namespace = Mapping[str, Any]


def tables_in(namespace: Namespace) -> tuple[TableOffer, ...]:
    """The data frames that the notebook's variables hold, largest first, without IPython's history variables."""
    pandas = sys.modules.get("pandas")
    if pandas is None:
        return ()
    found = [
        TableOffer(variable=name, n_rows=len(value), n_columns=value.shape[1])
        for name, value in list(namespace.items())
        if not name.startswith("_") and isinstance(value, pandas.DataFrame)
    ]
    found.sort(key=lambda table: table.n_rows * table.n_columns, reverse=True)
    return tuple(found[:MOST_OFFERED])


class NotebookReception:
    """The reception of a kernel: its user's variables and this user's studies."""

    def __init__(self, namespace: Namespace, feed_of: Callable[[Any], Feed]) -> None:
        self._namespace = namespace
        self._feed_of = feed_of

    def lobby(self) -> Lobby:
        return Lobby(tables=tables_in(self._namespace), studies=_studies())

    def open(self, name: str) -> Feed:
        import cotune

        return self._feed_of(cotune.open(name))

    def create(self, variable: str, goal: str) -> Feed:
        import cotune

        if variable not in self._namespace:
            raise UserError(f"the notebook has no variable '{variable}' any more", fix="choose another table")
        frame = self._namespace[variable]
        is_taken = StudyFolder(study_path(variable)).exists()
        try:
            study = cotune.create(frame, goal, name=variable)
        except UserError:
            if not is_taken:
                raise
            # By a study of other data; the data's own name is free or the same.
            study = cotune.create(frame, goal)
        return self._feed_of(study)


def _studies() -> tuple[StudyOffer, ...]:
    """Latest first, by the time of the last write: opening them all would take long."""
    found = [StudyOffer(name=folder.name, changed_ms=_changed_ms(folder)) for folder in list_studies()]
    return tuple(sorted(found, key=lambda study: study.changed_ms, reverse=True)[:MOST_OFFERED])


def _changed_ms(folder: Path) -> int:
    """When its database was written to; what SQLite, or somebody, takes away meanwhile doesn't count."""
    changed_ns = 0
    for file in folder.glob(f"{DATABASE_NAME}*"):
        with suppress(FileNotFoundError):
            changed_ns = max(changed_ns, file.stat().st_mtime_ns)
    return changed_ns // 1_000_000
