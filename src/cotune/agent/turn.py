"""What goes into a turn of the agent, and what comes out."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from cotune.model.action import Action
from cotune.model.base import Noun, Scalar
from cotune.model.figure import Figure
from cotune.model.plan import FieldOrigin, Question
from cotune.model.profile import TableProfile
from cotune.model.usage import AgentBudget, Usage
from cotune.model.view import RunView


class TurnRequest(Noun):
    """What the person said (`text`), and the study as it is when the turn begins.

    A turn that tries again answers the words of an earlier one: `words_of`.
    """

    turn: str
    text: str
    view: RunView
    profile: TableProfile
    words_of: str | None = None


class Draft(Noun):
    """An action that the agent would like, with its prose. Of a search also where each field comes from.

    `figures` are the numbers of `why`. `asked`: the person's own words ask for it, as the planner's rules read them;
    the model has no say in that. `stated` is flat, in SearchSpec's names with families_only / families_excluded.
    """

    action: Action
    why: str = ""
    asked: bool = False
    figures: tuple[Figure, ...] = ()
    stated: dict[str, Scalar | tuple[str, ...] | None] = Field(default_factory=dict)
    origins: tuple[FieldOrigin, ...] = ()


class TurnResult(Noun):
    """How a turn ended. `problem` says in plain words why it failed; drafts of a failed or stopped turn are dropped.

    `figures` are the numbers of `text`, looked up in the study as the agent saw it, and `asked_figures` those of the
    question. `stated` holds what was understood so far when there is a question. `raise_to`: the turn ended at a limit,
    and this budget would let it go on.
    """

    text: str
    figures: tuple[Figure, ...] = ()
    question: Question | None = None
    asked_figures: tuple[Figure, ...] = ()
    drafts: tuple[Draft, ...] = ()
    status: Literal["done", "stopped", "failed"] = "done"
    problem: str = ""
    usage: Usage = Usage()
    raise_to: AgentBudget | None = None
    stated: dict[str, Scalar | tuple[str, ...] | None] = Field(default_factory=dict)
