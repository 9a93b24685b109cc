"""Between one widget and the study it shows: snapshots out, requests in.

`receive` runs in whatever shell the click came by and only notes the request and acknowledges it, because a widget's
handlers share the kernel with the user's cells. One thread takes the requests in order and mails them; waiting for what
becomes of each is done in a thread of its own, so that Stop never queues behind a slow request.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
import time
from collections.abc import Callable
from functools import partial
from queue import SimpleQueue
from typing import Protocol

from pydantic import ValidationError

from cotune.errors import CotuneError, UserError
from cotune.model.misfit import misfit
from cotune.model.wording import told
from cotune.ui.feed import Feed
from cotune.ui.letters import Mailable, letter_for, outcome_of
from cotune.ui.messages import (
    REQUEST,
    ColumnWeights,
    CreateStudy,
    Hello,
    LeaveStudy,
    Lobby,
    Message,
    OpenStudy,
    Outcome,
    PanelRequest,
    Receipt,
    Request,
    SentCalls,
    ShowSent,
    ShowTable,
    ShowTrial,
    ShowWeights,
    StopWeights,
    StudyRequest,
    TrialDetail,
    WakeHost,
)
from cotune.ui.snapshot import Snapshot, parcel
from cotune.ui.table_columns import table_columns

log = logging.getLogger(__name__)

CALLS_AT_A_TIME = 10
Send = Callable[[Message, bytes | None], None]
Act = Callable[[Request, Feed | None], Outcome | None]


class Reception(Protocol):
    """Where the panel finds studies: the notebook's tables and the studies of this machine."""

    def lobby(self) -> Lobby: ...

    def open(self, name: str) -> Feed: ...

    def create(self, variable: str, goal: str) -> Feed: ...


