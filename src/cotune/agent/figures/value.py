"""A figure that the agent may speak of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from cotune.model.figure import ShownIn

Kind = Literal["score", "time", "count", "share", "other"]


class Known(NamedTuple):
    """A value with what it is; of a trial, of the words of an event, or to be seen in a part of the panel."""

    value: float
    kind: Kind
    note: str
    trial: int | None = None
    seq: int | None = None
    nouns: tuple[str, ...] = ()
    is_draft: bool = False
    shown_in: ShownIn | None = None


def seen_in(place: ShownIn, figures: Iterable[Known]) -> Iterator[Known]:
    """The figures, each with the part of the panel that shows it."""
    return (known._replace(shown_in=place) for known in figures)
