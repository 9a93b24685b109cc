"""The searcher in a thread of its own: one proposal is always made ahead, and nobody waits for it.

Commands reach the thread in the order in which they are given, so what a proposal knows depends on that order and never
on how fast the thread is: proposal n+1 is wanted when trial n starts, and so it knows the results up to n-1.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import assert_never

from cotune.errors import CotuneError
from cotune.model.base import Noun
from cotune.model.trial import TrialAsk, TrialResult
from cotune.model.view import ActiveSteer
from cotune.model.words import Family
from cotune.search.searcher import Proposed, Searcher, SpaceExhausted


@dataclass(frozen=True)
class Want:
    number: int


@dataclass(frozen=True)
class Tell:
    ask: TrialAsk
    result: TrialResult


@dataclass(frozen=True)
class Ban:
    families: tuple[Family, ...]


@dataclass(frozen=True)
class Steers:
    steers: tuple[ActiveSteer, ...]


@dataclass(frozen=True)
class Change:
    make: Callable[[], Searcher]


Command = Want | Tell | Ban | Steers


class Numbered(Noun):
    """A proposal with its number within the run."""

    number: int
    proposed: Proposed


class Asking:
    """Owns a searcher. Methods return at once; `take` gives the proposal that is ready, if one is.

    A searcher that raises is rebuilt once from the commands so far; when it raises again there, `failure` says so and
    no proposal comes any more.
    """

    def __init__(self, make: Callable[[], Searcher]) -> None:
        self._make = make
        self._commands: queue.SimpleQueue[Command | Change | None] = queue.SimpleQueue()
        self._learned: list[Command] = []
        self._wanted: int | None = None
        self._ready: Numbered | None = None
        self._banned: tuple[Family, ...] = ()
        self.exhausted = False
        self.failure: Exception | None = None
        threading.Thread(target=self._serve, name="asking", daemon=True).start()

    def want(self, number: int) -> None:
        """Make the proposal of this number next."""
        self._wanted, self.exhausted = number, False
        self._commands.put(Want(number))

    def tell(self, ask: TrialAsk, result: TrialResult) -> None:
        self._commands.put(Tell(ask, result))

    def ban(self, families: tuple[Family, ...]) -> None:
        """From now on nothing of these families, the proposal made ahead included."""
        self._banned = families
        self._commands.put(Ban(families))
        if self.exhausted and self._wanted is not None:
            self.want(self._wanted)

    def steer(self, steers: tuple[ActiveSteer, ...]) -> None:
        self._commands.put(Steers(steers))

    def change(self, make: Callable[[], Searcher]) -> None:
        """From the next command on another searcher, which is told all that this one was."""
        self._commands.put(Change(make))

    def take(self) -> Numbered | None:
        """The proposal that is ready; it is gone then. One of a family banned meanwhile is asked for anew."""
        ready, self._ready = self._ready, None
        if ready is None or ready.number != self._wanted:
            return None
        if ready.proposed.configuration.family in self._banned:
            self.want(ready.number)
            return None
        self._wanted = None
        return ready

    def close(self) -> None:
        self._commands.put(None)

    def _serve(self) -> None:
        searcher: Searcher | None = None
        while (command := self._commands.get()) is not None:
            if isinstance(command, Change):
                self._make, searcher = command.make, None
                continue
            try:
                searcher = searcher or self._rebuilt()
                self._obey(searcher, command)
            except Exception as first:  # noqa: BLE001  a searcher's bug must not end a study: rebuild, else report
                try:
                    searcher = self._rebuilt()
                    self._obey(searcher, command)
                except Exception as second:  # noqa: BLE001
                    self.failure = second if isinstance(second, CotuneError) else first
                    return
            if not isinstance(command, Want):
                self._learned.append(command)

    def _rebuilt(self) -> Searcher:
        searcher = self._make()
        for command in self._learned:
            self._obey(searcher, command)
        return searcher

    def _obey(self, searcher: Searcher, command: Command) -> None:
        match command:
            case Want():
                try:
                    self._ready = Numbered(number=command.number, proposed=searcher.ask(command.number))
                except SpaceExhausted:
                    self.exhausted = True
            case Tell():
                searcher.tell(command.ask, command.result)
            case Ban():
                searcher.ban(command.families)
            case Steers():
                searcher.steer(command.steers)
            case _:
                assert_never(command)
