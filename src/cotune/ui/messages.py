"""The wire between a study's bridge and the UI: one type for each message, either way.

Kernel to UI: `Update` carries the parts of a study that changed (all of them when `fresh`), numbered so that a lost
message shows as a gap; trials come as little-endian Float64 columns in the message's first buffer, in the order of
`TRIAL_COLUMNS`. UI to kernel: a request with an id; it is answered at once by a `Receipt` and later by an `Outcome`.
The TypeScript side of these types is generated (jupyter_ext/ui/wire).
"""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from pydantic import Field, TypeAdapter

from cotune.model.action import Action
from cotune.model.base import Noun
from cotune.model.baseline import Baseline
from cotune.model.event import HoldoutOpened, ModelReady
from cotune.model.gate import Card, Grant
from cotune.model.helped import Helped
from cotune.model.insight import SearchInsight
from cotune.model.optimism import Optimism
from cotune.model.profile import ColumnKind, DataWarning
from cotune.model.reliance import ColumnWeight
from cotune.model.sharing import SentCall
from cotune.model.space import Configuration
from cotune.model.spec import SearchSpec
from cotune.model.trial import TrialRow
from cotune.model.view import ActiveSteer, ChatLine, RunState, TurnState, Verdicted
from cotune.model.words import Autonomy, Family

HostState = Literal["alive", "asleep", "lost"]
"""`lost`: the study's folder was deleted or can't be read any more; what is shown is the last that was known."""

TrialColumn = Literal[
    "trial",
    "run",
    "status",
    "family",
    "origin",
    "score",
    "standard_error",
    "seconds",
    "started_at_s",
    "cost",
    "attempt",
    "on_gpu",
]
TRIAL_COLUMNS: tuple[TrialColumn, ...] = get_args(TrialColumn)
"""`cost`: the size in MB where that is an objective, else the prediction time in ms a row of a batch."""


class Head(Noun):
    """What the study is, and whether its process runs.

    `id`: none other has it, whatever its name; `code` opens it in Python, `cli_name` names it in a shell.
    """

    id: str
    name: str
    code: str
    cli_name: str
    target: str | None
    planner: str
    autonomy: Autonomy
    n_rows: int
    n_columns: int
    host: HostState


class Talk(Noun):
    """Lines of the conversation from number `offset` on."""

    turn: TurnState
    offset: int
    lines: tuple[ChatLine, ...]


class Saying(Noun):
    """What the agent is saying at this moment, and why it waits if it does; both empty when it is silent."""

    text: str = ""
    notice: str = ""


class Gate(Noun):
    """What waits for the person, what was decided lately (newest last), and standing permissions."""

    cards: tuple[Card, ...]
    decided: tuple[Verdicted, ...]
    grants: tuple[Grant, ...]


class Search(Noun):
    """What is searched, the person's hints to the searcher, and what the run has learned of its space."""

    spec: SearchSpec | None
    insight: SearchInsight | None
    banned: tuple[Family, ...]
    steers: tuple[ActiveSteer, ...]
    queued: tuple[Configuration, ...]


class Progress(Noun):
    """The run; `run.active_s` was true at `as_of_ms` (kernel clock) and grows while the phase is running.

    `guess` and `default_xgboost` are what the best stands beside. `helped`: what suggestions brought, if any.
    """

    run: RunState
    as_of_ms: int
    incumbent: TrialRow | None
    guess: Baseline
    default_xgboost: Baseline
    helped: Helped | None = None


class Result(Noun):
    """The model, and what else it could be made of.

    `so_far`: it is the best trial so far, for the run has made none yet.
    `opened`: what this model scored on the sealed rows. `front`: trials to choose from where two objectives count,
    cheapest first. `chosen` is somebody's choice of a trial, and while `choosing` the model is being made of it.
    `unsealing`: the sealed rows are being scored, as a human has allowed.
    """

    model: ModelReady | None
    so_far: bool
    opened: HoldoutOpened | None
    optimism: Optimism | None
    front: tuple[int, ...]
    chosen: int | None
    choosing: bool
    unsealing: bool


class TableNotes(Noun):
    """What stands out in the table, seen from `target` where there is one."""

    target: str | None
    warnings: tuple[DataWarning, ...]


class TrialBlock(Noun):
    """Header of the trial columns in the buffer: `rows` changed rows of a study that has `total` trials."""

    rows: int
    total: int


class Update(Noun):
    """The parts that changed; None: as before. `now_ms` is the kernel's clock when it was sent."""

    kind: Literal["update"] = "update"
    number: int
    fresh: bool
    seq: int
    now_ms: int
    head: Head | None = None
    talk: Talk | None = None
    saying: Saying | None = None
    gate: Gate | None = None
    search: Search | None = None
    progress: Progress | None = None
    result: Result | None = None
    table: TableNotes | None = None
    trials: TrialBlock | None = None


class TableOffer(Noun):
    """A data frame in the notebook that a study could be made of."""

    variable: str
    n_rows: int
    n_columns: int


