"""A study told as events, with a host that answers in memory: what the UI needs, without a search."""

from __future__ import annotations

import math
import threading
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from queue import SimpleQueue

from cotune.errors import UserError
from cotune.model import event as ev
from cotune.model.action import ExtendRun, PauseRun, ResumeRun, StartSearch, StopRun, UnsealHoldout
from cotune.model.fold import fold
from cotune.model.gate import Card, Decision, Estimate, Permit, Proposal, ScoreWithNoise, Verdict
from cotune.model.mail import Decide, Letter, Propose, Reply, Say
from cotune.model.noise import standard_error
from cotune.model.plan import FieldOrigin
from cotune.model.profile import ColumnProfile, DataWarning, TableProfile
from cotune.model.reliance import ColumnWeight, Reliance
from cotune.model.sharing import SentCall
from cotune.model.space import Configuration
from cotune.model.spec import SearchSpec, diff
from cotune.model.speech import Speech
from cotune.model.trial import Failure, TrialAsk, TrialResult
from cotune.model.words import FAMILIES, Origin
from cotune.study.present_model import present_model

PLANNER = "built-in planner (no LLM)"
SPEC = SearchSpec(
    target="Churn", task="binary", metric="f2", seconds=300, exclude_columns=("customerID",), positive_class="Yes"
)
ORIGINS = (
    FieldOrigin(field="target", source="stated", words="Predict Churn"),
    FieldOrigin(field="metric", source="implied", words="missing a churner is worse than a false alarm"),
    FieldOrigin(field="seconds", source="stated", words="5 minutes"),
    FieldOrigin(field="trials", source="default"),
    FieldOrigin(field="families", source="default"),
    FieldOrigin(field="exclude_columns", source="implied"),
)
BEGIN = datetime(2026, 1, 5, 9, 30, tzinfo=UTC)
WARNINGS = (
    DataWarning(kind="id", column="customerID", message="A different value in every row. It is left out."),
    DataWarning(
        kind="leak",
        column="CancelDate",
        message="It alone nearly tells the target; is it known at the time of predicting?",
        strength=0.95,
    ),
    DataWarning(kind="imbalance", column="Churn", message="The rarer class is 26 % of the rows.", strength=0.3),
)

PROFILE = TableProfile(
    n_rows=7043,
    columns=(
        ColumnProfile(
            name="customerID", kind="category", dtype="category", n_missing=0, n_unique=7043, is_id_like=True
        ),
        ColumnProfile(
            name="tenure",
            kind="number",
            dtype="int64",
            n_missing=11,
            n_unique=73,
            minimum=0,
            maximum=72,
            is_integer=True,
            histogram=(1371, 793, 585, 495, 447, 431, 419, 415, 448, 450, 499, 690),
        ),
        ColumnProfile(name="CancelDate", kind="datetime", dtype="datetime64[us]", n_missing=5174, n_unique=412),
        ColumnProfile(
            name="Churn",
            kind="category",
            dtype="category",
            n_missing=0,
            n_unique=2,
            levels=("No", "Yes"),
            rarest=1869,
            histogram=(5174, 1869),
        ),
    ),
    data_hash="hash",
    memory_mb=1.2,
    warnings=WARNINGS,
)


