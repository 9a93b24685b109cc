"""The run's table in a worker: loaded once and memory-mapped, then kept for all its trials."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from cotune.data.run_table import RunTable
from cotune.data.stamp import Stamp
from cotune.engine.arguments import RunPlace
from cotune.store.folder import StudyFolder


def run_table(place: RunPlace) -> RunTable:
    """The table of a run, in the form that pipelines take."""
    folder = StudyFolder(Path(place.folder)).run(place.run)
    return _load(folder, RunTable.stamp(folder))


@lru_cache(maxsize=2)
def _load(folder: Path, _: Stamp) -> RunTable:
    return RunTable.load(folder, mmap=True)
