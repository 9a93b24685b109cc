from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cotune.model.sharing import SentCall
from cotune.store import SentLog


def call(number: int, size: int = 100) -> SentCall:
    body = f'"{number}{"x" * size}"'
    return SentCall(at=datetime(2026, 1, 1, tzinfo=UTC), turn=str(number), to="model", body=body)


def test_calls_come_back_as_they_were_and_only_their_owner_reads_them(tmp_path: Path) -> None:
    file = tmp_path / "sent.jsonl"
    log = SentLog(file)
    assert log.calls() == ()
    log.add(call(1))
    log.add(call(2))
    assert SentLog(file).calls() == (call(1), call(2))
    assert file.stat().st_mode & 0o077 == 0


def test_the_oldest_calls_go_when_there_are_too_many(tmp_path: Path) -> None:
    file = tmp_path / "sent.jsonl"
    log = SentLog(file, most_bytes=2_000)
    for number in range(30):
        log.add(call(number))
        assert file.stat().st_size <= 2_000
    kept = [int(c.turn) for c in log.calls()]
    assert kept == list(range(kept[0], 30))
    assert len(kept) > 3
    assert file.stat().st_mode & 0o077 == 0
    assert [p.name for p in tmp_path.iterdir()] == ["sent.jsonl"]


def test_a_call_that_is_too_long_is_cut_and_says_so(tmp_path: Path) -> None:
    file = tmp_path / "sent.jsonl"
    log = SentLog(file, most_bytes=2_000)
    log.add(call(1, size=5_000))
    log.add(call(2).having(body="\x00" * 5_000))
    assert [c.is_cut for c in log.calls()] == [True, True]
    assert file.stat().st_size <= 2_000


def test_a_line_that_was_not_finished_is_left_out(tmp_path: Path) -> None:
    file = tmp_path / "sent.jsonl"
    log = SentLog(file)
    log.add(call(1))
    file.write_bytes(file.read_bytes() + b'{"at": "20')
    assert log.calls() == (call(1),)


def test_a_call_after_a_line_that_was_not_finished_is_whole(tmp_path: Path) -> None:
    file = tmp_path / "sent.jsonl"
    log = SentLog(file, most_bytes=2_000)
    log.add(call(1))
    file.write_bytes(file.read_bytes() + b'{"at": "20')
    log.add(call(2))
    assert log.calls() == (call(1), call(2))
    for number in range(3, 30):
        file.write_bytes(file.read_bytes() + b'{"at": "20')
        log.add(call(number))
        assert log.calls()[-1] == call(number)
        assert file.stat().st_size <= 2_000


def test_a_call_is_on_disk_before_it_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "sent.jsonl"
    synced: list[int] = []
    monkeypatch.setattr("os.fsync", lambda fd: synced.append(os.fstat(fd).st_size))
    SentLog(file).add(call(1))
    assert synced == [file.stat().st_size]
