"""Hears a model while it answers: its text as it comes, and the raw arguments of its tool calls."""

from __future__ import annotations

import json
import threading
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.messages import AIMessageChunk

from cotune.agent.faults import Abandoned, TurnFault
from cotune.model.text import mended


class Listener(BaseCallbackHandler):
    """Tells `hear` the turn's text so far and a notice; stops a model that nobody waits for any more at its next word.

    LangChain completes the arguments of a streamed tool call that breaks off, so that `3600` cut to `36` becomes a
    valid call (langchain issue 39275): `check_calls` looks at what really came.
    """

    raise_error = True

    def __init__(self, cancelled: threading.Event, hear: Callable[[str, str], None]) -> None:
        self._cancelled = cancelled
        self._hear = hear
        self._said: list[str] = []
        self._now = ""
        self._arguments: defaultdict[object, str] = defaultdict(str)

    def on_llm_new_token(self, token: Any, *, chunk: Any = None, **_: Any) -> None:  # noqa: ARG002 - LangChain's
        if self._cancelled.is_set():
            raise Abandoned
        message = getattr(chunk, "message", None)
        if not isinstance(message, AIMessageChunk):
            return
        for call in message.tool_call_chunks:
            index = call.get("index")
            # A chunk without an index is a whole call, as langchain_ollama makes them.
            self._arguments[object() if index is None else index] += call.get("args") or ""
        if message.text:
            self._now += message.text
            self._tell()

    @property
    def has_heard(self) -> bool:
        """Whether the model has begun to answer."""
        return bool(self._now or self._arguments)

    def begin(self) -> None:
        """A new answer, or a new try at the same one, begins."""
        self._now = ""
        self._arguments.clear()
        self._tell()

    def end(self, text: str) -> None:
        """The answer is complete."""
        self._now = ""
        if text:
            self._said.append(text)
            self._tell()

    def wait(self, notice: str, seconds: float) -> None:
        """Let the person see why nothing comes, for so long.

        Raises:
            Abandoned: the turn was given up meanwhile.
        """
        self._now = ""
        self._tell(notice)
        if self._cancelled.wait(seconds):
            raise Abandoned

    def check_wanted(self) -> None:
        """Raises Abandoned when the turn was given up."""
        if self._cancelled.is_set():
            raise Abandoned

    def check_calls(self) -> None:
        """Raises TurnFault when a streamed call broke off before the end of its arguments."""
        for arguments in self._arguments.values():
            try:
                json.loads(arguments or "{}", strict=False)
            except ValueError:
                raise TurnFault("The model's tool call was malformed or cut off.") from None

    def _tell(self, notice: str = "") -> None:
        text = "\n".join(part for part in (*self._said, self._now.strip()) if part)
        self._hear(mended(text), notice)
