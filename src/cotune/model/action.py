"""What the agent, a button, a magic, the CLI or Python wants done. All of it passes the gate."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from cotune.model.base import Noun
from cotune.model.probe import ProbeRows
from cotune.model.sharing import Sharing
from cotune.model.space import Configuration
from cotune.model.spec import Range, SearchSpec, Seconds
from cotune.model.usage import AgentBudget
from cotune.model.words import BUILT_IN_PLANNER, Autonomy, Family, names_built_in


class StartSearch(Noun):
    """Start a run with this spec; a run under way is replaced by it."""

    kind: Literal["start_search"] = "start_search"
    spec: SearchSpec


class PauseRun(Noun):
    kind: Literal["pause_run"] = "pause_run"


class ResumeRun(Noun):
    kind: Literal["resume_run"] = "resume_run"


class StopRun(Noun):
    """End the run and make the final model of what there is."""

    kind: Literal["stop_run"] = "stop_run"


class ExtendRun(Noun):
    """More budget for the run, also for one that has ended."""

    kind: Literal["extend_run"] = "extend_run"
    seconds: Seconds | None = None
    trials: Annotated[int, Field(ge=1)] | None = None


class Steer(Noun):
    """A soft hint on where to look: a share of proposals comes from `ranges`, halving every `half_life` trials."""

    kind: Literal["steer"] = "steer"
    family: Family
    ranges: tuple[Range, ...] = ()
    weight: Annotated[float, Field(gt=0, le=0.9)] = 0.5
    half_life: Annotated[int, Field(ge=1)] = 20
    why: str = ""

    @property
    def own_ranges(self) -> tuple[Range, ...]:
        """Those that count: of its own family."""
        return tuple(r for r in self.ranges if r.family == self.family)


class Unsteer(Noun):
    kind: Literal["unsteer"] = "unsteer"
    steer_id: str


class EnqueueTrial(Noun):
    """Try this configuration next."""

    kind: Literal["enqueue_trial"] = "enqueue_trial"
    configuration: Configuration


class BanFamily(Noun):
    kind: Literal["ban_family"] = "ban_family"
    family: Family


class UnbanFamily(Noun):
    kind: Literal["unban_family"] = "unban_family"
    family: Family


class UnsealHoldout(Noun):
    """Score the current model on the sealed rows; counted."""

    kind: Literal["unseal_holdout"] = "unseal_holdout"


class UseTrial(Noun):
    """Make this finished trial of the present run its model, alone; None: what cotune would choose."""

    kind: Literal["use_trial"] = "use_trial"
    trial: Annotated[int, Field(ge=0)] | None = None


class SetAutonomy(Noun):
    kind: Literal["set_autonomy"] = "set_autonomy"
    autonomy: Autonomy


class GrantBudget(Noun):
    """A standing permission: this many more seconds of search in this study without a card."""

    kind: Literal["grant_budget"] = "grant_budget"
    seconds: Seconds


class RevokeGrant(Noun):
    kind: Literal["revoke_grant"] = "revoke_grant"
    grant_id: str


class LimitAgent(Noun):
    """What the agent's language model may use from now on, and what it costs."""

    kind: Literal["limit_agent"] = "limit_agent"
    budget: AgentBudget


class ShareWithAgent(Noun):
    """What the agent's language model may see of the table from now on."""

    kind: Literal["share_with_agent"] = "share_with_agent"
    sharing: Sharing


class SetAgentModel(Noun):
    """Which language model answers as the agent from now on; None: the built-in planner.

    `model` is an `init_chat_model` string or, with `is_object`, what a chat model object is called: the object itself
    is handed to the study's host after a yes, and never stored.
    """

    kind: Literal["set_agent_model"] = "set_agent_model"
    model: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    is_object: bool = False

    @model_validator(mode="before")
    @classmethod
    def _by_any_name(cls, given: Any) -> Any:
        """A name of the built-in planner stands for it, whichever door it comes by."""
        if isinstance(given, dict) and not given.get("is_object") and names_built_in(given.get("model")):
            return {**given, "model": None}
        return given

    @property
    def planner(self) -> str:
        """How people see it named."""
        return self.model or BUILT_IN_PLANNER


class ProbeModel(Noun):
    """Measure whether the agent's language model knows this table from elsewhere; it is sent cells for that.

    `rows`: how many rows it shall guess, each twice.
    """

    kind: Literal["probe_model"] = "probe_model"
    rows: ProbeRows = 10


Action = Annotated[
    StartSearch
    | PauseRun
    | ResumeRun
    | StopRun
    | ExtendRun
    | Steer
    | Unsteer
    | EnqueueTrial
    | BanFamily
    | UnbanFamily
    | UnsealHoldout
    | UseTrial
    | SetAutonomy
    | GrantBudget
    | RevokeGrant
    | LimitAgent
    | ShareWithAgent
    | SetAgentModel
    | ProbeModel,
    Field(discriminator="kind"),
]


def searching_seconds(action: Action) -> float:
    """The seconds of search that an action asks for; 0 without a time budget."""
    match action:
        case StartSearch(spec=spec):
            return spec.seconds or 0.0
        case ExtendRun(seconds=seconds):
            return seconds or 0.0
        case _:
            return 0.0
