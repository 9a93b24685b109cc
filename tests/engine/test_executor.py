"""What every executor must do, whatever its workers meet."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator

import psutil
import pytest

from cotune.engine.executor import Executor, Outcome, Task
from cotune.engine.local import LocalExecutor


@pytest.fixture
def executor() -> Iterator[LocalExecutor]:
    made = LocalExecutor(slots=2)
    yield made
    made.close()


def task(
    function: str, args: str = "{}", *, id: str = "t", timeout_s: float = 30.0, memory_mb: float | None = None
) -> Task:
    return Task(id=id, call=f"hostile:{function}", args=args, timeout_s=timeout_s, memory_mb=memory_mb)


def outcomes(executor: Executor, n: int = 1, timeout_s: float = 60.0) -> list[Outcome]:
    found: list[Outcome] = []
    wait(lambda: len(found) >= n, executor, found, timeout_s)
    return found


def wait(until: Callable[[], bool], executor: Executor, found: list[Outcome], timeout_s: float = 60.0) -> None:
    deadline = time.monotonic() + timeout_s
    while not until():
        assert time.monotonic() < deadline, "no outcome in time"
        found += executor.poll()
        time.sleep(0.005)


def test_answers_each_task_once(executor: Executor) -> None:
    for i in range(5):
        executor.submit(task("echo", str(i), id=f"t{i}"))
    found = outcomes(executor, 5)
    assert sorted((o.id, o.status, o.payload) for o in found) == [(f"t{i}", "ok", str(i)) for i in range(5)]


@pytest.mark.parametrize(
    ("function", "args", "limits", "status", "failure"),
    [
        ("sleep", "60", {"timeout_s": 0.3}, "timeout", None),
        ("deaf", "{}", {"timeout_s": 0.3}, "timeout", None),
        ("hog", "400", {"memory_mb": 80}, "memout", None),
        ("leap", "{}", {"memory_mb": 80}, "memout", "MemoryError"),
        ("crash", "{}", {}, "failed", "WorkerLost"),
        ("leave", "{}", {}, "failed", "WorkerLost"),
        ("reveal", "{}", {}, "failed", "ValueError"),
    ],
)
def test_bad_task_is_an_outcome_and_the_next_task_runs(
    executor: Executor, function: str, args: str, limits: dict[str, float], status: str, failure: str | None
) -> None:
    executor.submit(task(function, args, **limits))
    (found,) = outcomes(executor)
    assert (found.id, found.status) == ("t", status)
    assert failure is None or (found.failure is not None and found.failure.type == failure)
    executor.submit(task("echo", "7"))
    assert outcomes(executor)[0].payload == "7"


def test_cancel_kills_what_runs_and_drops_what_waits(executor: LocalExecutor) -> None:
    executor.submit(task("deaf", id="running"))
    wait(lambda: bool(executor.pids()), executor, [])
    executor.cancel("running")
    executor.cancel("unknown")
    executor.submit(task("deaf", id="waiting"))
    executor.cancel("waiting")
    assert {(o.id, o.status) for o in outcomes(executor, 2)} == {("running", "cancelled"), ("waiting", "cancelled")}


def test_a_workers_death_while_it_is_idle_costs_nothing(executor: LocalExecutor) -> None:
    executor.warm()
    executor.submit(task("echo", "1"))
    outcomes(executor)
    for pid in executor.pids():
        os.kill(pid, 9)
    executor.submit(task("echo", "2"))
    assert outcomes(executor)[0].payload == "2"


def test_failures_hold_no_values_and_no_paths(executor: Executor) -> None:
    executor.submit(task("reveal"))
    failure = outcomes(executor)[0].failure
    assert failure is not None
    for secret in ("Miller", "/home", "salaries", "123456"):
        assert secret not in failure.message


def test_workers_have_one_thread_no_gpu_and_no_keys(executor: Executor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-canary")
    executor.submit(task("environment"))
    payload = outcomes(executor)[0].payload or ""
    assert "OMP_NUM_THREADS=1\n" in payload + "\n"
    assert "CUDA_VISIBLE_DEVICES=\n" in payload + "\n"
    assert "canary" not in payload


def test_close_leaves_no_process(executor: LocalExecutor) -> None:
    executor.submit(task("deaf"))
    executor.submit(task("deaf", id="u"))
    wait(lambda: len(executor.pids()) == 2, executor, [])
    pids = executor.pids()
    executor.close()
    deadline = time.monotonic() + 10
    while any(psutil.pid_exists(p) for p in pids):
        assert time.monotonic() < deadline
        time.sleep(0.02)
