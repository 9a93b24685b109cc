from __future__ import annotations

from pathlib import Path

import pytest
from workbench import Workbench, finished, small_table

from cotune.engine.dask import DaskExecutor
from cotune.engine.executor import Task
from cotune.errors import UserError


def test_a_whole_run_on_a_cluster(cluster_address: str, tmp_path: Path) -> None:
    bench = Workbench(tmp_path / "s", small_table(), DaskExecutor(cluster_address))
    bench.start(seconds=600, families=("linear", "naive_bayes", "decision_tree"))
    bench.turn(finished(3))
    bench.engine.stop()
    view = bench.turn_to_end()
    bench.close()
    assert view.run.workers == 2
    assert view.model is not None
    assert view.model.members


def test_a_wrong_address_is_told() -> None:
    with pytest.raises(UserError, match="no Dask scheduler"):
        DaskExecutor("tcp://127.0.0.1:1")


def test_nobody_waits_for_the_result_of_a_client_that_was_closed(cluster_address: str) -> None:
    """Dask's one thread for callbacks would wait for ever, and hold up every other client of the process."""

    class Unreachable:
        asked = False

        def result(self, timeout: float | None = None) -> str:
            self.asked = True
            raise TimeoutError(f"nothing in {timeout} s")

    task = Task(id="echo", call="hostile:echo", args="7", timeout_s=60)
    executor = DaskExecutor(cluster_address)
    executor.submit(task)
    executor.close()
    done = Unreachable()
    executor._take(task, done)
    assert not done.asked
