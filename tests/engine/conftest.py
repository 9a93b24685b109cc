from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cotune.engine.executor import Executor
from cotune.engine.local import LocalExecutor


@pytest.fixture(scope="session")
def cluster_address() -> Iterator[str]:
    """A Dask cluster on loopback with one worker process of two threads."""
    import dask
    import distributed

    here = str(Path(__file__).parent)
    settings = {"distributed.worker.daemon": False, "distributed.scheduler.allowed-failures": 0}
    with (
        dask.config.set(settings),
        distributed.LocalCluster(
            n_workers=1, threads_per_worker=2, host="127.0.0.1", dashboard_address=None, env={"PYTHONPATH": here}
        ) as cluster,
    ):
        yield cluster.scheduler_address


@pytest.fixture(params=["local", "dask"])
def executor(request: pytest.FixtureRequest) -> Iterator[Executor]:
    """Each executor, fresh."""
    if request.param == "local":
        made: Executor = LocalExecutor(slots=2)
    else:
        from cotune.engine.dask import DaskExecutor

        made = DaskExecutor(request.getfixturevalue("cluster_address"))
    yield made
    made.close()
