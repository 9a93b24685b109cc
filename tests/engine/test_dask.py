from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from workbench import Workbench, finished, small_table

from cotune.engine.dask import DaskExecutor, _mine, mind
from cotune.engine.executor import Outcome, Task
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


def test_a_task_that_was_given_up_is_not_taken_for_the_next_one(monkeypatch: pytest.MonkeyPatch) -> None:
    class OutOfReach:
        def is_set(self) -> bool:
            raise OSError("no scheduler")

    def minded(task_id: str, call: str, args: str) -> Outcome:
        task = Task(id=task_id, call=f"hostile:{call}", args=args, timeout_s=60)
        return Outcome.model_validate_json(mind(task.model_dump_json(), task_id))

    monkeypatch.setattr("cotune.engine.dask._cancelled", lambda _name: OutOfReach())
    try:
        with pytest.raises(OSError, match="no scheduler"):
            minded("first", "sleep", "1")
        monkeypatch.setattr("cotune.engine.dask._cancelled", lambda _name: threading.Event())
        assert minded("second", "sleep", "2").id == "second"
    finally:
        _mine.executor.close()
        del _mine.executor


@contextmanager
def cluster(n_workers: int, port: int = 0) -> Iterator[Any]:
    import dask
    import distributed

    with (
        dask.config.set({"distributed.worker.daemon": False, "distributed.scheduler.allowed-failures": 0}),
        distributed.LocalCluster(
            n_workers=n_workers,
            threads_per_worker=2,
            host="127.0.0.1",
            scheduler_port=port,
            dashboard_address=None,
            env={"PYTHONPATH": str(Path(__file__).parent)},
        ) as made,
    ):
        yield made


def polled(executor: DaskExecutor, until: Callable[[list[Outcome]], bool], timeout_s: float = 60.0) -> list[Outcome]:
    found: list[Outcome] = []
    deadline = time.monotonic() + timeout_s
    while not until(found):
        assert time.monotonic() < deadline, f"{found} and {executor.slots} slots after {timeout_s} s"
        found += executor.poll()
        time.sleep(0.01)
    return found


def one_more(executor: DaskExecutor, call: str, args: str = "7") -> Outcome:
    executor.submit(Task(id=call, call=f"hostile:{call}", args=args, timeout_s=60))
    return polled(executor, bool)[0]


def test_a_lost_scheduler_costs_what_was_under_way_and_one_at_its_address_is_used_again() -> None:
    with cluster(1) as first:
        address = first.scheduler_address
        executor = DaskExecutor(address)
        executor.submit(Task(id="slow", call="hostile:sleep", args="60", timeout_s=100))
        assert executor.poll() == []
    (lost,) = polled(executor, bool)
    assert (lost.id, lost.is_lost) == ("slow", True)
    assert one_more(executor, "echo").is_lost
    with cluster(1, port=int(address.rpartition(":")[2])):
        polled(executor, lambda _: one_more(executor, "echo").payload == "7")
        executor.close()


def test_the_slots_are_those_of_the_workers_that_are_up_and_a_cluster_on_demand_starts_some() -> None:
    with cluster(0) as on_demand:
        on_demand.adapt(minimum=0, maximum=1)
        executor = DaskExecutor(on_demand.scheduler_address)
        assert executor.slots == 2
        on_demand.adapt(minimum=2, maximum=2)
        polled(executor, lambda _: executor.slots == 4)
        executor.close()


def test_a_cluster_without_a_worker_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cotune.engine.dask._FIRST_WORKER_TIMEOUT_S", 0.2)
    with cluster(0) as empty, pytest.raises(UserError, match="has no worker"):
        DaskExecutor(empty.scheduler_address)