class StudyOffer(Noun):
    """A study on this machine that could be opened."""

    name: str
    changed_ms: int


class Lobby(Noun):
    """What the panel shows while no study is selected."""

    kind: Literal["lobby"] = "lobby"
    tables: tuple[TableOffer, ...]
    studies: tuple[StudyOffer, ...]


class Receipt(Noun):
    """The kernel has the request of this id."""

    kind: Literal["receipt"] = "receipt"
    id: str


class Outcome(Noun):
    """What became of the request of this id. `failed`: it could not be delivered or carried out."""

    kind: Literal["outcome"] = "outcome"
    id: str
    outcome: Literal["done", "card", "refused", "ignored", "failed"]
    message: str = ""
    rule: str | None = None


class TrialDetail(Noun):
    """One trial in full, asked for by `ShowTrial`; here and below `study` is the id of the one that it is of.

    `can_be_model`: nothing stands against choosing it, its fitted models are on disk.
    """

    kind: Literal["trial_detail"] = "trial_detail"
    study: str
    row: TrialRow
    can_be_model: bool


class ColumnNote(Noun):
    """One column for the eye. `is_unused`: constants, identifiers and empty columns take no part in any search."""

    name: str
    kind: ColumnKind
    n_missing: int
    n_unique: int
    low: float | None
    high: float | None
    histogram: tuple[int, ...]
    is_unused: bool


class TableColumns(Noun):
    """The columns of the study's table in their order, asked for by `ShowTable`."""

    kind: Literal["table_columns"] = "table_columns"
    study: str
    columns: tuple[ColumnNote, ...]


class ColumnWeights(Noun):
    """Which columns this model relies on, most important first, asked for by `ShowWeights`."""

    kind: Literal["column_weights"] = "column_weights"
    study: str
    model: ModelReady
    weights: tuple[ColumnWeight, ...]


class SentCalls(Noun):
    """Some of the `total` calls to language models that are kept, oldest first, and how many are `newer` than these.

    Asked for by `ShowSent`.
    """

    kind: Literal["sent_calls"] = "sent_calls"
    study: str
    calls: tuple[SentCall, ...]
    newer: int
    total: int


Message = Update | Lobby | Receipt | Outcome | TrialDetail | TableColumns | ColumnWeights | SentCalls


class Asked(Noun):
    """`study`: the id of what the view showed at the click; None: no study, or a view that doesn't say."""

    id: str
    study: str | None = None


class Hello(Asked):
    """A view has appeared, or has seen a gap: send everything."""

    kind: Literal["hello"] = "hello"


class SayText(Asked):
    kind: Literal["say"] = "say"
    text: Annotated[str, Field(min_length=1, max_length=20_000)]


class ProposeAction(Asked):
    kind: Literal["propose"] = "propose"
    action: Action


class AnswerCard(Asked):
    """A click on a card; `action_digest` is that of the action as it was shown."""

    kind: Literal["answer"] = "answer"
    card: str
    action_digest: str
    answer: Literal["approve", "edit", "reject"]
    edited: Action | None = None
    reason: str = ""


class StopAgent(Asked):
    kind: Literal["stop_agent"] = "stop_agent"


class RetryAgent(Asked):
    """Answer the last words once more; `built_in`: by the built-in planner."""

    kind: Literal["retry_agent"] = "retry_agent"
    built_in: bool = False


class WakeHost(Asked):
    kind: Literal["wake_host"] = "wake_host"


class ShowTrial(Asked):
    kind: Literal["show_trial"] = "show_trial"
    trial: Annotated[int, Field(ge=0)]


class ShowTable(Asked):
    kind: Literal["show_table"] = "show_table"


class ShowWeights(Asked):
    """Measure which columns the model relies on, and show it."""

    kind: Literal["show_weights"] = "show_weights"


class StopWeights(Asked):
    """Measure no longer."""

    kind: Literal["stop_weights"] = "stop_weights"


class ShowSent(Asked):
    """Show calls to language models, but the `newer` ones."""

    kind: Literal["show_sent"] = "show_sent"
    newer: Annotated[int, Field(ge=0)] = 0


class OpenStudy(Asked):
    kind: Literal["open_study"] = "open_study"
    name: str


class CreateStudy(Asked):
    """Make a study of the data frame held by `variable` in the notebook."""

    kind: Literal["create_study"] = "create_study"
    variable: str
    goal: Annotated[str, Field(min_length=1, max_length=20_000)]


class LeaveStudy(Asked):
    """Back to the lobby; the study goes on."""

    kind: Literal["leave_study"] = "leave_study"


StudyRequest = (
    SayText
    | ProposeAction
    | AnswerCard
    | StopAgent
    | RetryAgent
    | WakeHost
    | ShowTrial
    | ShowTable
    | ShowWeights
    | StopWeights
    | ShowSent
)
PanelRequest = OpenStudy | CreateStudy | LeaveStudy
Request = Annotated[Hello | StudyRequest | PanelRequest, Field(discriminator="kind")]
REQUEST: TypeAdapter[Request] = TypeAdapter(Request)
