"""The host's sign of life, from a thread of its own: it shows that the process lives, whatever the loop is doing."""

from __future__ import annotations

import threading
from pathlib import Path

from cotune.errors import OwnershipLost
from cotune.store import StudyStore

BEAT_EVERY_S = 0.5


class Heartbeat:
    """Beats until stopped. `lost` is set when another host took the study over."""

    def __init__(self, file: Path, epoch: int) -> None:
        self._store = StudyStore(file, durable=False)
        self.epoch = epoch
        self._stop = threading.Event()
        self.lost = threading.Event()
        self.active_s = 0.0
        self._thread = threading.Thread(target=self._run, name="heartbeat", daemon=True)

    def start(self) -> None:
        """Beat once before this returns, then go on in the background."""
        self._store.beat(self.epoch, self.active_s)
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
                self._store.beat(self.epoch, self.active_s)
            except OwnershipLost:
                self.lost.set()
                return
