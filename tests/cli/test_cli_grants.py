"""Standing permissions at the shell."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import shell_command

import cotune

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def study(csv: Path, tmp_path: Path) -> Iterator[cotune.Study]:
    made = cotune.create(csv, name="leave", directory=tmp_path)
    yield made
    made.quit_host()


def test_a_permission_needs_a_yes_is_listed_and_withdrawn(study: cotune.Study, tmp_path: Path) -> None:
    def run(*words: object) -> subprocess.CompletedProcess[str]:
        command, *rest = words
        return shell_command.cotune(command, study.path, *rest, home=tmp_path)

    asked = run("grant", "--seconds", 1200)
    assert (asked.returncode, "10 min -> 30 min" in asked.stderr) == (3, True)
    given = run("grant", "--seconds", 1200, "--yes")
    assert (given.returncode, "20 min of 20 min" in given.stdout) == (0, True)
    (grant,) = json.loads(run("grants", "--json").stdout)["grants"]
    assert (grant["id"], grant["used_seconds"]) == (study.grants[0].id, 0)
    assert run("revoke").returncode == 0
    assert "no permission is in force" in run("grants").stdout
    assert run("revoke").returncode == 2
