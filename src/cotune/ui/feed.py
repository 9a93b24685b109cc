"""Follows a study's log in a thread of its own and tells listeners what the study looks like now."""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from cotune.errors import CotuneError, UserError
from cotune.model.event import (
    Event,
    HostStarted,
    RunEnded,
    RunFinishing,
    RunPaused,
    RunResumed,
    RunStarted,
    StudyCreated,
    TrialFinished,
    TrialStarted,
)
from cotune.model.fold import Fold
from cotune.model.mail import Letter, Reply
from cotune.model.profile import TableProfile
from cotune.model.reliance import Reliance
from cotune.model.sharing import SentCall
from cotune.model.so_far import SoFar
from cotune.model.speech import Speech
from cotune.ui.messages import HostState
from cotune.ui.place import Place, place_of
from cotune.ui.snapshot import Snapshot

POLL_S = 0.1
LOST_POLL_S = 2.0
"""A study that can't be read may be locked, or its disk away, for a while."""
HOST_CHECK_EVERY = 10
CLOCKED = (HostStarted, RunStarted, RunPaused, RunResumed, RunFinishing, RunEnded, TrialStarted, TrialFinished)
UNREADABLE = (CotuneError, OSError, sqlite3.Error)
log = logging.getLogger(__name__)

Listener = Callable[[Snapshot], None]


class StudyDoor(Protocol):
    """What the UI needs of a study."""

    @property
    def name(self) -> str: ...

    @property
    def path(self) -> Path: ...

    def events(self, after: int = 0) -> Sequence[Event]: ...

    @property
    def profile(self) -> TableProfile: ...

    def keeps_models_of(self, trial: int) -> bool: ...

    def reliance(self, stopped: threading.Event) -> Reliance: ...

    def speech(self) -> Speech | None: ...

    def sent(self) -> tuple[SentCall, ...]: ...

    def post(self, letter: Letter, id: str | None = None) -> Reply: ...

    def post_nowait(self, letter: Letter, id: str | None = None) -> str: ...

    def ensure_host(self) -> bool: ...

    def host_alive(self) -> bool: ...

    def exists(self) -> bool: ...


class Feed:
    """One reader for all widgets of a study in this kernel; runs while anybody listens."""

    def __init__(self, study: StudyDoor) -> None:
        self.study = study
        self._fold = Fold()
        self.place = Place()
        self._created: StudyCreated | None = None
        self._as_of_ms = 0
        self._host: HostState = "alive"
        self._polls = 0
        self._snapshot: Snapshot | None = None
        self._speech: Speech | None = None
        self._so_far = SoFar()
        self._listeners: dict[Hashable, Listener] = {}
        self._lock = threading.RLock()
        self._enough = threading.Event()
        self._thread: threading.Thread | None = None

    def subscribe(self, key: Hashable, listener: Listener) -> None:
        """Call `listener` from the feed's thread with each snapshot that is new to the feed."""
        with self._lock:
            self._listeners[key] = listener
            if self._thread is None or not self._thread.is_alive():
                self._enough = threading.Event()
                name = f"cotune-feed-{self.study.name}"
                self._thread = threading.Thread(target=self._follow, args=(self._enough,), name=name, daemon=True)
                self._thread.start()

    def unsubscribe(self, key: Hashable) -> None:
        """Stop telling this listener; without listeners the thread ends."""
        with self._lock:
            self._listeners.pop(key, None)
            if not self._listeners:
                self._enough.set()
                self._thread = None

    def poll(self) -> Snapshot:
        """Read what is new and return the present snapshot; the same object when nothing changed.

        A study that can't be read any more is shown as it was last, as lost.
        """
        try:
            return self._read()
        except UNREADABLE:
            if self._snapshot is None:
                raise
            if not self.is_lost:
                log.exception("the study %s can't be read any more; its views stand still", self.study.name)
                self._snapshot = replace(self._snapshot, head=self._snapshot.head.model_copy(update={"host": "lost"}))
            return self._snapshot

    @property
    def is_lost(self) -> bool:
        """Whether the study can't be read any more."""
        return self._snapshot is not None and self._snapshot.head.host == "lost"

    def _read(self) -> Snapshot:
        with self._lock:
            for event in self.study.events(after=self._fold.view().seq):
                self._take(event)
            host = self._look_at_host()
            view = self._fold.view()
            speech = self.study.speech() if view.agent.busy and host == "alive" else None
            known = self._snapshot
            if known is None or known.seq != view.seq or known.head.host != host or speech != self._speech:
                known = self._snapshot = Snapshot.of(
                    view, self._created, self._as_of_ms, host, speech, self.place, so_far=self._so_far
                )
                self._speech = speech
            return known

    def _take(self, event: Event) -> None:
        self._fold.apply(event)
        if isinstance(event.body, StudyCreated):
            self._created = event.body
            self.place = place_of(self.study.path, event.at)
        if isinstance(event.body, CLOCKED):
            self._as_of_ms = int(event.at.timestamp() * 1000)

    def _look_at_host(self) -> HostState:
        if self._polls % HOST_CHECK_EVERY == 0:
            if not self.study.exists():
                raise UserError("the study was deleted", where=str(self.study.path))
            self._host = "alive" if self.study.host_alive() else "asleep"
        self._polls += 1
        return self._host

    def _follow(self, enough: threading.Event) -> None:
        told: Snapshot | None = None
        while not enough.is_set():
            snapshot = self.poll()
            if snapshot is not told:
                for listener in list(self._listeners.values()):
                    listener(snapshot)
            told = snapshot
            if self.is_lost and not self.study.exists():
                return
            enough.wait(LOST_POLL_S if self.is_lost else POLL_S)
