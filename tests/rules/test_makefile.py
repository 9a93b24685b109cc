"""The Makefile where it can't build: plain words, in a folder whose name has blanks too."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

MAKEFILE = Path(__file__).parents[2] / "Makefile"


def make(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """As from a shell: the tests themselves may have been started by make, which would speak of its levels."""
    shutil.copy(MAKEFILE, folder)
    env = {name: value for name, value in os.environ.items() if name not in ("MAKEFLAGS", "MAKELEVEL", "MFLAGS")}
    return subprocess.run(["make", *words], cwd=folder, env=env, capture_output=True, text=True, check=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "my clone").mkdir()
    return tmp_path / "my clone"


@pytest.mark.parametrize("python", ["false", "", "/no such/python"])
def test_a_python_that_does_not_fit_makes_no_environment(folder: Path, python: str) -> None:
    done = make(folder, ".venv/bin/python", f"PYTHON={python}")
    assert done.returncode != 0
    assert "cotune needs python 3.11, 3.12 or 3.13" in done.stderr
    assert not (folder / ".venv").exists()


def test_what_was_installed_for_a_python_that_is_gone_is_installed_anew(folder: Path) -> None:
    (folder / "pyproject.toml").touch()
    bin_ = folder / ".venv" / "bin"
    bin_.mkdir(parents=True)
    (bin_ / "python").symlink_to(folder / "gone")
    for stamp in (".installed", ".dev"):
        (folder / ".venv" / stamp).touch()
    planned = make(folder, "--dry-run", "demo", "PYTHON=true").stdout
    assert "-m venv --clear" in planned
    assert "pip install" in planned


def test_each_thing_that_can_be_made_is_listed(folder: Path) -> None:
    listed = [line.split()[0] for line in make(folder).stdout.splitlines()]
    assert listed == ["help", "demo", "test", "check", "setup", "wheel", "binder", "clean"]
