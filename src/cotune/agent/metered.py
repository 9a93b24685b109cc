"""Makes each call to a model count."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from langchain.agents.middleware import AgentMiddleware
from langchain_core.messages import AIMessage

from cotune.agent.listening import Listener
from cotune.agent.meter import Meter


class Metered(AgentMiddleware[Any, Any]):
    """Makes each try of a call count."""

    def __init__(self, meter: Meter, listener: Listener) -> None:
        super().__init__()
        self._meter = meter
        self._listener = listener

    def wrap_model_call(self, request: Any, handler: Callable[[Any], Any]) -> Any:
        self._meter.begin(_letters(request))
        self._listener.begin()
        try:
            response = handler(request)
        except Exception:
            self._meter.end(AIMessage("") if self._listener.has_heard else None)
            raise
        self._meter.end(next(m for m in response.result if isinstance(m, AIMessage)))
        return response


def _letters(request: Any) -> int:
    """Of what is said in a request; its tools come on top."""
    said = [request.system_message, *request.messages] if request.system_message else request.messages
    return sum(len(message.text) for message in said)
