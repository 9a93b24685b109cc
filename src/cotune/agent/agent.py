"""One turn: the person's words and the redacted study go to the model, its tool calls come back as drafts."""

from __future__ import annotations

import os
import queue
import threading
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from cotune.agent.drafting import Check, Drafting, unchecked
from cotune.agent.faults import what_happened
from cotune.agent.figures import figures_in
from cotune.agent.history import said_before
from cotune.agent.models import is_built_in, resolve_model
from cotune.agent.patience import Patience
from cotune.agent.prompt import system_prompt
from cotune.agent.redaction import redact
from cotune.agent.sending import Note, unnoted
from cotune.agent.turn import Draft, TurnRequest, TurnResult
from cotune.model.figure import Figure
from cotune.model.speech import Speech
from cotune.model.usage import AgentBudget, Usage

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage

    from cotune.agent.meter import Meter
    from cotune.agent.probe.questions import ProbeQuestion
    from cotune.model.event import ModelProbed

_LOOK_S = 0.05

Hear = Callable[[Speech], None]


def _unheard(_speech: Speech) -> None:
    """Nobody listens to the text as it comes."""


class Agent:
    """Takes turns with one chat model; None is the built-in planner. Holds nothing between turns.

    `check` refuses actions that don't fit the study, so that the model can mend them before anybody sees them.
    `note` is told of each call to a model that is not built in, before it is made.
    """

    def __init__(
        self,
        model: BaseChatModel | None = None,
        *,
        patience: Patience = Patience(),
        check: Check = unchecked,
        note: Note = unnoted,
    ) -> None:
        self.model = resolve_model(model)
        self._patience = patience
        self._check = check
        self._note = note

    def take_turn(
        self,
        request: TurnRequest,
        cancelled: threading.Event,
        hear: Hear = _unheard,
        meter: Meter | None = None,
    ) -> TurnResult:
        """Answer the person: text, a question, or drafts. Never raises for a fault of the model: `problem` tells it.

        `hear` is told, from another thread, what the model has said so far. Returns within 0.1 s once `cancelled` is
        set; a call under way is left behind, what it drafts is dropped, and no other call follows it. `cancelled` is of
        this turn alone, and set at its end. Without a `meter` the turn is the only one that uses anything.
        """
        turn = _Turn(self, request, cancelled, hear, meter)
        thread = threading.Thread(target=turn.run, name=f"model-{request.turn}", daemon=True)
        thread.start()
        patient_until = time.monotonic() + self._patience.turn_s
        try:
            while not cancelled.is_set():
                if time.monotonic() > patient_until:
                    return turn.result("failed", TimeoutError())
                try:
                    end = turn.ended.get(timeout=_LOOK_S)
                except queue.Empty:
                    continue
                if not cancelled.is_set():
                    return turn.result("failed", end) if end is not None else turn.result("done")
            return turn.result("stopped")
        finally:
            cancelled.set()

    def probe(
        self,
        asked: Sequence[ProbeQuestion],
        probe_id: str,
        label: str,
        meter: Meter,
        cancelled: threading.Event,
    ) -> ModelProbed:
        """Put the questions of a probe to the model, within what `meter` lets it use."""
        from cotune.agent.probe.probing import probe

        return probe(
            self.model,
            asked,
            probe_id=probe_id,
            label=label,
            meter=meter,
            patience=self._patience,
            note=self._note,
            cancelled=cancelled,
        )


class _Turn:
    """The model's side of a turn, run in a thread that can be left behind."""

    def __init__(
        self, agent: Agent, request: TurnRequest, given_up: threading.Event, hear: Hear, meter: Meter | None
    ) -> None:
        self._agent = agent
        self._request = request
        self._given_up = given_up
        self._hear = hear
        self._seen = seen = redact(request.view, request.profile, stays_here=is_built_in(agent.model))
        self._prompt = system_prompt(seen.data)
        self._drafting = Drafting(request, seen, agent._check)
        self.ended: queue.SimpleQueue[BaseException | None] = queue.SimpleQueue()
        self._texts: list[str] = []
        self._meter = _meter(request, agent, meter)

    def run(self) -> None:
        """Run the agent to its end; the fault that ended it, or None, goes to `ended`."""
        from langsmith import tracing_context

        try:
            with tracing_context(enabled=None if _traces() else False):
                self._converse()
        except BaseException as error:  # noqa: BLE001 - a provider may raise anything; the turn says what happened
            self.ended.put(error)
        else:
            self.ended.put(None)

    def result(self, status: str, error: BaseException | None = None) -> TurnResult:
        went_well = status == "done"
        question = self._drafting.question if went_well else None
        drafts = tuple(d for d in self._drafting.drafts if question is None or d.action.kind != "start_search")
        text = self._seen.restored("\n".join(self._texts)) if went_well else ""
        return TurnResult.model_validate(
            {
                "text": text,
                "figures": self._figures(text, drafts),
                "question": question,
                "asked_figures": self._figures(question.text, drafts) if question else (),
                "drafts": [d.having(figures=self._figures(d.why, drafts)) for d in drafts] if went_well else (),
                "status": status,
                "problem": what_happened(error) if error else "",
                "usage": self._meter.close(),
                "raise_to": getattr(error, "raise_to", None),
                "stated": self._drafting.stated if went_well else {},
            }
        )

    def _figures(self, text: str, drafts: Sequence[Draft]) -> tuple[Figure, ...]:
        return figures_in(text, self._request.view, self._request.profile, [d.action for d in drafts])

    def _converse(self) -> None:
        from cotune.agent.listening import Listener
        from cotune.agent.loop import answers
        from cotune.agent.sender import Sender

        agent, listener = self._agent, Listener(self._given_up, self._tell)
        said = self._messages()
        patience, meter = agent._patience, self._meter
        sender = Sender(agent.model, self._request.turn, agent._note, self._given_up)
        said_next = answers(
            sender, self._drafting, self._prompt, said, listener=listener, patience=patience, meter=meter
        )
        for message in said_next:
            if text := message.text.strip():
                self._texts.append(text)

    def _tell(self, text: str, notice: str) -> None:
        self._hear(
            Speech(turn=self._request.turn, text=self._seen.restored(text), notice=notice, usage=self._meter.used)
        )

    def _messages(self) -> list[BaseMessage]:
        """The conversation so far, then what the person says now."""
        from langchain_core.messages import HumanMessage

        request = self._request
        before = said_before(request.view, self._seen, (request.turn, request.words_of))
        return [*before, HumanMessage(self._seen.hidden(request.text))]


def _traces() -> bool:
    """Whether the person asked for LangSmith here: its own variables, often set for other work, are not enough."""
    return os.environ.get("COTUNE_TRACING", "").lower() in ("1", "true", "yes")


def _meter(request: TurnRequest, agent: Agent, given: Meter | None) -> Meter:
    """The built-in planner costs nothing and has no limit; what the turn used before stays with it."""
    from cotune.agent.meter import Meter, Spending

    if is_built_in(agent.model):
        return Meter(Spending(), AgentBudget(turn_tokens=None, study_tokens=None), given.used if given else Usage())
    state = request.view.agent
    return given or Meter(Spending(state.used), state.budget)
