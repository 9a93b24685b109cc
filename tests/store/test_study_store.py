from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path
from typing import NoReturn

import pytest

from cotune.errors import OwnershipLost, UserError
from cotune.model.event import GoalStated, TurnEnded
from cotune.model.mail import Mail, Reply, Say
from cotune.store import StudyFolder, StudySettings, StudyStore
from cotune.store.database import check_protocol


def hello(mail: str = "m1") -> Mail:
    return Mail(id=mail, door="python", letter=Say(text="hello"))


def test_events_come_back_in_order_with_dense_seq(store: StudyStore) -> None:
    epoch = store.take_epoch()
    store.append([GoalStated(turn="t", text="a"), TurnEnded(turn="t", status="done")], epoch)
    events = StudyStore(store.file).events()
    assert [e.seq for e in events] == [1, 2, 3]
    assert [e.body.kind for e in events] == ["study_created", "goal_stated", "turn_ended"]
    assert [e.seq for e in store.events(after=2)] == [3]
    assert store.last_seq() == 3


def test_the_loser_of_an_epoch_appends_nothing(store: StudyStore) -> None:
    first = store.take_epoch()
    second = StudyStore(store.file).take_epoch()
    with pytest.raises(OwnershipLost):
        store.append([GoalStated(turn="t", text="a")], first)
    with pytest.raises(OwnershipLost):
        store.beat(first)
    assert store.last_seq() == 1
    store.append([GoalStated(turn="t", text="a")], second)
    assert store.last_seq() == 2


def test_the_same_mail_twice_is_one_mail(store: StudyStore) -> None:
    store.post(hello())
    StudyStore(store.file).post(hello())
    assert [m.id for m in store.unread()] == ["m1"]


def test_mail_is_read_in_order_until_it_has_a_reply(store: StudyStore) -> None:
    for i in range(3):
        store.post(hello(f"m{2 - i}"))
    assert [m.id for m in store.unread()] == ["m2", "m1", "m0"]
    assert store.reply("m2") is None
    store.append([], store.take_epoch(), Reply(mail="m2", outcome="done", message="ok"))
    assert [m.id for m in store.unread()] == ["m1", "m0"]
    answer = store.reply("m2")
    assert answer is not None
    assert answer.message == "ok"
    store.post(hello("m2"))
    assert [m.id for m in store.unread()] == ["m1", "m0"]


def test_a_host_that_signs_off_has_no_heartbeat(store: StudyStore) -> None:
    assert store.last_beat() is None
    epoch = store.take_epoch()
    store.beat(epoch, 3, 2.5)
    beat = store.last_beat()
    assert beat is not None
    assert (beat.epoch, beat.run, beat.active_s) == (epoch, 3, 2.5)
    store.rest(epoch)
    resting = store.last_beat()
    assert resting is not None
    assert (resting.at, resting.active_s) == (0.0, 2.5)


def test_settings_are_kept(store: StudyStore) -> None:
    store.settings = StudySettings(workers=3)
    assert StudyStore(store.file).settings == StudySettings(workers=3)


def test_a_missing_study_says_where(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no study here"):
        StudyStore(tmp_path / "study.sqlite")


@pytest.mark.parametrize("content", [b"not a database at all, but text", b""])
def test_a_file_that_is_no_study_is_a_clear_error(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "study.sqlite"
    file.write_bytes(content)
    with pytest.raises(UserError, match="no cotune study"):
        StudyStore(file)


def test_a_study_that_another_process_holds_is_said_to_be_busy(
    store: StudyStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cotune.store.database.PATIENCE_S", 0.05)
    store.close()
    with contextlib.closing(sqlite3.connect(store.file, isolation_level=None)) as holding:
        holding.execute("PRAGMA journal_mode = DELETE")
        holding.execute("BEGIN EXCLUSIVE")
        with pytest.raises(UserError, match="try again in a moment"):
            StudyStore(store.file)


def test_a_disk_that_fails_is_not_taken_for_a_file_that_is_no_study(store: StudyStore) -> None:
    class Failing(sqlite3.Connection):
        def execute(self, *_: object) -> NoReturn:
            error = sqlite3.OperationalError("disk I/O error")
            error.sqlite_errorcode = sqlite3.SQLITE_IOERR
            raise error

    with (
        contextlib.closing(sqlite3.connect(store.file, factory=Failing)) as db,
        pytest.raises(sqlite3.OperationalError, match="disk I/O error"),
    ):
        check_protocol(db, store.file)


def test_another_protocol_names_the_version_that_made_it(store: StudyStore) -> None:
    store.close()
    with sqlite3.connect(store.file) as db:
        db.execute("UPDATE meta SET value = '99' WHERE key = 'protocol'")
    with pytest.raises(UserError, match=r"protocol 99.*\n.*0\.1\.0"):
        StudyStore(store.file)


def test_nobody_else_can_look_into_a_study(store: StudyStore) -> None:
    folder = StudyFolder(store.file.parent)
    assert folder.path.stat().st_mode & 0o077 == 0
    assert folder.database.stat().st_mode & 0o077 == 0


def test_an_event_of_another_version_is_said_in_words(store: StudyStore) -> None:
    with sqlite3.connect(store.file) as db:
        db.execute("""INSERT INTO event VALUES (2, '2030-01-01T00:00:00+00:00', 1, '{"kind":"of_the_future"}')""")
    with pytest.raises(UserError, match="another version of cotune"):
        store.events()


def test_a_write_that_a_reader_held_up_can_be_tried_again(
    tmp_path: Path, store: StudyStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cotune.store.database.is_network", lambda _: True)
    store.close()
    writer = StudyStore(store.file)
    writer._db.execute("PRAGMA busy_timeout = 50")
    with contextlib.closing(sqlite3.connect(writer.file, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM event").fetchall()
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            writer.post(hello())
    writer.post(hello())
    assert [m.id for m in writer.unread()] == ["m1"]


def test_a_full_disk_is_called_by_its_name(store: StudyStore) -> None:
    (pages,) = store._db.execute("PRAGMA page_count").fetchone()
    store._db.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(sqlite3.OperationalError, match="full"):
        store.post(Mail(id="m1", door="python", letter=Say(text="hello " * 100_000)))
    store.post(hello())
