"""All studies at a glance, whatever state one of them is in."""

from __future__ import annotations

from pathlib import Path

import pytest

import cotune
from cotune.model.event import StudyCreated
from cotune.store import StudyFolder, StudySettings, StudyStore


def made(home: Path, name: str) -> Path:
    folder = StudyFolder(home / name)
    folder.prepare()
    created = StudyCreated(
        name=name, data_hash="h", n_rows=9, n_columns=2, target="y", autonomy="ask_risky", planner="p", warnings=(),
        versions={},
    )  # fmt: skip
    StudyStore.create(folder.database, created, StudySettings()).close()
    return folder.database


@pytest.mark.parametrize("begins_at", [0, 4096], ids=["no database", "a damaged one"])
def test_a_study_that_can_not_be_read_hides_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, begins_at: int
) -> None:
    monkeypatch.setenv("COTUNE_HOME", str(tmp_path))
    made(tmp_path, "whole")
    file = made(tmp_path, "broken")
    content = file.read_bytes()
    file.write_bytes(content[:begins_at] + b"\xff" * (len(content) - begins_at))
    listed = cotune.list().set_index("name")
    assert listed.loc["whole", "phase"] == "none"
    assert listed.loc["broken", "phase"].startswith("unreadable: ")
