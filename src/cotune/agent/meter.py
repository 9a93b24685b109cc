"""Counts what a turn or a probe uses, and lets no call begin once a limit is reached."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import reduce
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
        self._under_way: list[Usage] = []
        self._lock = threading.Lock()

    @property
    def used(self) -> Usage:
        return self._used

    def reserve(self, expected: Usage, check: Callable[[Usage], None]) -> None:
        """Count a call as of this size until it is settled, unless `check` raises for what the others come to."""
        with self._lock:
            check(reduce(Usage.plus, self._under_way, self._used))
            self._under_way.append(expected)

    def settle(self, expected: Usage, used: Usage) -> None:
        """A call that was reserved is over."""
        with self._lock:
            self._under_way.remove(expected)
            self._used = self._used.plus(used)


class Meter:
    """The usage of one turn or probe, and beside it that of the whole study.

    A call that is under way when a limit is reached may overshoot it, none follows. Until it tells its own size it
    counts here as one of unknown size, and in the study as what is expected of it: two at once don't both take what is
    left. May be read from any thread.
    """

    def __init__(self, study: Spending, budget: AgentBudget) -> None:
        self._study = study
        self._budget = budget
        self._turn = self._expected = Usage()
        self._under_way = 0
        self._lock = threading.Lock()

    @property
    def used(self) -> Usage:
        with self._lock:
            return self._turn.plus(Usage(unmetered_calls=self._under_way))

    def begin(self, expected_tokens: int) -> None:
        """A call is about to be made, of at least so many tokens; raises LimitReached if it may not be."""
        expected = self._budget.priced(expected_tokens, 0)
        self._study.reserve(expected, self._check)
        self._expected = expected
        self._under_way = 1

    def _check(self, study: Usage) -> None:
        budget, turn = self._budget, self._turn
        if budget.turn_tokens is not None and turn.tokens >= budget.turn_tokens:
            raise _reached(f"{budget.turn_tokens:,} tokens in one turn", budget, turn_tokens=2 * budget.turn_tokens)
        if budget.study_tokens is not None and study.tokens >= budget.study_tokens:
            raise _reached(f"{budget.study_tokens:,} tokens in a study", budget, study_tokens=2 * budget.study_tokens)
        if budget.money is not None and study.money >= budget.money:
            raise _reached(f"{budget.money:g} {budget.currency} in a study", budget, money=2 * budget.money)

    def end(self, message: AIMessage | None) -> None:
        """A call is over; None: it failed before the model had said a word, which costs nothing."""
        used = self._size_of(message)
        with self._lock:
            self._under_way = 0
            self._turn = self._turn.plus(used)
        self._study.settle(self._expected, used)

    def _size_of(self, message: AIMessage | None) -> Usage:
        if message is None:
            return Usage()
        told = message.usage_metadata
        if told is None:
            return Usage(unmetered_calls=1)
        return self._budget.priced(told["input_tokens"], told["output_tokens"])


def _reached(what: str, budget: AgentBudget, **more: float) -> LimitReached:
    return LimitReached(f"The agent's limit of {what} is reached.", budget.having(**more))
