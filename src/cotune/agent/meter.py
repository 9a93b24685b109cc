"""Counts what a turn or a probe uses, and lets no call begin once a limit is reached."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import reduce
from typing import TYPE_CHECKING

from cotune.agent.faults import Abandoned, TurnFault
from cotune.model.usage import AgentBudget, Usage

if TYPE_CHECKING:
    from langchain_core.messages import AIMessage


_LETTERS_OF_A_TOKEN = 4


class LimitReached(TurnFault):
    """The agent has used what it may; `raise_to` is a budget that would let it go on."""

    way_on = (
        "Your words and the search are as they were: raise the limit and try again, or let the built-in planner answer."
    )

    def __init__(self, what: str, raise_to: AgentBudget) -> None:
        self.raise_to = raise_to
        super().__init__(what)


def reserved(letters: int, budget: AgentBudget) -> Usage:
    """What a call that sends so many letters counts for until its size is known: its answer is of unknown size."""
    return budget.priced(letters // _LETTERS_OF_A_TOKEN, 0).plus(Usage(unmetered_calls=1))


class Spending:
    """What all calls of a study have used: those of a turn and of a probe beside it count together, at once."""

    def __init__(self, used: Usage = Usage()) -> None:
        self._used = used
        self._under_way: list[Usage] = []
        self._lock = threading.Lock()

    @property
    def used(self) -> Usage:
        return self._used

    def add(self, used: Usage) -> None:
        """Count what was used elsewhere."""
        with self._lock:
            self._used = self._used.plus(used)

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

    A call that is under way when a limit is reached may overshoot it, none follows. One that never tells its size, or
    that is left behind, counts as what was reserved for it. `before` was used by the same turn in a process that was
    lost, and counts in the study already. May be read from any thread.
    """

    def __init__(self, study: Spending, budget: AgentBudget, before: Usage = Usage()) -> None:
        self._study = study
        self._budget = budget
        self._turn = before
        self._under_way = Usage()
        self._closed = False
        self._lock = threading.Lock()

    @property
    def used(self) -> Usage:
        with self._lock:
            return self._turn.plus(self._under_way)

    def begin(self, letters: int) -> None:
        """A call that sends so many letters is about to be made.

        Raises:
            LimitReached: it may not be.
            Abandoned: the turn is over.
        """
        expected = reserved(letters, self._budget)
        with self._lock:
            if self._closed:
                raise Abandoned
            self._study.reserve(expected, self._check)
            self._under_way = expected

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
        with self._lock:
            if not self._closed:
                self._settle(self._size_of(message))

    def close(self) -> Usage:
        """What the turn used, now that it is over: what a call that was left behind turns out to be counts no more."""
        with self._lock:
            if self._under_way != Usage():
                self._settle(self._under_way)
            self._closed = True
            return self._turn

    def _settle(self, used: Usage) -> None:
        self._study.settle(self._under_way, used)
        self._turn, self._under_way = self._turn.plus(used), Usage()

    def _size_of(self, message: AIMessage | None) -> Usage:
        if message is None:
            return Usage()
        told = message.usage_metadata
        used = self._budget.priced(told["input_tokens"], told["output_tokens"]) if told else self._under_way
        return self._under_way if used.unmetered_calls else used


def _reached(what: str, budget: AgentBudget, **more: float) -> LimitReached:
    return LimitReached(f"The agent's limit of {what} is reached.", budget.having(**more))
