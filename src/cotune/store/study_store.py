"""The study's database: the event log, the mailbox, the host's epoch and heartbeat."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple, Self

from pydantic import TypeAdapter, ValidationError

from cotune.errors import OwnershipLost, UserError
from cotune.model.base import utc_text
from cotune.model.event import Event, EventBody, StudyCreated
from cotune.model.mail import Foreign, Letter, Mail, Reply
from cotune.model.speech import Speech
from cotune.model.words import Door
from cotune.store.database import SPEECH_TABLE, check_protocol, connect, create_tables
from cotune.store.settings import StudySettings

_BODY: TypeAdapter[EventBody] = TypeAdapter(EventBody)
_LETTER: TypeAdapter[Letter] = TypeAdapter(Letter)


class Beat(NamedTuple):
    """A host's sign of life: `at` in seconds since 1970, and the active seconds that `run` had reached then."""

    epoch: int
    pid: int
    at: float
    run: int = 0
    active_s: float = 0.0

    @property
    def is_last(self) -> bool:
        """Whether the host signed off by it."""
        return self.at == 0


def _utc_now() -> datetime:
    return datetime.now(UTC)


def _mail(id_: str, door: Door, letter: str) -> Mail:
    """One that can't be read has to be answered as well: it must not stop those behind it."""
    try:
        return Mail(id=id_, door=door, letter=_LETTER.validate_json(letter))
    except ValidationError:
        return Mail(id=id_, door="python", letter=Foreign())


