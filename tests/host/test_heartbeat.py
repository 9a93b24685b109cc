"""The sign of life goes on as long as the process does."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from hosts import CREATED, until

from cotune.host.heartbeat import Heartbeat, Progress
from cotune.store import StudyFolder, StudySettings, StudyStore


@pytest.fixture
def store(tmp_path: Path) -> StudyStore:
    folder = StudyFolder(tmp_path / "s")
    folder.prepare()
    return StudyStore.create(folder.database, CREATED, StudySettings())


@pytest.fixture
def heart(store: StudyStore, monkeypatch: pytest.MonkeyPatch) -> Iterator[Heartbeat]:
    monkeypatch.setattr("cotune.host.heartbeat.BEAT_EVERY_S", 0.02)
    heart = Heartbeat(store.file, store.take_epoch(), Progress(1, 2.0))
    heart.start()
    yield heart
    heart.stop()


def test_a_beat_that_can_not_be_written_is_not_the_last(store: StudyStore, heart: Heartbeat) -> None:
    with contextlib.closing(sqlite3.connect(store.file)) as other:
        other.execute("ALTER TABLE beat RENAME TO gone")
        heart._stop.wait(0.1)
        other.execute("ALTER TABLE gone RENAME TO beat")
    before = store.last_beat()
    until(lambda: store.last_beat() != before, "no beat came", timeout_s=5)
    assert not heart.lost.is_set()


def test_a_study_that_another_host_took_is_lost(store: StudyStore, heart: Heartbeat) -> None:
    store.take_epoch()
    assert heart.lost.wait(5)
