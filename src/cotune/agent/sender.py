"""Notes what goes to a model before it goes: the body of each HTTP request, or what its package was handed."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from typing import Any

from langchain.agents.middleware import AgentMiddleware
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import convert_to_openai_messages
from langchain_core.utils.function_calling import convert_to_openai_tool

from cotune.agent.faults import Abandoned, TurnFault
from cotune.agent.models import is_built_in, model_label
from cotune.agent.sending import Note, Outgoing
from cotune.agent.wire import listens_to, on_the_wire


class Sender(AgentMiddleware[Any, Any]):
    """The last step before the model: nothing is sent that could not be noted."""

    def __init__(self, model: BaseChatModel, turn: str, note: Note, given_up: threading.Event) -> None:
        super().__init__()
        self.model = model
        self._turn = turn
        self._note = note
        self._given_up = given_up
        self._stays_here = is_built_in(model)
        self._is_exact = not self._stays_here and listens_to(model)

    def wrap_model_call(self, request: Any, handler: Callable[[Any], Any]) -> Any:
        if self._stays_here:
            return handler(request)
        if not self._is_exact:
            self._keep(_handed(request))
            return handler(request)
        with on_the_wire(self._keep, self._given_up):
            return handler(request)

    def _keep(self, body: str) -> None:
        try:
            self._note(Outgoing(turn=self._turn, to=model_label(self.model), body=body, is_exact=self._is_exact))
        except Exception as error:
            raise TurnFault("What would be sent can't be kept in the study's folder, so it was not sent.") from error
        if self._given_up.is_set():
            raise Abandoned


def _handed(request: Any) -> str:
    messages = [request.system_message, *request.messages] if request.system_message else request.messages
    sent = {
        "messages": convert_to_openai_messages(messages),
        "tools": [convert_to_openai_tool(tool) for tool in request.tools],
    }
    return json.dumps(sent, ensure_ascii=False)