class StudyStore:
    """One connection to a study. Any number of processes may hold one; threads of a process may share one.

    Only the owner of the present epoch appends events; anyone posts mail and reads.
    """

    def __init__(self, file: Path, *, durable: bool = True, now: Callable[[], datetime] = _utc_now) -> None:
        if not file.is_file():
            raise UserError("there is no study here", where=str(file.parent), fix="cotune.list() shows all studies")
        self.file = file
        self._now = now
        self._lock = threading.RLock()
        self._db = connect(file, durable=durable)
        self._inode = file.stat().st_ino
        check_protocol(self._db, file)

    @classmethod
    def create(cls, file: Path, created: StudyCreated, settings: StudySettings) -> Self:
        """Make the database with its first event. The folder must exist, the file must not."""
        db = connect(file)
        file.chmod(0o600)
        create_tables(db, created.versions.get("cotune", "unknown"))
        db.close()
        store = cls(file)
        store.settings = settings
        store.append((created,), epoch=0)
        return store

    def close(self) -> None:
        with self._lock:
            self._db.close()

    def is_there(self) -> bool:
        """Whether the file is still the one that was opened: a deleted one can be read as long as it is open."""
        return self.file.is_file() and self.file.stat().st_ino == self._inode

    @property
    def settings(self) -> StudySettings:
        return StudySettings.model_validate_json(self._meta("settings"))

    @settings.setter
    def settings(self, settings: StudySettings) -> None:
        with self._transaction() as db:
            db.execute("INSERT OR REPLACE INTO meta VALUES ('settings', ?)", (settings.model_dump_json(),))

    def append(self, bodies: Sequence[EventBody], epoch: int, reply: Reply | None = None) -> list[Event]:
        """Write events, and the reply to the mail they come from, in one transaction.

        Raises:
            OwnershipLost: another host took a later epoch.
        """
        with self._transaction() as db:
            self._check_epoch(epoch)
            (last,) = db.execute("SELECT coalesce(max(seq), 0) FROM event").fetchone()
            at = self._now()
            events = [Event(seq=last + i, at=at, epoch=epoch, body=body) for i, body in enumerate(bodies, start=1)]
            rows = [(e.seq, utc_text(e.at), e.epoch, e.body.model_dump_json()) for e in events]
            db.executemany("INSERT INTO event VALUES (?, ?, ?, ?)", rows)
            if reply is not None:
                db.execute("UPDATE mail SET reply = ? WHERE id = ?", (reply.model_dump_json(), reply.mail))
        return events

    def events(self, after: int = 0) -> list[Event]:
        """All events with a `seq` above `after`, in order.

        Raises:
            UserError: one of them was written by a version of cotune that knows other events.
        """
        rows = self._rows("SELECT seq, at, epoch, body FROM event WHERE seq > ? ORDER BY seq", after)
        try:
            bodies = [_BODY.validate_json(row[3]) for row in rows]
        except ValidationError as error:
            raise UserError(
                "another version of cotune wrote to this study, and this one can't read it",
                where=str(self.file.parent),
                fix="restart this Python after an upgrade, or use the newer cotune",
            ) from error
        return [
            Event.model_construct(seq=seq, at=datetime.fromisoformat(at), epoch=epoch, body=body)
            for (seq, at, epoch, _), body in zip(rows, bodies, strict=True)
        ]

    def last_seq(self) -> int:
        return int(self._rows("SELECT coalesce(max(seq), 0) FROM event")[0][0])

    def post(self, mail: Mail) -> None:
        """Put a letter into the host's mailbox. Posting the same id again has no effect."""
        row = (mail.id, mail.door, mail.letter.model_dump_json(), utc_text(self._now()))
        with self._transaction() as db:
            db.execute("INSERT OR IGNORE INTO mail (id, door, letter, at) VALUES (?, ?, ?, ?)", row)

    def withdraw(self, id: str) -> None:
        """Take back a letter that nobody has answered."""
        with self._transaction() as db:
            db.execute("DELETE FROM mail WHERE id = ? AND reply IS NULL", (id,))

    def unread(self) -> list[Mail]:
        """Mail without a reply, in the order of arrival."""
        return [_mail(*row) for row in self._rows("SELECT id, door, letter FROM mail WHERE reply IS NULL ORDER BY n")]

    def reply(self, mail_id: str) -> Reply | None:
        """The host's answer to a mail; None while it is unread (or unknown)."""
        rows = self._rows("SELECT reply FROM mail WHERE id = ? AND reply IS NOT NULL", mail_id)
        return Reply.model_validate_json(rows[0][0]) if rows else None

    def epoch(self) -> int:
        return int(self._meta("epoch"))

    def take_epoch(self) -> int:
        """Become the owner: whoever held an earlier epoch can append no more."""
        with self._transaction() as db:
            epoch = self.epoch() + 1
            db.execute("UPDATE meta SET value = ? WHERE key = 'epoch'", (str(epoch),))
            db.execute(SPEECH_TABLE)
            db.execute("DELETE FROM speech")
        return epoch

    def beat(self, epoch: int, run: int = 0, active_s: float = 0.0) -> None:
        """Show that the host of `epoch` lives.

        Raises:
            OwnershipLost: another host took a later epoch.
        """
        with self._transaction() as db:
            self._check_epoch(epoch)
            row = (epoch, os.getpid(), time.time(), run, active_s)
            db.execute("INSERT OR REPLACE INTO beat VALUES (1, ?, ?, ?, ?, ?)", row)

    def last_beat(self) -> Beat | None:
        rows = self._rows("SELECT epoch, pid, at, run, active_s FROM beat")
        return Beat(*rows[0]) if rows else None

    def rest(self, epoch: int) -> None:
        """Sign off: the heartbeat of this epoch is turned back to the start of time, its figures stay."""
        with self._transaction() as db:
            db.execute("UPDATE beat SET at = 0 WHERE epoch = ?", (epoch,))

    def speak(self, speech: Speech | None) -> None:
        """Show what the agent is saying in place of what it said before; None when it is silent."""
        with self._transaction() as db:
            db.execute("DELETE FROM speech")
            if speech is not None:
                db.execute("INSERT INTO speech VALUES (1, ?)", (speech.model_dump_json(),))

    def speech(self) -> Speech | None:
        """What the agent is saying at this moment, as far as a host of today's version shows it."""
        if not self._rows("SELECT 1 FROM sqlite_master WHERE name = 'speech'"):
            return None
        rows = self._rows("SELECT body FROM speech")
        return Speech.model_validate_json(rows[0][0]) if rows else None

    def _check_epoch(self, epoch: int) -> None:
        held = self.epoch()
        if held != epoch:
            raise OwnershipLost(f"epoch {held} owns this study, not {epoch}")

    def _meta(self, key: str) -> str:
        return str(self._rows("SELECT value FROM meta WHERE key = ?", key)[0][0])

    def _rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        with self._lock, self._open():
            return self._db.execute(sql, values).fetchall()

    @contextmanager
    def _open(self) -> Iterator[None]:
        """A closed connection is the caller's mistake; all else that sqlite has to say is passed on."""
        try:
            yield
        except sqlite3.ProgrammingError:
            raise UserError(
                "this study is closed or was deleted", where=str(self.file.parent), fix="open it again by cotune.open"
            ) from None

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        """Commits at its end. A commit that fails leaves a transaction open, with its locks: it is ended here too."""
        with self._lock:
            with self._open():
                self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
                self._db.execute("COMMIT")
            except BaseException:
                # A full disk has ended it already.
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise
