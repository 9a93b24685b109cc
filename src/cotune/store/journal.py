"""The host's way into the log: append first, then fold."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Literal

from cotune.model.event import Event, EventBody
from cotune.model.fold import Fold
from cotune.model.mail import Reply
from cotune.model.view import RunView
from cotune.store.study_store import StudyStore

_UNWRITTEN = datetime.fromtimestamp(0, UTC)


class Handling:
    """What one mail amounts to: its events, and the reply that is written with them."""

    def __init__(self, mail: str | None) -> None:
        self._mail = mail
        self.bodies: list[EventBody] = []
        self.reply: Reply | None = None

    def answer(
        self,
        outcome: Literal["done", "card", "refused", "ignored"],
        message: str = "",
        *,
        rule: str | None = None,
        card: str | None = None,
    ) -> None:
        """Set the reply; without a mail to answer this does nothing."""
        if self._mail is not None:
            self.reply = Reply(mail=self._mail, outcome=outcome, message=message, rule=rule, card=card)


class Journal:
    """Appends under one epoch and holds the view. Used by one thread, the host's main one."""

    def __init__(self, store: StudyStore, epoch: int) -> None:
        self._store = store
        self.epoch = epoch
        self._handling: Handling | None = None
        self._fold = Fold()
        self._seq = 0
        self._replay()

    @property
    def view(self) -> RunView:
        """The study after everything appended so far."""
        return self._fold.view()

    def append(self, *bodies: EventBody) -> None:
        """Write events, then fold them. Inside `handling` they are written when that ends.

        Raises:
            OwnershipLost: another host took over; nothing was written.
        """
        if self._handling is not None:
            self._handling.bodies.extend(bodies)
            for body in bodies:
                self._take(Event(seq=self._seq + 1, at=_UNWRITTEN, epoch=self.epoch, body=body))
        elif bodies:
            for event in self._store.append(bodies, self.epoch):
                self._take(event)

    @contextmanager
    def handling(self, mail: str | None = None) -> Iterator[Handling]:
        """Write all events of the block and the reply to `mail` in one transaction at its end.

        The view moves at once. When the block raises, nothing is written and the view is as it was.
        """
        if self._handling is not None:
            raise RuntimeError("a mail is being handled already")
        self._handling = held = Handling(mail)
        try:
            yield held
            if held.bodies or held.reply is not None:
                self._store.append(held.bodies, self.epoch, held.reply)
        except BaseException:
            self._replay()
            raise
        finally:
            self._handling = None

    def _take(self, event: Event) -> None:
        self._fold.apply(event)
        self._seq = event.seq

    def _replay(self) -> None:
        self._fold, self._seq = Fold(), 0
        for event in self._store.events():
            self._take(event)
