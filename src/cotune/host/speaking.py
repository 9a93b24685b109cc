"""Shows what the agent is saying while it says it, at most ten times a second, beside the log and not in it."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from pydantic_core import PydanticSerializationError

from cotune.errors import UserError
from cotune.model.speech import Speech
from cotune.store import StudyStore

SHOW_EVERY_S = 0.1


class Speaking:
    """Writes through a connection of its own that need not be durable: what it writes is of the moment."""

    def __init__(self, file: Path, clock: Callable[[], float] = time.monotonic) -> None:
        self._file = file
        self._clock = clock
        self._store: StudyStore | None = None
        self._shown: Speech | None = None
        self._shown_at_s = float("-inf")

    def show(self, speech: Speech | None) -> None:
        """Show this, or silence; words that come too soon after the last are shown by a later call."""
        if speech == self._shown:
            return
        now_s = self._clock()
        if speech is not None and now_s - self._shown_at_s < SHOW_EVERY_S:
            return
        self._shown_at_s = now_s
        # A full disk, a deleted study or words that can't be written must not end the host: the log tells, words pass.
        with suppress(sqlite3.OperationalError, UserError, PydanticSerializationError):
            self._write(speech)
            self._shown = speech

    def _write(self, speech: Speech | None) -> None:
        if self._store is None:
            self._store = StudyStore(self._file, durable=False)
        self._store.speak(speech)

    def close(self) -> None:
        if self._store is not None:
            self._store.close()
