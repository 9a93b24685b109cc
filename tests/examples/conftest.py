import os
import sys
from pathlib import Path

import pytest


@pytest.fixture
def venv_on_path(monkeypatch):
    """`!cotune` in a notebook finds the command of this environment."""
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
