"""Which executor runs the trials of a study."""

from __future__ import annotations

from cotune.engine.executor import Executor
from cotune.engine.local import LocalExecutor
from cotune.engine.machine import usable_cores
from cotune.engine.shares import Shares
from cotune.store import StudySettings, home


def make_executor(settings: StudySettings) -> Executor:
    """A Dask cluster's workers where the study names one, else processes on this machine, which share its cores."""
    if settings.cluster is not None:
        from cotune.engine.dask import DaskExecutor

        return DaskExecutor(settings.cluster)
    workers = settings.workers or usable_cores()
    return LocalExecutor(workers, Shares(home() / ".cores", max(workers, usable_cores())))
