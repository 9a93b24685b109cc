"""Whether a host is there: its signs of life may look old, and then another one comes."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from hosts import CREATED

from cotune.errors import HostUnavailable
from cotune.host import link
from cotune.host.link import HostLink
from cotune.model.mail import Mail, QuitHost
from cotune.store import StudyFolder, StudySettings, StudyStore


@pytest.fixture
def folder(tmp_path: Path) -> StudyFolder:
    made = StudyFolder(tmp_path / "s")
    made.prepare()
    return made


@pytest.fixture
def store(folder: StudyFolder) -> StudyStore:
    """A study whose host beat last an hour ago."""
    made = StudyStore.create(folder.database, CREATED, StudySettings())
    made.beat(made.take_epoch(), 1, 2.0)
    with closing(sqlite3.connect(folder.database)) as db, db:
        db.execute("UPDATE beat SET at = at - 3600")
    return made


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """The hosts that are started: none of them really is."""
    hosts: list[object] = []
    monkeypatch.setattr(link, "spawn_host", lambda *given: hosts.append(given))
    return hosts


def beat_meanwhile(store: StudyStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """The host beats again while the link looks for it the second time."""
    slept: Callable[[float], None] = link.time.sleep

    def beat(seconds: float) -> None:
        store.beat(1, 1, 2.0)
        slept(seconds)

    monkeypatch.setattr(link.time, "sleep", beat)


def test_a_host_that_beats_again_after_a_suspend_is_not_replaced(
    folder: StudyFolder, store: StudyStore, started: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    of_study = HostLink(folder, store, lambda: None)
    assert not of_study.alive()
    beat_meanwhile(store, monkeypatch)
    assert not of_study.is_gone()
    assert not of_study.ensure()
    assert started == []


def test_a_host_from_which_no_beat_comes_is_replaced(
    folder: StudyFolder, store: StudyStore, started: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(link, "_NEXT_BEAT_S", 0.05)
    of_study = HostLink(folder, store, lambda: None)
    assert of_study.is_gone()
    assert of_study.ensure()
    assert len(started) == 1


class Failed:
    """A host that ends soon, before it can answer."""

    pid = 4711

    def __init__(self) -> None:
        self._looks = 0

    def poll(self) -> int | None:
        self._looks += 1
        return 1 if self._looks > 1 else None


def test_why_no_host_can_start_is_said_in_one_line(
    folder: StudyFolder, store: StudyStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.rest(1)
    monkeypatch.setattr(link, "spawn_host", lambda *_: Failed())
    folder.host_log.write_text("starting\nERROR the host of a study failed: no worker (tcp://c:1) -> start one\n")
    with pytest.raises(HostUnavailable, match=r"it ended with: .*no worker \(tcp://c:1\) -> start one"):
        HostLink(folder, store, lambda: None).ask(Mail(id="m", door="python", letter=QuitHost()), timeout_s=30)


def test_for_a_host_that_signed_off_nobody_waits(
    folder: StudyFolder, store: StudyStore, started: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    store.rest(1)
    waited = threading.Event()
    monkeypatch.setattr(link.time, "sleep", lambda _: waited.set())
    assert HostLink(folder, store, lambda: None).ensure()
    assert len(started) == 1
    assert not waited.is_set()
