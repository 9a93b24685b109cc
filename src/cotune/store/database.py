"""The tables of study.sqlite, and how a connection to them is opened."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from cotune.errors import UserError
from cotune.store.filesystem import is_network

PROTOCOL = 2
PATIENCE_S = 10.0
"""How long to wait for another process to let go of the database."""

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
        UserError: the file is no database, or another process holds it.
    """
    db = sqlite3.connect(file, timeout=PATIENCE_S, isolation_level=None, check_same_thread=False)
    try:
        db.execute("PRAGMA journal_mode = " + ("DELETE" if is_network(file.parent) else "WAL"))
    except sqlite3.DatabaseError as error:
        raise _in_words(error, file) from None
    db.execute("PRAGMA synchronous = " + ("FULL" if durable else "NORMAL"))
    return db


def _in_words(error: sqlite3.DatabaseError, file: Path) -> Exception:
    """What to tell a person; a disk that fails and a file that is damaged speak for themselves."""
    code = error.sqlite_errorcode & 0xFF
    if code == sqlite3.SQLITE_NOTADB or "no such table" in str(error):
        return UserError("this file is no cotune study", where=str(file), fix="cotune.list() shows all studies")
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return UserError("another process holds this study", where=str(file), fix="try again in a moment")
    return error


def create_tables(db: sqlite3.Connection, version: str) -> None:
    db.executescript(_TABLES)
    rows = [("protocol", str(PROTOCOL)), ("version", version), ("epoch", "0")]
    db.executemany("INSERT INTO meta VALUES (?, ?)", rows)


def check_protocol(db: sqlite3.Connection, file: Path) -> None:
    """Refuse a study that another version of the protocol wrote.

    Raises:
        UserError: not a study, one that another process holds, or one of another protocol.
    """
    try:
        meta = dict(db.execute("SELECT key, value FROM meta"))
    except sqlite3.DatabaseError as error:
        raise _in_words(error, file) from None
    if meta.get("protocol") != str(PROTOCOL):
        raise UserError(
            f"this study speaks protocol {meta.get('protocol')}, this cotune speaks {PROTOCOL}",
            where=str(file.parent),
            fix=f"use the cotune version that made it ({meta.get('version')})",
        )
