"""The process that a study is for, and nobody else: a search inside `fit` is worth nothing to others."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable
from contextlib import suppress

from cotune.engine.worker_setup import wait_for_end_of
from cotune.store import StudyFolder


class Owner:
    """Its end is the end of the study: nobody could ask for the result, and nobody would stop the search.

    Most studies have none (`pid` is None) and outlive whoever made them.
    """

    def __init__(self, pid: int | None) -> None:
        self._pid = pid
        self._gone = threading.Event()

    def watch(self, leave: Callable[[], None]) -> None:
        """Call `leave` from another thread once the process is gone; returns at once."""
        if self._pid is not None:
            threading.Thread(target=self._watch, args=(self._pid, leave), name="owner-watch", daemon=True).start()

    def clear_up(self, folder: StudyFolder) -> None:
        """If it is gone, remove the study, and the temporary folder that was made for it."""
        if not self._gone.is_set():
            return
        os.chdir(folder.path.parent.parent)
        shutil.rmtree(folder.path, ignore_errors=True)
        with suppress(OSError):
            folder.path.parent.rmdir()

    def _watch(self, pid: int, leave: Callable[[], None]) -> None:
        wait_for_end_of(pid)
        self._gone.set()
        leave()
