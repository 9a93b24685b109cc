from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

HERE = Path(__file__).parent


def _wait_until(is_so: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + 30
    while not is_so():
        assert time.monotonic() < deadline, what
        time.sleep(0.05)


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is a POSIX affair")
def test_nothing_outlives_a_host_that_is_killed() -> None:
    with tempfile.TemporaryDirectory(prefix="c") as short:
        with subprocess.Popen(
            [sys.executable, str(HERE / "owner_of_workers.py"), str(HERE)],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "TMPDIR": short},
        ) as owner:
            assert owner.stdout is not None
            pids = [int(p) for p in owner.stdout.readline().split()]
            assert len(pids) == 2
            owner.kill()
            owner.wait()
        _wait_until(lambda: not any(psutil.pid_exists(p) for p in pids), "workers outlived their host")
        _wait_until(lambda: not list(Path(short).glob("pymp-*")), "the forkserver left the folder of its socket")


_ASKER = """
import sys, threading
sys.path.insert(0, sys.argv[1])
from cotune.engine.apart import run_apart
from cotune.engine.executor import Task
run_apart(Task(id="t", call="hostile:deaf", args="", timeout_s=60), threading.Event())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is a POSIX affair")
def test_a_task_apart_does_not_outlive_who_asked_for_it() -> None:
    with subprocess.Popen([sys.executable, "-c", _ASKER, str(HERE)]) as asker:
        known = psutil.Process(asker.pid)
        _wait_until(lambda: bool(known.children()), "no process was started")
        (apart,) = known.children()
        asker.kill()
    _wait_until(lambda: not apart.is_running() or apart.status() == psutil.STATUS_ZOMBIE, "it outlived its owner")
