"""The agent's turns: one at a time, in a thread, so that a slow model never holds up the study."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from cotune.agent.meter import Meter, Spending
from cotune.errors import UserError
from cotune.model.event import AgentSpoke
from cotune.model.speech import Speech
from cotune.model.usage import AgentBudget, Usage
from cotune.model.wording import told
from cotune.model.words import is_language_model

if TYPE_CHECKING:
    from cotune.agent import Agent, TurnRequest, TurnResult
    from cotune.model.view import RunView

log = logging.getLogger(__name__)


class EndedTurn(NamedTuple):
    """What came of the turn with that id.

    `by` names who answered: the study's model when the turn began, or the built-in planner in its place.
    """

    turn: str
    result: TurnResult
    by: str = ""

    def said(self) -> Iterator[AgentSpoke]:
        """Its text, and its question."""
        result = self.result
        if result.text:
            yield AgentSpoke(turn=self.turn, text=result.text, by=self.by, figures=result.figures)
        if result.question is not None:
            yield AgentSpoke(
                turn=self.turn,
                text=result.question.text,
                question=True,
                candidates=result.question.candidates,
                by=self.by,
                figures=result.asked_figures,
            )


class WaitingTurn(NamedTuple):
    """A turn to come: its request is made when it begins, so that it sees the study as it is then. Without one the turn
    has ended already. `used` by it in a process that was lost."""

    turn: str
    request: Callable[[], TurnRequest | None]
    built_in: bool
    used: Usage = Usage()


class Turns:
    """Takes requests in order. A stopped turn is abandoned: its thread may linger, what it returns is dropped.

    `make_agent` is called in the thread of a turn, with the study as the turn saw it; None: the built-in planner.
    """

    def __init__(self, make_agent: Callable[[RunView | None], Agent], spending: Spending) -> None:
        self._make_agent = make_agent
        self._spending = spending
        self._meter = Meter(spending, AgentBudget())
        self._waiting: list[WaitingTurn] = []
        self._results: queue.SimpleQueue[EndedTurn] = queue.SimpleQueue()
        self._now: str | None = None
        self._ended: EndedTurn | None = None
        self._speech: Speech | None = None
        self._cancelled = threading.Event()
        self._sends = False

    @property
    def busy(self) -> bool:
        return self._now is not None or bool(self._waiting)

    @property
    def speech(self) -> Speech | None:
        """What the present turn has said so far."""
        speech = self._speech
        return speech if speech is not None and speech.turn == self._now else None

    def add(self, turn: WaitingTurn) -> None:
        """Queue a turn."""
        self._spending.add(turn.used)
        self._waiting.append(turn)

    def stop(self, turn: str | None = None) -> EndedTurn | None:
        """Give up a turn, by default the present one, else the next to come; its end, or None when there is none.

        One that waits still is never asked.
        """
        turn = turn or self._now or next((w.turn for w in self._waiting), None)
        waiting = next((w for w in self._waiting if w.turn == turn), None)
        if waiting is not None:
            self._waiting.remove(waiting)
            return _stopped(waiting.turn, waiting.used)
        return self._leave() if turn == self._now else None

    def stop_sending(self, problem: str) -> EndedTurn | None:
        """Give up the present turn if it may send more to a language model; its end tells the `problem`."""
        return self._leave(problem) if self._sends and self._ended is None else None

    def step(self, waits: Callable[[EndedTurn], bool]) -> EndedTurn | None:
        """Start the next turn when none is under way; what came of one that has ended, unless it `waits` still."""
        if self._now is None and self._waiting:
            self._begin(self._waiting.pop(0))
        while self._ended is None and not self._results.empty():
            ended = self._results.get()
            self._ended = ended if ended.turn == self._now else None
        if self._ended is None or waits(self._ended):
            return None
        ended, self._now, self._ended = self._ended, None, None
        return ended

    def _leave(self, problem: str = "") -> EndedTurn | None:
        """Leave the present turn behind, if there is one."""
        if self._now is None:
            return None
        stopped = _stopped(self._now, self._meter.close(), problem)
        self._cancelled.set()
        self._now = self._ended = None
        return stopped

    def _begin(self, next_one: WaitingTurn) -> None:
        request = next_one.request()
        if request is None:
            return
        self._now, self._cancelled = next_one.turn, threading.Event()
        self._meter = Meter(self._spending, request.view.agent.budget, next_one.used)
        self._sends = not next_one.built_in and is_language_model(request.view.planner)
        arguments = (request, next_one.built_in, self._cancelled, self._meter)
        threading.Thread(target=self._take, args=arguments, name=f"turn-{next_one.turn}", daemon=True).start()

    def _take(self, request: TurnRequest, built_in: bool, cancelled: threading.Event, meter: Meter) -> None:
        from cotune.agent import model_label

        by = request.view.planner
        try:
            agent = self._make_agent(None if built_in else request.view)
            if built_in:
                by = model_label(agent.model)
            result = agent.take_turn(request, cancelled, self._hear, meter)
        except UserError as error:
            result = _failed(told(error), meter.close())
        except Exception as error:
            # Providers raise anything; whatever it was, the study goes on and the person can say it again.
            log.exception("the agent's turn failed")
            result = _failed(f"The agent failed ({type(error).__name__}).", meter.close())
        self._results.put(EndedTurn(request.turn, result, by))

    def _hear(self, speech: Speech) -> None:
        self._speech = speech


def _stopped(turn: str, usage: Usage, problem: str = "") -> EndedTurn:
    """The end of a turn that is left behind, with what it is known to have used."""
    from cotune.agent import TurnResult

    return EndedTurn(turn, TurnResult(text="", status="stopped", problem=problem, usage=usage))


def _failed(problem: str, usage: Usage) -> TurnResult:
    from cotune.agent import TurnResult

    return TurnResult(text="", status="failed", problem=problem, usage=usage)
