"""Counts what a turn uses, and lets no call begin once a limit is reached."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from langchain.agents.middleware import AgentMiddleware
from langchain_core.messages import AIMessage

from cotune.agent.faults import TurnFault
from cotune.agent.listening import Listener
from cotune.model.usage import AgentBudget, Usage


class LimitReached(TurnFault):
    """The agent has used what it may; `raise_to` is a budget that would let it go on."""

    way_on = (
        "Your words and the search are as they were: raise the limit and try again, or let the built-in planner answer."
    )

    def __init__(self, what: str, raise_to: AgentBudget) -> None:
        self.raise_to = raise_to
        super().__init__(what)


class Meter:
    """The usage of one turn, beside what the study had used before. One call may overshoot a limit, none follows it.

    A call that is under way counts as one of unknown size until it tells its own.
    """

    def __init__(self, before: Usage, budget: AgentBudget) -> None:
        self._before = before
        self._budget = budget
        self._turn = Usage()
        self._under_way = 0

    @property
    def used(self) -> Usage:
        return self._turn.plus(Usage(unmetered_calls=self._under_way))

    def check(self) -> None:
        """Raises LimitReached before a call that may not be made."""
        budget, turn, study = self._budget, self._turn, self._before.plus(self._turn)
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
        self._under_way = 0
        usage = message.usage_metadata if message is not None else None
        if usage is not None:
            self._turn = self._turn.plus(self._budget.priced(usage["input_tokens"], usage["output_tokens"]))
        elif message is not None:
            self._turn = self._turn.plus(Usage(unmetered_calls=1))


def _reached(what: str, budget: AgentBudget, **more: float) -> LimitReached:
    return LimitReached(f"The agent's limit of {what} is reached.", budget.having(**more))


class Metered(AgentMiddleware[Any, Any]):
    """Makes each try of a call count."""

    def __init__(self, meter: Meter, listener: Listener) -> None:
        super().__init__()
        self._meter = meter
        self._listener = listener

    def wrap_model_call(self, request: Any, handler: Callable[[Any], Any]) -> Any:
        self._meter.check()
        self._meter.begin()
        self._listener.begin()
        try:
            response = handler(request)
        except Exception:
            self._meter.end(AIMessage("") if self._listener.has_heard else None)
            raise
        self._meter.end(next(m for m in response.result if isinstance(m, AIMessage)))
        return response
