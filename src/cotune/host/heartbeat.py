"""The host's sign of life, from a thread of its own: it shows that the process lives, whatever the loop is doing."""

from __future__ import annotations

import logging
import sqlite3
import threading
from pathlib import Path
from typing import NamedTuple

from cotune.errors import OwnershipLost
from cotune.store import StudyStore

BEAT_EVERY_S = 0.5
log = logging.getLogger(__name__)


class Progress(NamedTuple):
    """The active seconds that a run has reached."""

    run: int
    active_s: float


class Heartbeat:
    """Beats until stopped. `lost` is set when another host took the study over, or the study was deleted.

    `progress` is what every beat tells: a later host learns from it how much of a run's time was used.
    """

    def __init__(self, file: Path, epoch: int, progress: Progress) -> None:
        self._file = file
        self._store = StudyStore(file, durable=False)
        self.epoch = epoch
        self.progress = progress
        self.lost = threading.Event()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="heartbeat", daemon=True)

    def start(self) -> None:
        """Beat once before this returns, then go on in the background."""
        self._store.beat(self.epoch, *self.progress)
        self._thread.start()

    def stop(self) -> None:
        """Sign off, so that nobody waits for the next beat."""
        self._stop.set()
        self._thread.join()
        if not self.lost.is_set():
            self._store.rest(self.epoch)
        self._store.close()

    def _run(self) -> None:
        while not self._stop.wait(BEAT_EVERY_S):
            try:
                self._store.beat(self.epoch, *self.progress)
            except OwnershipLost:
                self.lost.set()
            except sqlite3.OperationalError:
                # The disk is full or the database is locked: that passes, and the process lives on.
                log.warning("a beat could not be written", exc_info=True)
            if not self._file.exists():
                self.lost.set()
            if self.lost.is_set():
                return
