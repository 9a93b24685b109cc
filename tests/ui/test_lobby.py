"""What the panel offers while no study is selected."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cotune.errors import UserError
from cotune.store.home import DATABASE_NAME
from cotune.ui.feed import Feed
from cotune.ui.lobby import NotebookReception


def made(home: Path, name: str, at_s: int) -> Path:
    file = home / name / DATABASE_NAME
    file.parent.mkdir()
    file.touch()
    os.utime(file, (at_s, at_s))
    return file


def test_a_file_that_sqlite_takes_away_meanwhile_is_no_trouble(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COTUNE_HOME", str(tmp_path))
    made(tmp_path, "old", 1000)
    file = made(tmp_path, "new", 2000)
    file.with_name(f"{DATABASE_NAME}-wal").symlink_to(tmp_path / "gone")
    offered = NotebookReception({}, Feed).lobby().studies
    assert [(s.name, s.changed_ms) for s in offered] == [("new", 2_000_000), ("old", 1_000_000)]


def test_a_table_that_cannot_be_used_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COTUNE_HOME", str(tmp_path))
    asked: list[dict[str, object]] = []

    def refuse(*_table: object, **named: object) -> None:
        asked.append(named)
        raise UserError("the table has no rows")

    monkeypatch.setattr("cotune.create", refuse)
    with pytest.raises(UserError, match="no rows"):
        NotebookReception({"df": object()}, Feed).create("df", "predict y")
    assert asked == [{"name": "df"}]
