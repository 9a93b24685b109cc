"""The LangChain agent: model and tools in turns, until the model has drafted and said its word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from langchain.agents import create_agent
from langchain.agents.middleware import AgentMiddleware, ModelCallLimitMiddleware
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage

from cotune.agent.drafting import Drafting
from cotune.agent.faults import TurnFault
from cotune.agent.tools import tools_for

_MOST_CALLS = 8
_CUT_OFF = ("length", "max_tokens", "MAX_TOKENS")


class RefuseBrokenCalls(AgentMiddleware[Any, Any]):
    """Stops at an answer that was cut off or whose calls can't be read: half an argument may be a valid one.

    A truncated `3600` is a valid `36` (langchain issue 39275).
    """

    def after_model(self, state: Any, runtime: Any) -> None:  # noqa: ARG002 - LangChain's signature
        last = state["messages"][-1]
        if not isinstance(last, AIMessage):
            return
        reason = last.response_metadata.get("finish_reason") or last.response_metadata.get("stop_reason")
        if reason in _CUT_OFF:
            raise TurnFault("The model's answer was cut off before its end.")
        if last.invalid_tool_calls:
            raise TurnFault("The model's tool call was malformed.")
        if not last.tool_calls and not last.text.strip() and not _has_result(state["messages"]):
            refusal = last.additional_kwargs.get("refusal")
            raise TurnFault("The model refused to answer." if refusal else "The model's answer was empty.")


def _has_result(messages: Sequence[BaseMessage]) -> bool:
    return len(messages) > 1 and messages[-2].type == "tool"


def answers(
    model: BaseChatModel, drafting: Drafting, prompt: str, messages: Sequence[BaseMessage]
) -> Iterator[AIMessage]:
    """The model's messages as they come; drafts go to `drafting`. Ends early once a question was asked."""
    agent = create_agent(
        model,
        tools_for(drafting),
        system_prompt=prompt,
        middleware=[RefuseBrokenCalls(), ModelCallLimitMiddleware(run_limit=_MOST_CALLS, exit_behavior="error")],
    )
    start: Any = {"messages": list(messages)}
    for update in agent.stream(start, stream_mode="updates"):
        yield from (m for m in _messages(update) if isinstance(m, AIMessage))
        if drafting.question is not None and "tools" in update:
            return


def _messages(update: Any) -> list[BaseMessage]:
    return [m for part in update.values() if isinstance(part, dict) for m in part.get("messages", [])]
