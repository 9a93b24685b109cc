"""What every executor must do, whatever its workers meet."""

from __future__ import annotations

import time

import pytest

from cotune.engine.executor import Executor, Outcome, Task


def task(
    function: str, args: str = "{}", *, id: str = "t", timeout_s: float = 30.0, memory_mb: float | None = None
) -> Task:
    return Task(id=id, call=f"hostile:{function}", args=args, timeout_s=timeout_s, memory_mb=memory_mb)


def outcomes(executor: Executor, n: int = 1, timeout_s: float = 60.0) -> list[Outcome]:
    """The next n outcomes."""
    found: list[Outcome] = []
    deadline = time.monotonic() + timeout_s
    while len(found) < n:
        assert time.monotonic() < deadline, "no outcome in time"
        found += executor.poll()
        time.sleep(0.005)
    return found


def turn(executor: Executor, seconds: float) -> None:
    """Let it work for a while."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        assert executor.poll() == []
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


def test_cancel_frees_the_worker_at_once(executor: Executor) -> None:
    executor.submit(task("echo"))
    outcomes(executor)
    names = [f"deaf-{i}" for i in range(executor.slots)]
    for name in names:
        executor.submit(task("deaf", id=name, timeout_s=600))
    turn(executor, 0.5)
    for name in (*names, "unknown"):
        executor.cancel(name)
    executor.submit(task("echo", "7"))
    found = {(o.id, o.status) for o in outcomes(executor, len(names) + 1)}
    assert found == {("t", "ok"), *((name, "cancelled") for name in names)}


def test_what_waits_is_cancelled_too(executor: Executor) -> None:
    executor.submit(task("deaf", id="waiting"))
    executor.cancel("waiting")
    assert [(o.id, o.status) for o in outcomes(executor)] == [("waiting", "cancelled")]


def test_failures_hold_no_values_and_no_paths(executor: Executor) -> None:
    executor.submit(task("reveal"))
    failure = outcomes(executor)[0].failure
    assert failure is not None
    for secret in ("Miller", "/home", "salaries", "123456"):
        assert secret not in failure.message
