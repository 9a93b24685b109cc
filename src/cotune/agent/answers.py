"""Which answers of a model count: whole ones, with calls of tools that exist."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from langchain.agents.middleware import AgentMiddleware
from langchain_core.messages import AIMessage, BaseMessage, ToolMessage
from pydantic import BaseModel, ValidationError

from cotune.agent.drafting import Drafting, Place
from cotune.agent.faults import TurnFault
from cotune.agent.listening import Listener
from cotune.model.text import mended

_ENDS = ("finish_reason", "stop_reason", "done_reason", "stopReason", "status")
_TELL_THE_END = ("openai", "anthropic", "ollama")
_CUT_OFF = ("length", "max_tokens", "MAX_TOKENS", "model_context_window_exceeded", "incomplete")
_REFUSALS = ("content_filter", "refusal", "SAFETY", "PROHIBITED_CONTENT")


class WritableAnswers(AgentMiddleware[Any, Any]):
    """Mends the text of an answer, wherever in it text is, before anything is made of it."""

    def wrap_model_call(self, request: Any, handler: Callable[[Any], Any]) -> Any:
        response = handler(request)
        return replace(response, result=[_writable(message) for message in response.result])


class WholeAnswers(AgentMiddleware[Any, Any]):
    """Stops at an answer that was cut off, refused or empty: half an argument may be a valid one."""

    def __init__(self, listener: Listener) -> None:
        super().__init__()
        self._listener = listener

    def after_model(self, state: Any, runtime: Any) -> None:  # noqa: ARG002 - LangChain's signature
        last = state["messages"][-1]
        if not isinstance(last, AIMessage):
            return
        _check_end(last)
        self._listener.check_calls()
        if last.invalid_tool_calls:
            raise TurnFault("The model's tool call was malformed or cut off.")
        if not last.tool_calls and not last.text.strip() and not _follows_tools(state["messages"]):
            raise TurnFault("The model's answer was empty.")
        self._listener.end(last.text.strip())


def _writable(message: BaseMessage) -> BaseMessage:
    fields = {name: getattr(message, name) for name in type(message).model_fields}
    return message.model_copy(update={name: mended(value) for name, value in fields.items()})


def _check_end(message: AIMessage) -> None:
    known = message.response_metadata
    reason = next((known[k] for k in _ENDS if known.get(k)), None)
    blocks = message.content if isinstance(message.content, list) else []
    refused = message.additional_kwargs.get("refusal") or any(
        isinstance(block, dict) and block.get("type") == "refusal" for block in blocks
    )
    if refused or reason in _REFUSALS:
        raise TurnFault("The model refused to answer.")
    if reason in _CUT_OFF or (reason is None and known.get("model_provider") in _TELL_THE_END):
        raise TurnFault("The model's answer was cut off before its end.")


def _follows_tools(messages: Sequence[BaseMessage]) -> bool:
    return len(messages) > 1 and messages[-2].type == "tool"


class KnownTools(AgentMiddleware[Any, Any]):
    """Sends calls of tools and arguments that don't exist back to the model, with the names that do."""

    def __init__(self, drafting: Drafting) -> None:
        super().__init__()
        self._drafting = drafting
        self._names: list[str] = []

    def wrap_model_call(self, request: Any, handler: Callable[[Any], Any]) -> Any:
        self._names = [tool.name for tool in request.tools]
        return handler(request)

    def wrap_tool_call(self, request: Any, handler: Callable[[Any], Any]) -> Any:
        with self._drafting.at(_place(request)):
            return self._answer(request, handler)

    def _answer(self, request: Any, handler: Callable[[Any], Any]) -> Any:
        call = request.tool_call
        if request.tool is None:
            return _told(call, self._drafting.no_such_name("tool", call["name"], self._names))
        schema: type[BaseModel] = request.tool.args_schema
        try:
            schema.model_validate(call["args"])
        except ValidationError as error:
            return _told(call, self._drafting.wrong_arguments(error, schema))
        return handler(request)


def _place(request: Any) -> Place:
    messages = request.state["messages"]
    calls = [c["id"] for c in messages[-1].tool_calls]
    return len(messages), calls.index(request.tool_call["id"])


def _told(call: Any, text: str) -> ToolMessage:
    return ToolMessage(text, tool_call_id=call["id"], name=call["name"])
