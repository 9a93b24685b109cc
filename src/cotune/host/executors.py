"""Which executor runs the trials of a study."""

from __future__ import annotations

from cotune.engine.executor import Executor
from cotune.engine.local import LocalExecutor
from cotune.engine.machine import usable_cores
from cotune.store import StudySettings


def make_executor(settings: StudySettings) -> Executor:
    """A Dask cluster's workers where the study names one, else processes on this machine."""
    if settings.cluster is not None:
        from cotune.engine.dask import DaskExecutor

        return DaskExecutor(settings.cluster)
    return LocalExecutor(settings.workers or usable_cores())
