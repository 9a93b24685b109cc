"""A host that stands by has its imports done when its study is there, and leaves when none comes."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pandas as pd
import psutil
import pytest

import cotune
from cotune.host import spawn
from cotune.store import StudyFolder

SCRIPT = """
import sys
from pathlib import Path
from cotune.host import spawn
from cotune.store import StudyFolder
folder = StudyFolder(Path(sys.argv[1]))
spawn.stand_by(folder)
print(spawn._standing_by[folder.path].pid)
"""


@pytest.fixture
def folder(tmp_path: Path) -> StudyFolder:
    return StudyFolder(tmp_path / "early")


@pytest.fixture
def waiting(folder: StudyFolder) -> Iterator[subprocess.Popen[bytes]]:
    spawn.stand_by(folder)
    yield spawn._standing_by[folder.path]
    spawn.stand_down()


def test_the_next_study_is_served_by_the_one_that_stands_by(waiting: subprocess.Popen[bytes], tmp_path: Path) -> None:
    table = pd.DataFrame({"x": range(60), "y": [0, 1] * 30})
    study = cotune.create(table, name="early", directory=tmp_path)
    try:
        assert study.propose({"target": "y", "trials": 1, "workers": 1}).outcome in ("done", "card")
        assert waiting.poll() is None
        assert "serves" in (study.path / "host.log").read_text()
        assert str(study.path) in psutil.Process(waiting.pid).cmdline()
    finally:
        study.quit_host()
    assert waiting.wait(30) == 0


def test_another_study_gets_a_host_of_its_own(waiting: subprocess.Popen[bytes], tmp_path: Path) -> None:
    other = spawn.spawn_host(StudyFolder(tmp_path))
    assert other.pid != waiting.pid
    other.wait(30)


def test_it_leaves_when_its_parent_is_gone(folder: StudyFolder) -> None:
    pid = int(subprocess.check_output([sys.executable, "-c", SCRIPT, str(folder.path)]))
    with suppress(psutil.NoSuchProcess):
        psutil.Process(pid).wait(30)
    assert not psutil.pid_exists(pid)


def test_it_can_be_stood_down(waiting: subprocess.Popen[bytes]) -> None:
    spawn.stand_down()
    assert waiting.poll() is not None
    spawn.stand_down()
