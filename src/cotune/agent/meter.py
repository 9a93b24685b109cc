"""Counts what a turn or a probe uses, and lets no call begin once a limit is reached."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from cotune.agent.faults import TurnFault
from cotune.model.usage import AgentBudget, Usage

if TYPE_CHECKING:
    from langchain_core.messages import AIMessage


class LimitReached(TurnFault):
    """The agent has used what it may; `raise_to` is a budget that would let it go on."""

    way_on = (
        "Your words and the search are as they were: raise the limit and try again, or let the built-in planner answer."
    )

    def __init__(self, what: str, raise_to: AgentBudget) -> None:
        self.raise_to = raise_to
        super().__init__(what)


class Spending:
    """What all calls of a study have used: those of a turn and of a probe beside it count together, at once."""

    def __init__(self, used: Usage = Usage()) -> None:
        self._used = used
        self._lock = threading.Lock()

    @property
    def used(self) -> Usage:
        return self._used

    def add(self, usage: Usage) -> None:
        with self._lock:
            self._used = self._used.plus(usage)


class Meter:
    """The usage of one turn or probe, and beside it that of the whole study.

    A call that is under way when a limit is reached may overshoot it, none follows. It counts as one of unknown size
    until it tells its own. May be read from any thread.
    """

    def __init__(self, study: Spending, budget: AgentBudget) -> None:
        self._study = study
        self._budget = budget
        self._turn = Usage()
        self._under_way = 0
        self._lock = threading.Lock()

    @property
    def used(self) -> Usage:
        with self._lock:
            return self._turn.plus(Usage(unmetered_calls=self._under_way))

    def check(self) -> None:
        """Raises LimitReached before a call that may not be made."""
        budget, turn, study = self._budget, self._turn, self._study.used
        if budget.turn_tokens is not None and turn.tokens >= budget.turn_tokens:
            raise _reached(f"{budget.turn_tokens:,} tokens in one turn", budget, turn_tokens=2 * budget.turn_tokens)
        if budget.study_tokens is not None and study.tokens >= budget.study_tokens:
            raise _reached(f"{budget.study_tokens:,} tokens in a study", budget, study_tokens=2 * budget.study_tokens)
        if budget.money is not None and study.money >= budget.money:
            raise _reached(f"{budget.money:g} {budget.currency} in a study", budget, money=2 * budget.money)

    def begin(self) -> None:
        self._under_way = 1

    def end(self, message: AIMessage | None) -> None:
        """A call is over; None: it failed before the model had said a word, which costs nothing."""
        used = self._size_of(message)
        with self._lock:
            self._under_way = 0
            self._turn = self._turn.plus(used)
        self._study.add(used)

    def _size_of(self, message: AIMessage | None) -> Usage:
        if message is None:
            return Usage()
        told = message.usage_metadata
        if told is None:
            return Usage(unmetered_calls=1)
        return self._budget.priced(told["input_tokens"], told["output_tokens"])


def _reached(what: str, budget: AgentBudget, **more: float) -> LimitReached:
    return LimitReached(f"The agent's limit of {what} is reached.", budget.having(**more))
