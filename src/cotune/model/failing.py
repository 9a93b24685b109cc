"""What the failed trials of a run have in common, where most of them failed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from cotune.model.trial import Failure, TrialRow
from cotune.model.words import TrialStatus

FAILED: tuple[TrialStatus, ...] = ("failed", "timeout", "memout")
MOST = 0.8


def failures_in_words(rows: Sequence[TrialRow]) -> str:
    """'11 of 12 trials failed, 9 of them by ValueError: ...'; empty where less than four of five failed."""
    ended = [row for row in rows if row.has_ended]
    failures = [_failure(row) for row in ended if row.status in FAILED]
    if not failures or len(failures) < MOST * len(ended):
        return ""
    if len(ended) == 1:
        return f"the only trial failed by {_told(failures)}"
    count = f"all {len(ended)}" if len(failures) == len(ended) else f"{len(failures)} of {len(ended)}"
    alike = _most_alike(failures)
    share = "each" if len(alike) == len(failures) else f"{len(alike)} of them"
    return f"{count} trials failed, {share} by {_told(alike)}"


def _failure(row: TrialRow) -> Failure:
    known = row.result.failure if row.result else None
    return known or Failure(type=row.status, message="it is not known why")


def _most_alike(failures: Sequence[Failure]) -> list[Failure]:
    """Those of the most frequent type."""
    ((kind, _),) = Counter(failure.type for failure in failures).most_common(1)
    return [failure for failure in failures if failure.type == kind]


def _told(alike: Sequence[Failure]) -> str:
    """The type with its most frequent message, on one line."""
    ((message, count),) = Counter(failure.message for failure in alike).most_common(1)
    example = "" if count == len(alike) else ", most often"
    return f"{alike[0].type}{example}: {' '.join(message.split())}"