class Bridge:
    """Keeps what its UI shows up to date and carries its requests out."""

    def __init__(self, send: Send, reception: Reception, describe: Callable[[Feed | None], None]) -> None:
        self._send = send
        self._reception = reception
        self._describe = describe
        self._feed: Feed | None = None
        self._shown: Snapshot | None = None
        self._number = 0
        self._watched = False
        self._requests: SimpleQueue[Request | None] = SimpleQueue()
        self._clerk: threading.Thread | None = None
        self._measuring: set[threading.Event] = set()
        self._lock = threading.RLock()

    @property
    def feed(self) -> Feed | None:
        """Of the selected study."""
        return self._feed

    def select(self, feed: Feed | None) -> None:
        """Show another study, or the lobby."""
        # It may have a long log to read: meanwhile the one before is on the screen, and clicks are for that.
        self._describe(feed)
        self._stop_measuring()
        with self._lock:
            if self._feed is not None:
                self._feed.unsubscribe(self)
            self._feed, self._shown = feed, None
        if self._watched:
            self._begin()

    def close(self) -> None:
        self._stop_measuring()
        with self._lock:
            if self._feed is not None:
                self._feed.unsubscribe(self)
            self._feed, self._watched = None, False
            self._requests.put(None)

    def receive(self, content: object) -> None:
        """A message from the UI. One that is no request at all is logged and dropped: it can't be answered."""
        try:
            request = REQUEST.validate_python(content)
        except ValidationError as error:
            self._refuse_malformed(content, error)
            return
        if not isinstance(request, Hello):
            self._send(Receipt(id=request.id), None)
        with self._lock:
            self._requests.put(request)
            if self._clerk is None:
                self._clerk = threading.Thread(target=self._take_requests, name="cotune-requests", daemon=True)
                self._clerk.start()

    def _refuse_malformed(self, content: object, error: ValidationError) -> None:
        log.warning("a message from the UI is not understood: %s", error)
        request_id = content.get("id") if isinstance(content, dict) else None
        if isinstance(request_id, str):
            self._send(Receipt(id=request_id), None)
            self._send(Outcome(id=request_id, outcome="refused", message=told(misfit(error))), None)

    def _take_requests(self) -> None:
        while (request := self._requests.get()) is not None:
            # Whatever is selected meanwhile, a click is for the study at which it was made.
            feed = self._feed
            posted = self._answered(self._post, request, feed)
            if posted is None:
                threading.Thread(target=self._serve, args=(request, feed), name="cotune-request", daemon=True).start()
            else:
                self._send(posted, None)

    def _post(self, request: Request, feed: Feed | None) -> Outcome | None:
        """Put a request that is a letter into the mail, in the order of the clicks; one for another study isn't."""
        if feed is not None and _is_of_another(request, feed):
            return _turned_away(request)
        if feed is not None and feed.is_lost and not isinstance(request, PanelRequest | Hello):
            raise UserError("this study was deleted or can't be read any more", fix="choose another one")
        if feed is not None and isinstance(request, Mailable):
            feed.study.post_nowait(letter_for(request), id=request.id)
        return None

    def _serve(self, request: Request, feed: Feed | None) -> None:
        answer = self._answered(self._carry_out, request, feed)
        if answer is not None:
            self._send(answer, None)

    def _answered(self, act: Act, request: Request, feed: Feed | None) -> Outcome | None:
        """What `act` answers; an error becomes an outcome, so that no click ends in silence."""
        try:
            return act(request, feed)
        except CotuneError as error:
            return Outcome(id=request.id, outcome="failed", message=told(error))
        except sqlite3.Error as error:
            return Outcome(id=request.id, outcome="failed", message=f"The study can't be read or written: {error}.")
        except Exception as error:
            log.exception("a request from the UI failed: %s", request.kind)
            return Outcome(id=request.id, outcome="failed", message=f"This is a bug in cotune: {error!r}")

    def _carry_out(self, request: Request, feed: Feed | None) -> Outcome | None:
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
                return self._ask_study(request, feed)
        return Outcome(id=request.id, outcome="done")

    def _ask_study(self, request: StudyRequest, feed: Feed | None) -> Outcome | None:
        if feed is None:
            return Outcome(id=request.id, outcome="refused", message="No study is selected.")
        match request:
            case WakeHost():
                feed.study.ensure_host()
                return Outcome(id=request.id, outcome="done")
            case ShowTrial():
                detail = _detail(request.trial, feed)
                if detail is None:
                    return Outcome(id=request.id, outcome="refused", message=f"There is no trial {request.trial}.")
                self._send(detail, None)
                return None
            case ShowTable():
                self._send(table_columns(feed.place.id, feed.study.profile), None)
                return None
            case ShowWeights():
                return self._measure(request, feed)
            case StopWeights():
                self._stop_measuring()
                return Outcome(id=request.id, outcome="done")
            case ShowSent():
                self._send(_sent_before(request.newer, feed), None)
                return None
            case _:
                # The letter is in the mail already; posting the same id again only waits for its reply.
                return outcome_of(request.id, feed.study.post(letter_for(request), id=request.id))

    def _measure(self, request: ShowWeights, feed: Feed) -> Outcome | None:
        stopped = threading.Event()
        self._measuring.add(stopped)
        try:
            found = feed.study.reliance(stopped)
        except UserError:
            if stopped.is_set():
                return Outcome(id=request.id, outcome="ignored")
            raise
        finally:
            self._measuring.remove(stopped)
        self._send(ColumnWeights(study=feed.place.id, model=found.model, weights=found.weights), None)
        return None

    def _stop_measuring(self) -> None:
        for stopped in tuple(self._measuring):
            stopped.set()

    def _begin(self) -> None:
        """Send everything, then what changes."""
        self._watched = True
        feed = self._feed
        if feed is None:
            self._show_lobby(self._reception.lobby())
            return
        # One that can't be read raises here, before anybody listens to it.
        feed.poll()
        with self._lock:
            if feed is not self._feed:
                return
            self._shown = None
            feed.subscribe(self, partial(self._show, feed))
        self._show(feed, feed.poll())

    def _show_lobby(self, lobby: Lobby) -> None:
        """Unless a study was selected while the studies of this machine were listed."""
        with self._lock:
            if self._feed is None:
                self._send(lobby, None)

    def _show(self, feed: Feed, snapshot: Snapshot) -> None:
        """Send what is new of the selected study; another one's news may come late."""
        with self._lock:
            if feed is not self._feed or (self._shown is not None and snapshot.seq < self._shown.seq):
                return
            news = parcel(self._shown, snapshot, self._number + 1, _now_ms())
            if news is None:
                return
            self._number += 1
            self._shown = snapshot
            self._send(news.update, news.buffer)
            self._describe(feed)


def _is_of_another(request: Request, feed: Feed) -> bool:
    """Whether the click was made while another study than that of `feed` was on the screen."""
    if isinstance(request, Hello | OpenStudy | CreateStudy):
        return False
    return request.study is not None and request.study != feed.place.id


def _turned_away(request: Request) -> Outcome:
    """In words for a click; what a view asked for by itself it doesn't need any more."""
    if isinstance(request, ShowTrial | ShowTable | ShowWeights | ShowSent):
        return Outcome(id=request.id, outcome="ignored")
    return Outcome(id=request.id, outcome="refused", message="The panel shows another study now; click again.")


def _detail(trial: int, feed: Feed) -> TrialDetail | None:
    shown = feed.poll()
    if trial >= len(shown.trials):
        return None
    row = shown.trials[trial]
    is_good = row.status == "ok" and row.ask.run == shown.progress.run.run
    return TrialDetail(study=feed.place.id, row=row, can_be_model=is_good and feed.study.keeps_models_of(trial))


def _sent_before(newer: int, feed: Feed) -> SentCalls:
    calls = feed.study.sent()
    end = max(0, len(calls) - newer)
    shown = calls[max(0, end - CALLS_AT_A_TIME) : end]
    return SentCalls(study=feed.place.id, calls=shown, newer=len(calls) - end, total=len(calls))


def _now_ms() -> int:
    return time.time_ns() // 1_000_000
