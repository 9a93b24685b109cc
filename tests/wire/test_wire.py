"""The seam between Python and TypeScript: generated types and recorded messages are those of today's code."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from record import TARGET, text

ROOT = Path(__file__).parents[2]


def test_the_recorded_messages_are_what_the_bridge_sends_today() -> None:
    assert TARGET.read_text() == text(), "run `python tests/wire/record.py`, then look at what changed"


@pytest.mark.skipif(shutil.which("node") is None, reason="needs node")
@pytest.mark.skipif(not (ROOT / "node_modules").is_dir(), reason="needs `jlpm install`")
def test_the_typescript_types_are_those_of_the_pydantic_types() -> None:
    check = subprocess.run(
        ["node", "jupyter_ext/ui/wire/generate.mjs", "--check"],
        cwd=ROOT,
        env=os.environ | {"PYTHON": sys.executable, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert check.returncode == 0, check.stderr
