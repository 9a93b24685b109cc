"""The agent's tools. They read the view of the turn and write drafts; none of them can carry anything out."""

from __future__ import annotations

from typing import Any

from langchain_core.tools import BaseTool, StructuredTool
from pydantic import BaseModel, ConfigDict, Field

from cotune.agent.drafting import Drafting
from cotune.agent.fields import RangeFields, SearchFields
from cotune.model.words import FAMILIES


class _Arguments(BaseModel):
    model_config = ConfigDict(extra="forbid")


class NoArguments(_Arguments):
    pass


class AskArguments(_Arguments):
    text: str = Field(description="one short question")
    about: str = Field("other", description="target, task, metric, column or other")
    candidates: list[str] = Field(default_factory=list, description="the possible answers")
    understood: SearchFields | None = Field(None, description="what is clear already")


class ExtensionArguments(_Arguments):
    seconds: float | None = None
    trials: int | None = None
    why: str = ""


class FamilyArguments(_Arguments):
    family: str = Field(description=", ".join(FAMILIES))
    why: str = ""


class UseArguments(_Arguments):
    trial: int | None = Field(None, description="none: back to what cotune would choose")
    why: str = ""


class TrialArguments(_Arguments):
    family: str = Field(description=", ".join(FAMILIES))
    params: dict[str, bool | int | float | str] = Field(default_factory=dict)
    why: str = ""


class SteerArguments(FamilyArguments):
    ranges: list[RangeFields] = Field(default_factory=list, description="where in the family; empty: all of it")


class SteerIdArguments(_Arguments):
    steer_id: str


class LookArguments(_Arguments):
    trial: int


class FamiliesArguments(_Arguments):
    first: str = Field(description=", ".join(FAMILIES))
    second: str


_CONTROLS = (
    ("draft_pause", "pause_run", "Pause the running search.", NoArguments),
    ("draft_resume", "resume_run", "Let a paused search go on.", NoArguments),
    ("draft_stop", "stop_run", "End the search and keep its best model.", NoArguments),
    ("draft_extension", "extend_run", "Give the search more seconds or trials.", ExtensionArguments),
    ("draft_ban", "ban_family", "Try no more models of a family.", FamilyArguments),
    ("draft_unban", "unban_family", "Try models of a banned family again.", FamilyArguments),
    (
        "draft_use",
        "use_trial",
        "Make one finished trial the model, alone; only when the person names it.",
        UseArguments,
    ),
    ("draft_unsteer", "unsteer", "Take a hint back.", SteerIdArguments),
    (
        "draft_unsealing",
        "unseal_holdout",
        "Score the model on the sealed rows; only when the person asks.",
        NoArguments,
    ),
    (
        "draft_probe",
        "probe_model",
        "Measure whether you know this table from elsewhere; only when the person asks.",
        NoArguments,
    ),
)


def tools_for(drafting: Drafting) -> list[BaseTool]:
    """The tools of one turn."""
    return [
        _tool("draft_search", "Draft a search, or changes of the present one.", SearchFields, _search(drafting)),
        _tool("ask_question", "Ask the person one question; ends the turn.", AskArguments, _ask(drafting)),
        *(_control(drafting, *row) for row in _CONTROLS),
        _tool("draft_steer", "Look more at one family, softly.", SteerArguments, _steer(drafting)),
        _tool("draft_trial", "Try one configuration next.", TrialArguments, _trial(drafting)),
        _tool("look_at_trial", "All about one trial.", LookArguments, drafting.look_at_trial),
        _tool("compare_families", "Two families beside each other.", FamiliesArguments, drafting.compare_families),
        _tool(
            "look_at_progress",
            "Whether the search still improves, and which next steps its figures call for.",
            NoArguments,
            drafting.look_at_progress,
        ),
        _tool(
            "look_at_search",
            "Why the search looks where it looks: which settings matter, how much of the space was tried.",
            NoArguments,
            drafting.look_at_search,
        ),
    ]


def _tool(name: str, description: str, schema: type[BaseModel], run: Any) -> BaseTool:
    return StructuredTool.from_function(func=run, name=name, description=description, args_schema=schema)


def _search(drafting: Drafting) -> Any:
    return lambda **fields: drafting.search(SearchFields(**fields))


def _ask(drafting: Drafting) -> Any:
    def ask(
        text: str, about: str = "other", candidates: list[str] | None = None, understood: SearchFields | None = None
    ) -> str:
        return drafting.ask(text, about, candidates or [], understood)

    return ask


def _control(drafting: Drafting, name: str, kind: str, description: str, schema: type[BaseModel]) -> BaseTool:
    return _tool(name, description, schema, lambda **arguments: drafting.control(kind, **arguments))


def _steer(drafting: Drafting) -> Any:
    def steer(family: str, ranges: list[RangeFields] | None = None, why: str = "") -> str:
        return drafting.steer(family, ranges or [], why)

    return steer


def _trial(drafting: Drafting) -> Any:
    def trial(family: str, params: dict[str, Any] | None = None, why: str = "") -> str:
        return drafting.try_next(family, params or {}, why)

    return trial
