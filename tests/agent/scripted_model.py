"""A chat model that plays a script: for tests of the agent without any provider."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from pydantic import PrivateAttr


class ScriptedChatModel(BaseChatModel):
    """Answers the n-th call with the n-th step: text, (tool, arguments) pairs, or a message; `seen` is what it got."""

    steps: list[Any]
    _seen: list[list[BaseMessage]] = PrivateAttr(default_factory=list)

    @property
    def _llm_type(self) -> str:
        return "scripted"

    @property
    def seen(self) -> list[list[BaseMessage]]:
        return self._seen

    def bind_tools(self, tools: Sequence[Any], **kwargs: Any) -> Any:
        return self

    def _generate(self, messages: list[BaseMessage], *args: Any, **kwargs: Any) -> ChatResult:
        number = len(self._seen)
        self._seen.append(list(messages))
        step = self.steps[number]
        usage = {"input_tokens": 10, "output_tokens": 5, "total_tokens": 15}
        if isinstance(step, AIMessage):
            message = step
        elif isinstance(step, str):
            message = AIMessage(step, usage_metadata=usage)
        else:
            calls = [
                {"name": t, "args": a, "id": f"c{number}_{n}", "type": "tool_call"} for n, (t, a) in enumerate(step)
            ]
            message = AIMessage("", tool_calls=calls, usage_metadata=usage)
        return ChatResult(generations=[ChatGeneration(message=message)])
