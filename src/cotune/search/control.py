"""The control share: whatever is suggested, the plain searcher keeps its part of the trials."""

from __future__ import annotations

from collections.abc import Sequence

from cotune.model.words import CONTROL_SHARE, SUGGESTED, Origin

MOST_IN_A_ROW = round(1 / CONTROL_SHARE) - 1


def control_is_due(latest: Sequence[Origin], trust: float = 1.0) -> bool:
    """Whether the next trial is the plain searcher's, after trials of these origins, the newest last.

    `trust` in whoever suggests next shortens how many suggestions may follow each other, down to one.
    """
    most = max(1, round(trust * MOST_IN_A_ROW))
    return len(latest) >= most and all(origin in SUGGESTED for origin in latest[-most:])
