"""Searching leaves the process alone: no import before it is needed, no logging set up, no file, no prompt."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

LIGHT = """
import sys
import cotune.search
heavy = {"smac", "ConfigSpace", "sklearn", "pandas"} & set(sys.modules)
assert not heavy, heavy
"""

QUIET = """
import logging, sys
before = (list(logging.root.handlers), logging.root.level, logging.root.manager.disable)
from small_families import SHAPE, SPEC, registry, search
from cotune.search import make_searcher
search(make_searcher("smac", SPEC, SHAPE, 0, registry), 30)
assert (list(logging.root.handlers), logging.root.level, logging.root.manager.disable) == before
"""


@pytest.mark.parametrize("code", [LIGHT, QUIET])
def test_a_search_is_quiet(code, tmp_path):
    done = subprocess.run(
        [sys.executable, "-W", "error::RuntimeWarning", "-c", code],
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")]),
        },
        cwd=tmp_path,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert not list(tmp_path.iterdir())
