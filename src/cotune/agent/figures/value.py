"""A figure that the agent may speak of."""

from __future__ import annotations

from typing import Literal, NamedTuple

Kind = Literal["score", "time", "count", "share", "other"]


class Known(NamedTuple):
    """A value with what it is; of a trial, or of the words of an event."""

    value: float
    kind: Kind
    note: str
    trial: int | None = None
    seq: int | None = None
    nouns: tuple[str, ...] = ()
    is_draft: bool = False
