"""Runs the command as a shell would."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def cotune(*words: object, home: Path, timeout_s: float = 120) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "cotune.cli", *map(str, words)],
        env={**os.environ, "COTUNE_HOME": str(home)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=timeout_s,
        check=False,
    )
