"""The tables of study.sqlite, and how a connection to them is opened."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from cotune.errors import UserError
from cotune.store.filesystem import is_network

PROTOCOL = 2

_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE event (seq INTEGER PRIMARY KEY, at TEXT NOT NULL, epoch INTEGER NOT NULL, body TEXT NOT NULL);
CREATE TABLE mail (
    n INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    door TEXT NOT NULL,
    letter TEXT NOT NULL,
    at TEXT NOT NULL,
    reply TEXT
);
CREATE INDEX unread ON mail (n) WHERE reply IS NULL;
CREATE TABLE beat (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    epoch INTEGER NOT NULL,
    pid INTEGER NOT NULL,
    at REAL NOT NULL,
    run INTEGER NOT NULL,
    active_s REAL NOT NULL
);
"""

SPEECH_TABLE = "CREATE TABLE IF NOT EXISTS speech (one INTEGER PRIMARY KEY CHECK (one = 1), body TEXT NOT NULL)"
"""What the agent is saying now: no event, and gone when it has said it. Made by the first host."""


def connect(file: Path, *, durable: bool = True) -> sqlite3.Connection:
    """Open the database. A commit of a `durable` connection is on disk when it returns.

    On a network file system the write-ahead log is replaced by a rollback journal: slower, and for one machine.

    Raises:
        UserError: the file is no database.
    """
    db = sqlite3.connect(file, timeout=10.0, isolation_level=None, check_same_thread=False)
    try:
        db.execute("PRAGMA journal_mode = " + ("DELETE" if is_network(file.parent) else "WAL"))
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError:
        raise _no_study(file) from None
    db.execute("PRAGMA synchronous = " + ("FULL" if durable else "NORMAL"))
    return db


def _no_study(file: Path) -> UserError:
    return UserError("this file is no cotune study", where=str(file), fix="cotune.list() shows all studies")


def create_tables(db: sqlite3.Connection, version: str) -> None:
    db.executescript(_TABLES)
    rows = [("protocol", str(PROTOCOL)), ("version", version), ("epoch", "0")]
    db.executemany("INSERT INTO meta VALUES (?, ?)", rows)


def check_protocol(db: sqlite3.Connection, file: Path) -> None:
    """Refuse a study that another version of the protocol wrote.

    Raises:
        UserError: not a study, or one of another protocol.
    """
    try:
        meta = dict(db.execute("SELECT key, value FROM meta"))
    except sqlite3.OperationalError:
        raise _no_study(file) from None
    if meta.get("protocol") != str(PROTOCOL):
        raise UserError(
            f"this study speaks protocol {meta.get('protocol')}, this cotune speaks {PROTOCOL}",
            where=str(file.parent),
            fix=f"use the cotune version that made it ({meta.get('version')})",
        )
