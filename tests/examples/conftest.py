import os
import sys
from pathlib import Path

import pytest

from leftover_hosts import end_hosts_below


@pytest.fixture
def venv_on_path(monkeypatch):
    """`!cotune` in a notebook finds the command of this environment."""
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")


@pytest.fixture
def studies(monkeypatch, tmp_path):
    """A home of its own for the studies of a test, whose processes end with it."""
    monkeypatch.setenv("COTUNE_HOME", str(tmp_path / "studies"))
    yield tmp_path / "studies"
    end_hosts_below(tmp_path)
