"""What was sent to language models, kept beside the event log: only its owner reads it, and the oldest calls go."""

from __future__ import annotations

import os
import threading
from pathlib import Path

from pydantic import ValidationError

from cotune.model.sharing import SentCall

MOST_BYTES = 8_000_000


class SentLog:
    """One JSON line for each call. Written by one process; may be read by any."""

    def __init__(self, file: Path, most_bytes: int = MOST_BYTES) -> None:
        self._file = file
        self._most_bytes = most_bytes
        self._lock = threading.Lock()

    def add(self, call: SentCall) -> None:
        """Keep a call, on disk when this returns; raises OSError when it can't be kept."""
        line = _line(call)
        if len(line) > self._most_bytes // 2:
            # At worst JSON takes six bytes for a character.
            line = _line(call.having(body=call.body[: self._most_bytes // 14], is_cut=True))
        with self._lock:
            if self._is_torn():
                line = b"\n" + line
            if self._size() + len(line) > self._most_bytes:
                self._drop_oldest()
            self._write(self._file, line, os.O_APPEND)

    def calls(self) -> tuple[SentCall, ...]:
        """Oldest first. A line that its writer did not finish is left out."""
        return tuple(call for line in self._lines() if (call := _read(line)) is not None)

    def _size(self) -> int:
        return self._file.stat().st_size if self._file.exists() else 0

    def _is_torn(self) -> bool:
        """Whether the last line was not finished: what follows it must not be joined to it."""
        if self._size() == 0:
            return False
        with self._file.open("rb") as opened:
            opened.seek(-1, os.SEEK_END)
            return opened.read() != b"\n"

    def _lines(self) -> list[bytes]:
        return self._file.read_bytes().splitlines(keepends=True) if self._file.exists() else []

    def _drop_oldest(self) -> None:
        kept: list[bytes] = []
        left = self._most_bytes // 2
        for line in reversed(self._lines()):
            left -= len(line)
            if left < 0:
                break
            kept.append(line)
        shorter = self._file.with_suffix(".new")
        self._write(shorter, b"".join(reversed(kept)), os.O_TRUNC)
        shorter.replace(self._file)

    @staticmethod
    def _write(file: Path, content: bytes, how: int) -> None:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | how, 0o600), "wb") as opened:
            opened.write(content)
            opened.flush()
            os.fsync(opened.fileno())


def _line(call: SentCall) -> bytes:
    return call.model_dump_json().encode() + b"\n"


def _read(line: bytes) -> SentCall | None:
    try:
        return SentCall.model_validate_json(line)
    except ValidationError:
        return None
