"""Notes what goes to a model before it goes: the body of each HTTP request, or what its package was handed."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from langchain.agents.middleware import AgentMiddleware
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import convert_to_openai_messages
from langchain_core.utils.function_calling import convert_to_openai_tool

from cotune.agent.faults import TurnFault
from cotune.agent.models import is_built_in, model_label
from cotune.agent.sending import Note, Outgoing

_CLIENTS = ("root_client", "_client", "client")
_hear: ContextVar[Callable[[str], None] | None] = ContextVar("hear", default=None)


class Sender(AgentMiddleware[Any, Any]):
    """The last step before the model: nothing is sent that could not be noted."""

    def __init__(self, model: BaseChatModel, turn: str, note: Note) -> None:
        super().__init__()
        self.model = model
        self._turn = turn
        self._note = note
        self._stays_here = is_built_in(model)
        self._is_exact = not self._stays_here and _listens_to(model)

    def wrap_model_call(self, request: Any, handler: Callable[[Any], Any]) -> Any:
        if self._stays_here:
            return handler(request)
        if not self._is_exact:
            self._keep(_handed(request))
        token = _hear.set(self._keep if self._is_exact else None)
        try:
            return handler(request)
        finally:
            _hear.reset(token)

    def _keep(self, body: str) -> None:
        try:
            self._note(Outgoing(turn=self._turn, to=model_label(self.model), body=body, is_exact=self._is_exact))
        except Exception as error:
            raise TurnFault("What would be sent can't be kept in the study's folder, so it was not sent.") from error


def _listens_to(model: BaseChatModel) -> bool:
    """Whether the model speaks by an httpx client that tells of its requests, as those of all our extras do."""
    for name in _CLIENTS:
        client: Any = getattr(getattr(model, name, None), "_client", None)
        hooks = getattr(client, "event_hooks", None)
        if isinstance(hooks, dict):
            if _tell not in hooks.get("request", []):
                client.event_hooks = {**hooks, "request": [*hooks.get("request", []), _tell]}
            return True
    return False


def _tell(request: Any) -> None:
    """Clients are shared between models and live long: only who is sending in this context hears of it."""
    hear = _hear.get()
    if hear is not None:
        hear(request.read().decode("utf-8", "replace"))


def _handed(request: Any) -> str:
    messages = [request.system_message, *request.messages] if request.system_message else request.messages
    sent = {
        "messages": convert_to_openai_messages(messages),
        "tools": [convert_to_openai_tool(tool) for tool in request.tools],
    }
    return json.dumps(sent, ensure_ascii=False)
