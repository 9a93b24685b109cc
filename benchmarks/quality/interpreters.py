"""Each framework may live in an environment of its own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable, Mapping
from functools import lru_cache

from frameworks.registry import FRAMEWORKS

_HAS = "import sys; from importlib.util import find_spec; sys.exit(any(find_spec(n) is None for n in sys.argv[1:]))"
NEEDED = ("pandas", "pyarrow", "sklearn")


def chosen(pairs: Iterable[str]) -> dict[str, str]:
    """From "flaml=/venv/bin/python", by the name of a framework or of its file (autogluon is all its presets).

    Raises:
        ValueError: not of that form, or no such framework.
    """
    known = {*FRAMEWORKS, *(entry.module for entry in FRAMEWORKS.values())}
    found = dict(pair.split("=", 1) if "=" in pair else (pair, "") for pair in pairs)
    for name, python in found.items():
        if name not in known or not python:
            raise ValueError(f"--python takes NAME=INTERPRETER, with a NAME of {', '.join(sorted(known))}")
    return found


def interpreter(framework: str, pythons: Mapping[str, str]) -> str:
    return pythons.get(framework) or pythons.get(FRAMEWORKS[framework].module) or sys.executable


@lru_cache
def is_installed(framework: str, python: str) -> bool:
    """Whether this interpreter can import the framework, without doing so: that would take seconds."""
    command = [python, "-c", _HAS, FRAMEWORKS[framework].package, *NEEDED]
    try:
        return subprocess.run(command, check=False, capture_output=True).returncode == 0
    except OSError:
        return False
