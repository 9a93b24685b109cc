from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is a POSIX affair")
def test_workers_die_with_a_host_that_is_killed() -> None:
    here = Path(__file__).parent
    command = [sys.executable, str(here / "owner_of_workers.py"), str(here)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as owner:
        assert owner.stdout is not None
        pids = [int(p) for p in owner.stdout.readline().split()]
        assert len(pids) == 2
        owner.kill()
        owner.wait()
    deadline = time.monotonic() + 10
    while alive := [p for p in pids if psutil.pid_exists(p)]:
        assert time.monotonic() < deadline, f"workers {alive} outlived their host"
        time.sleep(0.05)
