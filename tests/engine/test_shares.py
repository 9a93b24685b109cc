from __future__ import annotations

import errno
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock

from cotune.engine.executor import Outcome, Task
from cotune.engine.local import LocalExecutor
from cotune.engine.shares import Shares


def test_two_studies_never_hold_the_same_core(tmp_path: Path) -> None:
    one, other = Shares(tmp_path, cores=2), Shares(tmp_path, cores=2)
    assert one.take("a", "cpu")
    assert one.take("b", "cpu")
    assert not one.take("c", "cpu")
    one.give_back("a")
    assert other.take("x", "cpu")
    assert not one.take("c", "cpu")


def test_the_only_task_of_a_study_runs_even_on_a_crowded_machine(tmp_path: Path) -> None:
    one, other = Shares(tmp_path, cores=1), Shares(tmp_path, cores=1)
    assert one.take("a", "cpu")
    assert other.take("x", "cpu")
    assert not other.take("y", "cpu")


def test_a_gpu_is_never_shared(tmp_path: Path) -> None:
    one, other = Shares(tmp_path, cores=1, gpus=1), Shares(tmp_path, cores=1, gpus=1)
    assert one.take("a", "cuda")
    assert not other.take("x", "cuda")
    one.close()
    assert other.take("x", "cuda")


def test_cores_come_back_when_a_study_closes(tmp_path: Path) -> None:
    one = Shares(tmp_path, cores=1)
    assert one.take("a", "cpu")
    assert not one.take("b", "cpu")
    one.give_back("a")
    assert one.take("b", "cpu")


@pytest.mark.parametrize("error", [OSError(errno.ENOLCK, "No locks available"), NotImplementedError("no flock")])
def test_where_nothing_can_be_locked_tasks_run_unshared(
    error: Exception, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_self: FileLock) -> None:
        raise error

    monkeypatch.setattr(FileLock, "acquire", refuse)
    shares = Shares(tmp_path, cores=1)
    assert all(shares.take(name, device) for name, device in (("a", "cpu"), ("b", "cpu"), ("c", "cuda")))
    shares.close()


def test_a_home_that_cannot_be_written_shares_nothing(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file, and no folder")
    shares = Shares(tmp_path / "home" / ".cores", cores=1)
    assert shares.take("a", "cpu")
    assert shares.take("b", "cpu")


def test_a_task_waits_for_a_core_without_breeding_workers(tmp_path: Path) -> None:
    other = Shares(tmp_path, cores=2)
    assert other.take("x", "cpu")
    executor = LocalExecutor(slots=2, shares=Shares(tmp_path, cores=2))
    for name in ("a", "b"):
        executor.submit(Task(id=name, call="hostile:sleep", args="60", timeout_s=60))
    polled_until(lambda: len(executor.pids()) == 2, executor)
    polled_for(0.5, executor)
    assert len(executor.pids()) == 2
    executor.cancel("a")
    other.close()
    executor.submit(Task(id="c", call="hostile:echo", args="7", timeout_s=60))
    found = polled_until(lambda: False, executor, n=2)
    assert {(o.id, o.status) for o in found} == {("a", "cancelled"), ("c", "ok")}
    executor.close()


def polled_for(seconds: float, executor: LocalExecutor) -> None:
    end = time.monotonic() + seconds
    polled_until(lambda: time.monotonic() > end, executor)


def polled_until(until: Callable[[], bool], executor: LocalExecutor, n: int = 1_000) -> list[Outcome]:
    """Poll until something holds, or n outcomes are there."""
    found: list[Outcome] = []
    deadline = time.monotonic() + 60
    while not until() and len(found) < n:
        assert time.monotonic() < deadline
        found += executor.poll()
        time.sleep(0.005)
    return found