class Story:
    """Appends events with the clock of the story; each method is one scene."""

    def __init__(self, name: str = "churn", begin: datetime = BEGIN) -> None:
        self.name = name
        self.log: list[ev.Event] = []
        self.at = begin
        self._trial = 0

    def tell(self, *bodies: ev.EventBody, after_s: float = 0.5) -> None:
        self.at += timedelta(seconds=after_s)
        for body in bodies:
            self.log.append(ev.Event(seq=len(self.log) + 1, at=self.at, epoch=1, body=body))

    def created(self, warnings: tuple[DataWarning, ...] = WARNINGS) -> Story:
        self.tell(
            ev.StudyCreated(
                name=self.name,
                data_hash="4f1c2d3e",
                n_rows=7043,
                n_columns=21,
                target=None,
                autonomy="ask_risky",
                planner=PLANNER,
                warnings=warnings,
                versions={},
            ),
            ev.HostStarted(epoch=1, protocol=1, versions={}),
        )
        return self

    def goal(self, text: str = "Predict Churn; missing a churner is worse than a false alarm. 5 minutes.") -> Story:
        self.tell(ev.GoalStated(turn="t1", text=text))
        return self

    def card(self, seconds: float = 300) -> Story:
        action = StartSearch(spec=SPEC.having(seconds=seconds))
        proposal = Proposal(
            id=f"p-{seconds:g}",
            action=action,
            actor="agent",
            door="panel",
            turn="t1",
            origins=ORIGINS,
            why="You said a missed churner costs more, so I optimise F2, which weighs recall higher than precision.",
        )
        verdict = Verdict(
            outcome="ask",
            rule="first_search",
            reasons=("It is the first search of this study.", "It leaves out the column customerID."),
        )
        card = Card(
            id=f"card-{proposal.id}",
            proposal=proposal,
            action_digest=action.digest(),
            verdict=verdict,
            changes=diff(None, action.spec),
            estimate=Estimate(
                seconds_low=280, seconds_high=300, memory_low_mb=420, memory_high_mb=1350, basis="2 workers, 7,043 rows"
            ),
            reversible="You can stop at any time and keep the best.",
            if_no="Nothing runs. The agent sees your reason and drafts another plan.",
        )
        self.tell(
            ev.AgentSpoke(
                turn="t1",
                text="I would search for **5 minutes** with F2 as the metric:\n\n- `customerID` is left out, an id"
                "\n- `CancelDate` looks like a *leak*; please look at it\n\nSay yes on the card when it fits.",
            ),
            ev.ActionProposed(proposal=proposal, verdict=verdict),
            ev.CardOpened(card=card),
            ev.TurnEnded(turn="t1", status="done"),
        )
        return self

    def question(self) -> Story:
        self.tell(
            ev.AgentSpoke(
                turn="t1",
                text="Which column shall be predicted?",
                question=True,
                candidates=("Churn", "Contract", "Tenure"),
            ),
            ev.TurnEnded(turn="t1", status="done"),
        )
        return self

    def run(self, spec: SearchSpec = SPEC) -> Story:
        self.tell(
            ev.RunStarted(
                run=1,
                spec=spec,
                permit=Permit(proposal="p-300", action_digest="d", source="approved", decision="d1"),
                seed=0,
                workers=2,
                versions={},
            ),
            ev.RunPrepared(
                run=1,
                folds=5,
                folds_digest="f",
                holdout_digest="h",
                holdout_rows=1408,
                baseline_dummy=0.351,
                baseline_dummy_folds=(0.35, 0.352, 0.351, 0.349, 0.353),
                active_s=0.4,
            ),
        )
        return self

    def approved(self) -> Story:
        card = next(e.body.card for e in reversed(self.log) if isinstance(e.body, ev.CardOpened))
        decision = Decision(id="d1", card=card.id, action_digest=card.action_digest, answer="approve", door="panel")
        self.tell(ev.DecisionMade(decision=decision))
        return self.run()

    def trials(self, n: int, running: int = 2) -> Story:
        for _ in range(n):
            self._one_trial()
        for _ in range(running):
            self.tell(ev.TrialStarted(ask=self._ask(), active_s=self._active()), after_s=0.2)
        return self

    def _active(self) -> float:
        started = next(e.at for e in self.log if isinstance(e.body, ev.RunStarted))
        return (self.at - started).total_seconds()

    def _ask(self) -> TrialAsk:
        i = self._trial
        self._trial += 1
        origin: Origin = "default" if i < 2 else "portfolio" if i < 10 else "smac"
        params = {"learning_rate": 0.02 + 0.01 * (i % 7), "max_depth": 3 + i % 6, "scaling": "standard", "bag": True}
        configuration = Configuration(family=FAMILIES[(i * 7) % 10 if i % 3 else 0], params=params)
        return TrialAsk(trial=i, run=1, number=i, configuration=configuration, origin=origin)

    def _one_trial(self) -> None:
        ask = self._ask()
        self.tell(ev.TrialStarted(ask=ask, active_s=self._active()), after_s=0.2)
        seconds = 1.2 + (ask.trial * 37 % 11) / 3
        self.at += timedelta(seconds=seconds)
        result = TrialResult(trial=ask.trial, attempt=1, seconds=seconds, status="ok", peak_mb=310.0)
        if ask.trial % 13 == 6:
            failure = Failure(type="ValueError", message="the solver did not converge")
            result = result.having(status="timeout" if ask.trial % 2 else "failed", failure=failure)
        else:
            wobble = 0.06 * math.sin(ask.trial * 2.4) ** 2
            score = 0.745 - 0.11 * math.exp(-ask.trial / 9) - wobble
            folds = tuple(score + 0.008 * math.sin(k * 3 + ask.trial) for k in range(5))
            result = result.having(
                score=math.fsum(folds) / 5,
                fold_scores=folds,
                standard_error=standard_error(folds, 0.25),
                predict_ms=0.01 * (1 + ask.trial % 9),
                has_models=True,
            )
        self.tell(ev.TrialFinished(run=1, result=result, active_s=self._active()), after_s=0)

    def ended(self) -> Story:
        active = self._active()
        members = (
            ev.ModelMember(trial=12, family="xgboost", weight=0.6),
            ev.ModelMember(trial=9, family="hist_gradient_boosting", weight=0.4),
        )
        self.tell(ev.RunFinishing(run=1, why="time", active_s=active))
        self.tell(
            ev.ModelReady(
                run=1,
                file="models/final-1.joblib",
                how="refit",
                members=members,
                cv=ScoreWithNoise(metric="f2", score=0.7521, standard_error=0.0041),
                predict_ms=0.11,
            ),
            ev.RunEnded(run=1, why="time", active_s=min(active + 0.5, 300)),
        )
        return self


