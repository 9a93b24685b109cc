"""A process that is killed inside `fit` leaves nothing behind: no search that goes on, no temporary folder."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from leftover_hosts import end_hosts_below, hosts_below

PATIENCE_S = 60.0
SCRIPT = """
from sklearn.datasets import load_breast_cancer
from cotune.sklearn import CotuneClassifier
if __name__ == "__main__":
    CotuneClassifier(time_budget_s=600, workers=1).fit(*load_breast_cancer(return_X_y=True))
"""


@pytest.fixture
def temporary(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path
    end_hosts_below(tmp_path)


def until(happened: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_its_search_ends_and_its_folder_goes(temporary: Path) -> None:
    script = temporary / "script.py"
    script.write_text(SCRIPT)
    fitting = subprocess.Popen([sys.executable, str(script)], env={**os.environ, "TMPDIR": str(temporary)})
    until(lambda: list(temporary.glob("cotune-*/**/oof-*.npy")))
    (host,) = hosts_below(temporary)
    workers = host.children(recursive=True)

    fitting.kill()
    fitting.wait()

    until(lambda: not list(temporary.glob("cotune-*")))
    until(lambda: not any(p.is_running() and p.status() != psutil.STATUS_ZOMBIE for p in [host, *workers]))
