"""The built-in planner as a chat model: it reads the same messages as an LLM and makes the same tool calls."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage, ToolMessage
from langchain_core.outputs import ChatGeneration, ChatResult

from cotune.agent.drafting import ASKED, DRAFTED, MEND
from cotune.agent.planner.reply import ASKING, IMPOSSIBLE, Call, reply_to
from cotune.agent.planner.telling import LOOKS, told
from cotune.agent.planner.unserved import stakes_unread, unserved
from cotune.agent.prompt import study_in


class BuiltInPlanner(BaseChatModel):
    """Rules instead of a language model: deterministic, offline, free. It reads goals and simple wishes, no more."""

    @property
    def _llm_type(self) -> str:
        return "cotune-planner"

    def bind_tools(self, tools: Sequence[Any], **kwargs: Any) -> Any:  # noqa: ARG002 - it knows the tools' names
        """The planner itself: it calls the agent's tools by their names, without being told what they are."""
        return self

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,  # noqa: ARG002 - LangChain's signature
        run_manager: CallbackManagerForLLMRun | None = None,  # noqa: ARG002
        **kwargs: Any,  # noqa: ARG002
    ) -> ChatResult:
        answer = _after_tools(messages) if isinstance(messages[-1], ToolMessage) else _first(messages)
        answer.usage_metadata = {"input_tokens": 0, "output_tokens": 0, "total_tokens": 0}
        return ChatResult(generations=[ChatGeneration(message=answer)])


def _first(messages: list[BaseMessage]) -> AIMessage:
    study = study_in(next(str(m.text) for m in messages if isinstance(m, SystemMessage)))
    lines = [
        ("you" if isinstance(m, HumanMessage) else "agent", str(m.text)) for m in messages if m.type in ("human", "ai")
    ]
    reply = reply_to(lines, study)
    if isinstance(reply, str):
        return AIMessage(reply)
    return AIMessage("", tool_calls=[_tool_call(call, n) for n, call in enumerate(reply)])


def _tool_call(call: Call, number: int) -> Any:
    return {"name": call.tool, "args": call.arguments, "id": f"planner_{number}", "type": "tool_call"}


def _after_tools(messages: list[BaseMessage]) -> AIMessage:
    """The last word, from what the tools answered."""
    results: list[str] = []
    for message in reversed(messages):
        if not isinstance(message, ToolMessage):
            break
        results.insert(0, str(message.text))
    looked = _looked_up(messages)
    if looked:
        return AIMessage(looked)
    said = [r.removeprefix(DRAFTED) for r in results if r.startswith(DRAFTED)]
    refused = [r.removeprefix(MEND) for r in results if not r.startswith(DRAFTED) and r != ASKED]
    parts = [f"{ASKING}{', and to '.join(said)}."] if said else []
    parts += [IMPOSSIBLE + r for r in refused]
    parts += [unserved(_last_words(messages)), _unread(messages)] if said else []
    return AIMessage(" ".join(p for p in parts if p))


def _unread(messages: list[BaseMessage]) -> str:
    """What the plan of a new search passes over of the goal."""
    calls = [call for m in messages if isinstance(m, AIMessage) for call in m.tool_calls]
    drafted: dict[str, Any] = next((call["args"] for call in reversed(calls) if call["name"] == "draft_search"), {})
    return stakes_unread(_last_words(messages)) if "target" in drafted and "metric" not in drafted else ""


def _last_words(messages: list[BaseMessage]) -> str:
    """What the person said last."""
    return next(str(m.text) for m in reversed(messages) if isinstance(m, HumanMessage))


def _looked_up(messages: list[BaseMessage]) -> str:
    """The answer to a question that needed looking up; empty for anything else."""
    question = _last_words(messages)
    n = next((i for i, m in enumerate(reversed(messages)) if not isinstance(m, ToolMessage)), len(messages))
    results = [(str(m.name), str(m.text)) for m in messages[len(messages) - n :]]
    known = [(tool, text) for tool, text in results if tool in LOOKS and not text.startswith(MEND)]
    return told(question, known)
