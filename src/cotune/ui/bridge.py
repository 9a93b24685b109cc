"""Between one widget and the study it shows: snapshots out, requests in.

`receive` runs in whatever shell the click came by and only notes the request and acknowledges it; the work is done in
a thread of its own, because a widget's handlers share the kernel with the user's cells.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import Protocol

from pydantic import ValidationError

from cotune.errors import CotuneError
from cotune.ui.feed import Feed
from cotune.ui.letters import letter_for, outcome_of
from cotune.ui.messages import (
    REQUEST,
    CreateStudy,
    Hello,
    LeaveStudy,
    Lobby,
    Message,
    OpenStudy,
    Outcome,
    Receipt,
    Request,
    ShowTrial,
    StudyRequest,
    TrialDetail,
    WakeHost,
)
from cotune.ui.snapshot import Snapshot, parcel

log = logging.getLogger(__name__)

Send = Callable[[Message, bytes | None], None]


class Reception(Protocol):
    """Where the panel finds studies: the notebook's tables and the studies of this machine."""

    def lobby(self) -> Lobby: ...

    def open(self, name: str) -> Feed: ...

    def create(self, variable: str, goal: str) -> Feed: ...


class Bridge:
    """Keeps what its UI shows up to date and carries its requests out."""

    def __init__(self, send: Send, reception: Reception, on_select: Callable[[Feed | None], None]) -> None:
        self._send = send
        self._reception = reception
        self._on_select = on_select
        self._feed: Feed | None = None
        self._shown: Snapshot | None = None
        self._number = 0
        self._watched = False
        self._lock = threading.RLock()

    @property
    def feed(self) -> Feed | None:
        """Of the selected study."""
        return self._feed

    def select(self, feed: Feed | None) -> None:
        """Show another study, or the lobby."""
        with self._lock:
            if self._feed is not None:
                self._feed.unsubscribe(self)
            self._feed, self._shown = feed, None
        self._on_select(feed)
        if self._watched:
            self._begin()

    def close(self) -> None:
        with self._lock:
            if self._feed is not None:
                self._feed.unsubscribe(self)
            self._feed, self._watched = None, False

    def receive(self, content: object) -> None:
        """A message from the UI. One that is no request at all is logged and dropped: it can't be answered."""
        try:
            request = REQUEST.validate_python(content)
        except ValidationError as error:
            self._refuse_malformed(content, error)
            return
        if not isinstance(request, Hello):
            self._send(Receipt(id=request.id), None)
        threading.Thread(target=self._serve, args=(request,), name="cotune-request", daemon=True).start()

    def _refuse_malformed(self, content: object, error: ValidationError) -> None:
        log.warning("a message from the UI is not understood: %s", error)
        request_id = content.get("id") if isinstance(content, dict) else None
        if isinstance(request_id, str):
            problems = "; ".join(f"{'.'.join(map(str, e['loc'][-2:]))}: {e['msg']}" for e in error.errors()[:3])
            self._send(Receipt(id=request_id), None)
            self._send(Outcome(id=request_id, outcome="refused", message=problems), None)

    def _serve(self, request: Request) -> None:
        try:
            answer = self._carry_out(request)
        except CotuneError as error:
            answer = Outcome(id=request.id, outcome="failed", message=str(error))
        except Exception as error:
            log.exception("a request from the UI failed: %s", request.kind)
            answer = Outcome(id=request.id, outcome="failed", message=f"This is a bug in cotune: {error!r}")
        if answer is not None:
            self._send(answer, None)

    def _carry_out(self, request: Request) -> Outcome | None:
        match request:
            case Hello():
                self._begin()
                return None
            case OpenStudy():
                self.select(self._reception.open(request.name))
            case CreateStudy():
                self.select(self._reception.create(request.variable, request.goal))
            case LeaveStudy():
                self.select(None)
            case _:
                return self._ask_study(request)
        return Outcome(id=request.id, outcome="done")

    def _ask_study(self, request: StudyRequest) -> Outcome | None:
        feed = self._feed
        if feed is None:
            return Outcome(id=request.id, outcome="refused", message="No study is selected.")
        match request:
            case WakeHost():
                feed.study.ensure_host()
                return Outcome(id=request.id, outcome="done")
            case ShowTrial():
                trials = feed.poll().trials
                if request.trial >= len(trials):
                    return Outcome(id=request.id, outcome="refused", message=f"There is no trial {request.trial}.")
                self._send(TrialDetail(row=trials[request.trial]), None)
                return None
            case _:
                return outcome_of(request.id, feed.study.post(letter_for(request), id=request.id))

    def _begin(self) -> None:
        """Send everything, then what changes."""
        self._watched = True
        feed = self._feed
        if feed is None:
            self._send(self._reception.lobby(), None)
            return
        snapshot = feed.poll()
        with self._lock:
            self._shown = None
        self._show(snapshot)
        feed.subscribe(self, self._show)

    def _show(self, snapshot: Snapshot) -> None:
        with self._lock:
            if self._shown is not None and snapshot.seq < self._shown.seq:
                return
            news = parcel(self._shown, snapshot, self._number + 1, _now_ms())
            if news is None:
                return
            self._number += 1
            self._shown = snapshot
            self._send(news.update, news.buffer)


def _now_ms() -> int:
    return time.time_ns() // 1_000_000
