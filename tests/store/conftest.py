from __future__ import annotations

from pathlib import Path

import pytest

from cotune.model.event import StudyCreated
from cotune.store import StudyFolder, StudySettings, StudyStore

CREATED = StudyCreated(
    name="s",
    data_hash="h",
    n_rows=3,
    n_columns=2,
    target="y",
    autonomy="ask_risky",
    planner="built-in planner (no LLM)",
    warnings=(),
    versions={"cotune": "0.1.0"},
)


@pytest.fixture
def store(tmp_path: Path) -> StudyStore:
    """A new study in tmp_path / "s"."""
    folder = StudyFolder(tmp_path / "s")
    folder.prepare()
    return StudyStore.create(folder.database, CREATED, StudySettings())
