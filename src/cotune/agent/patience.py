"""Another try where it may help: after a rate limit, an overload or a broken connection, a few times and not for long.

LangChain's own ModelRetryMiddleware knows no `retry-after`, and can't be stopped while it sleeps.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from langchain.agents.middleware import AgentMiddleware
from langchain_core.language_models import BaseChatModel

from cotune.agent.faults import Abandoned, Fault, TurnFault, fault_of
from cotune.agent.listening import Listener


class Patience(NamedTuple):
    """How long a turn may take, how often a call is tried again, and how long the waits before that are.

    Without a wish of the provider the first wait is `first_wait_s` and each next one four times as long. A provider
    that asks for more than `longest_wait_s` isn't waited for: the person is told.
    """

    turn_s: float = 120.0
    retries: int = 2
    first_wait_s: float = 1.0
    longest_wait_s: float = 30.0


class TryAgain(AgentMiddleware[Any, Any]):
    """Makes each call to the model, with its further tries.

    A model object whose client tries again by itself is left to do so: only what broke off in the middle of an answer,
    which no client mends, is tried again here.
    """

    def __init__(self, patience: Patience, listener: Listener, model: BaseChatModel) -> None:
        super().__init__()
        self._patience = patience
        self._listener = listener
        self._model_tries_again = getattr(model, "max_retries", 0) != 0

    def wrap_model_call(self, request: Any, handler: Callable[[Any], Any]) -> Any:
        for earlier in range(self._patience.retries + 1):
            self._listener.check_wanted()
            try:
                return handler(request)
            except (Abandoned, TurnFault):
                raise
            except Exception as error:
                fault = fault_of(error)
                wait_s = self._wait_s(fault, earlier)
                if wait_s is None:
                    raise
            self._listener.wait(f"{fault.says} Trying again in {wait_s:.0f} s.", wait_s)
        raise AssertionError("the last try returns or raises")

    def _wait_s(self, fault: Fault, earlier: int) -> float | None:
        """The seconds to wait before the next try; None when there is none."""
        if not fault.may_pass or earlier >= self._patience.retries:
            return None
        if self._model_tries_again and not self._listener.has_heard:
            return None
        asked = fault.wait_s if fault.wait_s is not None else self._patience.first_wait_s * 4**earlier
        return asked if asked <= self._patience.longest_wait_s else None
