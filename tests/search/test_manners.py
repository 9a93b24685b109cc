"""Searching leaves the process alone: no import before it is needed, no logging set up, no file, no prompt, no line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

LIGHT = """
import sys
import cotune.search
heavy = {"smac", "ConfigSpace", "sklearn", "pandas"} & set(sys.modules)
assert not heavy, heavy
"""

SEARCH = """
import json, logging
from small_families import SHAPE, SPEC, registry, search
from cotune.search import make_searcher
before = (list(logging.root.handlers), logging.root.level, logging.root.manager.disable)
found = [search(make_searcher(kind, SPEC, SHAPE, 3, registry), 24) for kind in ("smac", "random")]
assert (list(logging.root.handlers), logging.root.level, logging.root.manager.disable) == before
print(json.dumps([[a.model_dump() for a in asks] for asks in found]))
"""


def test_the_room_is_imported_without_its_libraries(tmp_path):
    assert run(LIGHT, tmp_path) == ""


def test_a_search_is_quiet_and_does_not_depend_on_the_process(tmp_path):
    """Hashes of texts differ between processes."""
    first, second = (json.loads(run(SEARCH, tmp_path, hash_seed)) for hash_seed in ("1", "2"))
    assert first == second
    assert not list(tmp_path.iterdir())


def run(code: str, folder: Path, hash_seed: str = "0") -> str:
    """What the code prints, in a process of its own whose home and working directory are empty."""
    here = Path(__file__).parent
    path = os.pathsep.join([str(here), str(here.parent), os.environ.get("PYTHONPATH", "")])
    done = subprocess.run(
        [sys.executable, "-W", "error::RuntimeWarning", "-c", code],
        env={**os.environ, "PYTHONPATH": path, "PYTHONHASHSEED": hash_seed, "HOME": str(folder / "home")},
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout
