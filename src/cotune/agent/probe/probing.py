"""Puts the questions to the model, one conversation each, with the patience, the meter and the record of any turn."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from langchain.agents import create_agent
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import HumanMessage

from cotune.agent.answers import WritableAnswers
from cotune.agent.faults import Abandoned, what_happened
from cotune.agent.listening import Listener
from cotune.agent.meter import Meter
from cotune.agent.metered import Metered
from cotune.agent.patience import Patience, TryAgain
from cotune.agent.probe.questions import INSTRUCTIONS, ProbeQuestion, score
from cotune.agent.sender import Sender
from cotune.agent.sending import Note
from cotune.model.event import ModelProbed

STOPPED = "It was stopped."


def probe(
    model: BaseChatModel,
    asked: Sequence[ProbeQuestion],
    *,
    probe_id: str,
    label: str,
    meter: Meter,
    patience: Patience,
    note: Note,
    cancelled: threading.Event,
) -> ModelProbed:
    """What came of it. Never raises for a fault of the model: `problem` tells it."""
    from langsmith import tracing_context

    listener = Listener(cancelled, lambda _text, _notice: None)
    sender = Sender(model, probe_id, note, cancelled)
    agent = create_agent(
        model,
        [],
        system_prompt=INSTRUCTIONS,
        middleware=[TryAgain(patience, listener, model), Metered(meter, listener), WritableAnswers(), sender],
    )
    answers = []
    try:
        with tracing_context(enabled=False):
            for question in asked:
                listener.check_wanted()
                said = agent.invoke({"messages": [HumanMessage(question.text)]}, {"callbacks": [listener]})
                answers.append(said["messages"][-1].text)
    except Abandoned:
        return ModelProbed(probe=probe_id, model=label, problem=STOPPED, usage=meter.used)
    except Exception as error:  # noqa: BLE001 - a provider may raise anything; the event says what happened
        return ModelProbed(probe=probe_id, model=label, problem=what_happened(error), usage=meter.used)
    return ModelProbed(probe=probe_id, model=label, score=score(asked, answers), usage=meter.used)
