"""What the panel can show when no study is selected: the notebook's tables, and the studies of this machine."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from typing import Any

from cotune.errors import UserError
from cotune.ui.feed import Feed
from cotune.ui.messages import Lobby, StudyOffer, TableOffer

MOST_OFFERED = 20
Namespace = Mapping[str, Any]


def tables_in(namespace: Namespace) -> tuple[TableOffer, ...]:
    """The pandas data frames that the notebook's variables hold, without its own history variables."""
    pandas = sys.modules.get("pandas")
    if pandas is None:
        return ()
    found = [
        TableOffer(variable=name, n_rows=len(value), n_columns=value.shape[1])
        for name, value in list(namespace.items())
        if not name.startswith("_") and isinstance(value, pandas.DataFrame)
    ]
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
        return self._feed_of(cotune.create(self._namespace[variable], goal))


def _studies() -> tuple[StudyOffer, ...]:
    import cotune

    listed = cotune.list()
    return tuple(
        StudyOffer(name=str(row.name), running=bool(row.running)) for row in listed.head(MOST_OFFERED).itertuples()
    )
