"""One turn: the person's words and the redacted study go to the model, its tool calls come back as drafts."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from cotune.agent.drafting import Drafting
from cotune.agent.faults import what_happened
from cotune.agent.models import is_built_in, resolve_model
from cotune.agent.prompt import system_prompt
from cotune.agent.redaction import Level, redact
from cotune.agent.turn import TurnRequest, TurnResult

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import AIMessage, BaseMessage

_HISTORY_LINES = 20
_LOOK_S = 0.05


def _unheard(_text: str) -> None:
    """Nobody listens to the text as it comes."""


class Agent:
    """Takes turns with one chat model; None is the built-in planner. Holds nothing between turns.

    `patience_s` bounds a whole turn: a model that hangs longer is given up.
    """

    def __init__(self, model: BaseChatModel | None = None, *, level: Level = 1, patience_s: float = 120.0) -> None:
        self.model = resolve_model(model)
        self._level: Level = 3 if is_built_in(self.model) else level
        self._patience_s = patience_s

    def take_turn(
        self, request: TurnRequest, cancelled: threading.Event, on_text: Callable[[str], None] = _unheard
    ) -> TurnResult:
        """Answer the person: text, a question, or drafts. Never raises for a fault of the model: `problem` tells it.

        Returns within 0.1 s once `cancelled` is set; a call under way is left behind and what it drafts is dropped.
        """
        turn = _Turn(self.model, request, self._level)
        thread = threading.Thread(target=turn.run, name=f"model-{request.turn}", daemon=True)
        thread.start()
        patient_until = time.monotonic() + self._patience_s
        while not cancelled.is_set():
            if time.monotonic() > patient_until:
                return turn.result("failed", TimeoutError())
            try:
                news = turn.news.get(timeout=_LOOK_S)
            except queue.Empty:
                continue
            if isinstance(news, str):
                on_text(news)
            else:
                return turn.result("failed", news) if news is not _END else turn.result("done")
        return turn.result("stopped")


class _End(Exception):
    """Marks the end of a turn that went well."""


_END = _End()


class _Turn:
    """The model's side of a turn, run in a thread that can be left behind."""

    def __init__(self, model: BaseChatModel, request: TurnRequest, level: Level) -> None:
        self._model = model
        self._request = request
        self._seen = seen = redact(request.view, request.profile, level)
        self._prompt = system_prompt(seen.data)
        self._drafting = Drafting(request, seen)
        self.news: queue.SimpleQueue[str | BaseException] = queue.SimpleQueue()
        self._texts: list[str] = []
        self._tokens = [0, 0]

    def run(self) -> None:
        """Run the agent to its end; texts and the end (or the fault) go to `news`."""
        from langsmith import tracing_context

        try:
            with tracing_context(enabled=False):
                for message in self._answers():
                    self._note(message)
        except BaseException as error:  # noqa: BLE001 - a provider may raise anything; the turn says what happened
            self.news.put(error)
        else:
            self.news.put(_END)

    def result(self, status: str, error: BaseException | None = None) -> TurnResult:
        went_well = status == "done"
        question = self._drafting.question if went_well else None
        drafts = tuple(d for d in self._drafting.drafts if question is None or d.action.kind != "start_search")
        return TurnResult.model_validate(
            {
                "text": "\n".join(self._texts) if went_well else "",
                "question": question,
                "drafts": drafts if went_well else (),
                "status": status,
                "problem": what_happened(error) if error else "",
                "input_tokens": self._tokens[0],
                "output_tokens": self._tokens[1],
                "stated": self._drafting.stated if went_well else {},
            }
        )

    def _answers(self) -> Iterator[AIMessage]:
        from cotune.agent.loop import answers

        yield from answers(self._model, self._drafting, self._prompt, self._messages())

    def _note(self, message: AIMessage) -> None:
        usage = message.usage_metadata
        if usage is not None:
            self._tokens[0] += usage["input_tokens"]
            self._tokens[1] += usage["output_tokens"]
        text = message.text.strip()
        if text:
            self._texts.append(text)
            self.news.put(text)

    def _messages(self) -> list[BaseMessage]:
        """The conversation so far, then what the person says now."""
        from langchain_core.messages import AIMessage, HumanMessage

        out: list[Any] = []
        for line in self._request.view.chat[-_HISTORY_LINES:]:
            if line.turn == self._request.turn:
                continue
            out.append(HumanMessage(line.text) if line.who == "you" else AIMessage(self._seen.hidden(line.text)))
        return [*out, HumanMessage(self._request.text)]
