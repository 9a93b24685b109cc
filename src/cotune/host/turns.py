"""The agent's turns: one at a time, in a thread, so that a slow model never holds up the study."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from cotune.errors import UserError

if TYPE_CHECKING:
    from cotune.agent import Agent, TurnRequest, TurnResult

log = logging.getLogger(__name__)


class EndedTurn(NamedTuple):
    """What came of the turn with that id."""

    turn: str
    result: TurnResult


class Turns:
    """Takes requests in order. A stopped turn is abandoned: its thread may linger, what it returns is dropped."""

    def __init__(self, make_agent: Callable[[], Agent]) -> None:
        self._make_agent = make_agent
        self._waiting: dict[str, Callable[[], TurnRequest]] = {}
        self._results: queue.SimpleQueue[EndedTurn] = queue.SimpleQueue()
        self._now: str | None = None
        self._ended: EndedTurn | None = None
        self._cancelled = threading.Event()

    @property
    def busy(self) -> bool:
        return self._now is not None or bool(self._waiting)

    def add(self, turn: str, request: Callable[[], TurnRequest]) -> None:
        """Queue a turn; its request is made when it begins, so that it sees the study as it is then."""
        self._waiting[turn] = request

    def stop(self, turn: str | None = None) -> str | None:
        """Give up a turn, the present one by default; its id, or None when there is no such turn under way."""
        turn = turn or self._now
        if turn is not None and self._waiting.pop(turn, None) is not None:
            return turn
        if turn is None or turn != self._now:
            return None
        self._cancelled.set()
        self._now = self._ended = None
        return turn

    def step(self, waits: Callable[[EndedTurn], bool]) -> EndedTurn | None:
        """Start the next turn when none is under way; what came of one that has ended, unless it `waits` still."""
        if self._now is None and self._waiting:
            self._begin(self._waiting.pop(next(iter(self._waiting)))())
        while self._ended is None and not self._results.empty():
            ended = self._results.get()
            self._ended = ended if ended.turn == self._now else None
        if self._ended is None or waits(self._ended):
            return None
        ended, self._now, self._ended = self._ended, None, None
        return ended

    def _begin(self, request: TurnRequest) -> None:
        self._now, self._cancelled = request.turn, threading.Event()
        arguments = (request, self._cancelled)
        threading.Thread(target=self._take, args=arguments, name=f"turn-{request.turn}", daemon=True).start()

    def _take(self, request: TurnRequest, cancelled: threading.Event) -> None:
        try:
            result = self._make_agent().take_turn(request, cancelled, _unheard)
        except UserError as error:
            result = _failed(str(error))
        except Exception as error:
            # Providers raise anything; whatever it was, the study goes on and the person can say it again.
            log.exception("the agent's turn failed")
            result = _failed(f"the agent failed: {type(error).__name__}")
        self._results.put(EndedTurn(request.turn, result))


def _unheard(_delta: str) -> None:
    """Text deltas are not events: the whole text is one when the turn has ended."""


def _failed(problem: str) -> TurnResult:
    from cotune.agent import TurnResult

    return TurnResult(
        text="", question=None, drafts=(), status="failed", problem=problem, input_tokens=0, output_tokens=0
    )