class StoryStudy:
    """A study whose host lives in memory: it obeys run commands and approvals at once."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.name = story.name
        self.path = Path("studies") / story.name
        self.posted: list[tuple[str | None, Letter]] = []
        self.is_alive = True
        self.says: Speech | None = None
        self.calls: tuple[SentCall, ...] = ()
        self.is_there = True
        self.dropped: set[int] = set()
        self.measures_long = False
        self.measurings: SimpleQueue[threading.Event] = SimpleQueue()
        self._lock = threading.RLock()

    def events(self, after: int = 0) -> Sequence[ev.Event]:
        with self._lock:
            return self.story.log[after:]

    @property
    def profile(self) -> TableProfile:
        return PROFILE

    def keeps_models_of(self, trial: int) -> bool:
        return trial not in self.dropped

    def reliance(self, stopped: threading.Event) -> Reliance:
        model = present_model(fold(self.events()))
        if model is None:
            raise UserError("there is no model yet")
        self.measurings.put(stopped)
        if self.measures_long and stopped.wait(10):
            raise UserError("it was stopped")
        noted = ColumnWeight(column="tenure", drop=0.08, noise=0.01)
        return Reliance(model=model, weights=(noted, ColumnWeight(column="CancelDate", drop=0.002, noise=None)))

    def speech(self) -> Speech | None:
        return self.says

    def sent(self) -> tuple[SentCall, ...]:
        return self.calls

    def host_alive(self) -> bool:
        return self.is_alive

    def exists(self) -> bool:
        return self.is_there

    def ensure_host(self) -> bool:
        was_asleep, self.is_alive = not self.is_alive, True
        return was_asleep

    def post_nowait(self, letter: Letter, id: str | None = None) -> str:
        with self._lock:
            if id not in dict(self.posted):
                self.posted.append((id, letter))
                self._obey(letter, id or "")
        return id or ""

    def post(self, letter: Letter, id: str | None = None) -> Reply:
        self.post_nowait(letter, id)
        return Reply(mail=id or "", outcome="done")

    def _obey(self, letter: Letter, mail: str) -> None:
        tell = self.story.tell
        match letter:
            case Say():
                tell(ev.GoalStated(turn=mail, text=letter.text))
            case Decide(decision=decision):
                tell(ev.DecisionMade(decision=decision))
                if decision.answer != "reject":
                    self.story.run()
            case Propose(proposal=Proposal(action=PauseRun())):
                tell(ev.RunPaused(run=1, active_s=self.story._active()))
            case Propose(proposal=Proposal(action=ResumeRun())):
                tell(ev.RunResumed(run=1, active_s=self.story._active()))
            case Propose(proposal=Proposal(action=StopRun())):
                tell(ev.RunEnded(run=1, why="stopped", active_s=self.story._active()))
            case Propose(proposal=Proposal(action=ExtendRun(seconds=seconds))):
                tell(ev.RunExtended(run=1, seconds=seconds, trials=None))
            case Propose(proposal=Proposal(action=UnsealHoldout())):
                score = ScoreWithNoise(metric="f2", score=0.741, standard_error=None)
                tell(ev.HoldoutOpened(run=1, count=1, score=score, n_rows=1408))
