"""The LangChain agent: model and tools in turns, until the model has drafted and said its word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from langchain.agents import create_agent
from langchain.agents.middleware import ModelCallLimitMiddleware
from langchain_core.messages import AIMessage, BaseMessage

from cotune.agent.answers import KnownTools, WholeAnswers, WritableAnswers
from cotune.agent.drafting import Drafting
from cotune.agent.listening import Listener
from cotune.agent.meter import Meter
from cotune.agent.metered import Metered
from cotune.agent.patience import Patience, TryAgain
from cotune.agent.sender import Sender
from cotune.agent.tools import tools_for

_MOST_CALLS = 8


def answers(
    sender: Sender,
    drafting: Drafting,
    prompt: str,
    messages: Sequence[BaseMessage],
    *,
    listener: Listener,
    patience: Patience,
    meter: Meter,
) -> Iterator[AIMessage]:
    """The model's messages as they come; drafts go to `drafting`. Ends early once a question was asked."""
    agent = create_agent(
        sender.model,
        tools_for(drafting),
        system_prompt=prompt,
        middleware=[
            TryAgain(patience, listener, sender.model),
            Metered(meter, listener),
            WholeAnswers(listener),
            KnownTools(drafting),
            ModelCallLimitMiddleware(run_limit=_MOST_CALLS, exit_behavior="error"),
            WritableAnswers(),
            sender,
        ],
    )
    start: Any = {"messages": list(messages)}
    # The mode "messages" makes models stream; what they say is heard by the listener.
    for mode, update in agent.stream(start, {"callbacks": [listener]}, stream_mode=["updates", "messages"]):
        if mode != "updates":
            continue
        yield from (m for m in _messages(update) if isinstance(m, AIMessage))
        if drafting.question is not None and "tools" in update:
            return


def _messages(update: Any) -> list[BaseMessage]:
    return [m for part in update.values() if isinstance(part, dict) for m in part.get("messages", [])]
