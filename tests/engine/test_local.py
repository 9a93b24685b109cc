"""What is special about workers on this machine."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from test_executor import outcomes, task

from cotune.engine.local import LocalExecutor
from cotune.engine.start_method import start_method

HERE = Path(__file__).parent


@pytest.fixture
def executor() -> Iterator[LocalExecutor]:
    made = LocalExecutor(slots=2)
    yield made
    made.close()


def test_a_workers_death_while_it_is_idle_costs_nothing(executor: LocalExecutor) -> None:
    executor.warm()
    executor.submit(task("echo", "1"))
    outcomes(executor)
    for pid in executor.pids():
        os.kill(pid, 9)
    executor.submit(task("echo", "2"))
    assert outcomes(executor)[0].payload == "2"


def test_workers_have_one_thread_and_no_gpu(executor: LocalExecutor) -> None:
    executor.submit(task("environment"))
    payload = outcomes(executor)[0].payload or ""
    assert "OMP_NUM_THREADS=1\n" in payload + "\n"
    assert "CUDA_VISIBLE_DEVICES=\n" in payload + "\n"


def test_no_key_reaches_a_worker(executor: LocalExecutor, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a GPU worker: it is spawned with today's environment, where a forkserver has that of its start."""
    monkeypatch.setenv("OPENAI_API_KEY", "sk-canary")
    executor.submit(task("environment").having(device="cuda"))
    payload = outcomes(executor)[0].payload or ""
    assert "OMP_NUM_THREADS=1\n" in payload + "\n"
    assert "canary" not in payload


@pytest.mark.skipif(sys.platform != "linux", reason="/proc is Linux's")
@pytest.mark.parametrize("folder", ["short", "too long for the socket of a forkserver" + "-" * 60])
def test_no_worker_is_started_with_a_key(folder: str) -> None:
    with tempfile.TemporaryDirectory(prefix="c") as short:
        (temporary := Path(short) / folder).mkdir()
        secrets = {"OPENAI_API_KEY": "sk-canary", "OPENAI_BASE_URL": "http://me:canary@models.invalid/v1"}
        with subprocess.Popen(
            [sys.executable, str(HERE / "owner_of_workers.py"), str(HERE)],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "TMPDIR": str(temporary), **secrets},
        ) as owner:
            assert owner.stdout is not None
            pids = owner.stdout.readline().split()
            started_with = [Path(f"/proc/{pid}/environ").read_bytes() for pid in pids]
            owner.kill()
    assert len(started_with) == 2
    assert all(b"OMP_NUM_THREADS=1" in of_one and b"canary" not in of_one for of_one in started_with)


def test_close_leaves_no_process(executor: LocalExecutor) -> None:
    executor.submit(task("deaf"))
    executor.submit(task("deaf", id="u"))
    while len(executor.pids()) < 2:
        executor.poll()
        time.sleep(0.01)
    pids = executor.pids()
    executor.close()
    deadline = time.monotonic() + 10
    while any(psutil.pid_exists(p) for p in pids):
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_worker_needs_nothing_that_windows_lacks() -> None:
    code = "import psutil, sys; sys.modules['resource'] = None; import cotune.engine.worker_loop"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_on_macos_workers_are_spawned(monkeypatch: pytest.MonkeyPatch) -> None:
    assert start_method() == "forkserver"
    monkeypatch.setattr(sys, "platform", "darwin")
    assert start_method() == "spawn"


@pytest.mark.parametrize(("many", "status"), [(True, "memout"), (False, "ok")])
def test_of_the_free_memory_one_of_many_has_a_share_and_what_runs_alone_all(
    many: bool, status: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cotune.engine.local.free_memory_mb", lambda: 1_000.0)
    of_many_cores = LocalExecutor(slots=64)
    of_many_cores.submit(task("hog", "60").having(many=many))
    (found,) = outcomes(of_many_cores)
    of_many_cores.close()
    assert found.status == status


def test_a_worker_that_keeps_its_memory_is_replaced(executor: LocalExecutor) -> None:
    executor.submit(task("echo"))
    outcomes(executor)
    before = set(executor.pids())
    executor.submit(task("hoard", "700", memory_mb=4_000))
    assert outcomes(executor)[0].status == "ok"
    executor.submit(task("echo"))
    outcomes(executor)
    assert len(before & set(executor.pids())) < len(before)


def test_a_task_that_is_kept_from_its_core_gets_more_time_and_one_that_had_it_does_not(executor: LocalExecutor) -> None:
    executor.submit(task("sleep", "1.2").having(timeout_s=0.8, grace=20.0))
    assert outcomes(executor)[0].status == "ok"
    executor.submit(task("sleep", "60").having(timeout_s=0.2, grace=2.0))
    assert outcomes(executor)[0].status == "timeout"
    executor.submit(task("deaf").having(timeout_s=0.2, grace=10_000.0))
    assert outcomes(executor)[0].status == "timeout"


def test_one_process_has_the_gpu(executor: LocalExecutor) -> None:
    for name in ("a", "b", "c"):
        executor.submit(task("sleep", "0.1", id=name).having(device="cuda"))
    assert {o.status for o in outcomes(executor, 3)} == {"ok"}
    assert len(executor.pids()) == 1
