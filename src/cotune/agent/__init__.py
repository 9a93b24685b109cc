"""From words to drafts: the agent reads the redacted view of a study and drafts actions; it can't carry any out.

The names below are imported on first use: LangChain is not loaded with the package.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cotune.agent.agent import Agent as Agent
    from cotune.agent.models import model_label as model_label
    from cotune.agent.models import resolve_model as resolve_model
    from cotune.agent.planning import plan as plan
    from cotune.agent.redaction import redact as redact
    from cotune.agent.turn import Draft as Draft
    from cotune.agent.turn import TurnRequest as TurnRequest
    from cotune.agent.turn import TurnResult as TurnResult

_HOMES = {
    "Agent": "agent",
    "Draft": "turn",
    "TurnRequest": "turn",
    "TurnResult": "turn",
    "model_label": "models",
    "plan": "planning",
    "redact": "redaction",
    "resolve_model": "models",
}
__all__ = sorted(_HOMES)  # noqa: PLE0605


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
