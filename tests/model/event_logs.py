"""Random but legal event logs, for property tests of the fold and of anything that replays one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from cotune.model import event as ev
from cotune.model.action import BanFamily, PauseRun, StartSearch, Steer
from cotune.model.gate import Card, Decision, Grant, Permit, Proposal, ScoreWithNoise, Verdict
from cotune.model.space import Configuration
from cotune.model.spec import SearchSpec
from cotune.model.trial import Failure, TrialAsk, TrialResult
from cotune.model.usage import Usage
from cotune.model.words import FAMILIES

SPEC = SearchSpec(target="y", task="binary", metric="roc_auc")
START = datetime(2030, 1, 1, tzinfo=UTC)

Step = tuple[str, int]
OPERATIONS = (
    *("goal", "speak", "end_turn", "propose", "card", "decide", "close", "grant", "revoke", "autonomy", "host"),
    *("start", "prepare", "pause", "resume", "extend", "finish", "end", "model", "choose", "holdout"),
    *(
        "trial",
        "trial",
        "trial",
        "done",
        "done",
        "done",
        "fail",
        "requeue",
        "enqueue",
        "steer",
        "unsteer",
        "ban",
        "unban",
    ),
)
steps: st.SearchStrategy[list[Step]] = st.lists(st.tuples(st.sampled_from(OPERATIONS), st.integers(0, 40)), max_size=60)


class LogWriter:
    """Writes a log one step at a time; a step that would be illegal now writes nothing."""

    def __init__(self) -> None:
        self.events: list[ev.Event] = []
        self.run = 0
        self.trials: list[tuple[TrialAsk, bool]] = []
        self.open_cards: list[Card] = []
        self.turn = 0
        self._append(
            ev.StudyCreated(
                name="s",
                data_hash="d",
                n_rows=9,
                n_columns=2,
                target="y",
                autonomy="ask_risky",
                planner="p",
                warnings=(),
                versions={},
            )
        )

    def take(self, step: Step) -> None:
        operation, n = step
        method = getattr(self, f"_{operation}", None)
        body = method(n) if method else _free(operation, n)
        if body is not None:
            self._append(body)

    def _append(self, body: ev.EventBody) -> None:
        seq = len(self.events) + 1
        self.events.append(ev.Event(seq=seq, at=START + timedelta(milliseconds=seq), epoch=1, body=body))

    def _goal(self, n: int) -> ev.EventBody:
        self.turn += 1
        return ev.GoalStated(turn=f"turn-{self.turn}", text=f"goal {n}")

    def _speak(self, n: int) -> ev.EventBody | None:
        return ev.AgentSpoke(turn=f"turn-{self.turn}", text=f"words {n}") if self.turn else None

    def _end_turn(self, n: int) -> ev.EventBody | None:
        status = ("done", "stopped", "failed")[n % 3]
        return ev.TurnEnded(turn=f"turn-{self.turn}", status=status, usage=Usage(input_tokens=n)) if self.turn else None

    def _propose(self, n: int) -> ev.EventBody:
        verdict = Verdict(outcome="allow", rule="r", reasons=())
        return ev.ActionProposed(proposal=_proposal(len(self.events)), verdict=verdict)

    def _card(self, n: int) -> ev.EventBody:
        proposal = _proposal(len(self.events))
        verdict = Verdict(outcome="ask", rule="r", reasons=("because",))
        card = Card(
            id=f"card-{proposal.id}",
            proposal=proposal,
            action_digest=proposal.action.digest(),
            verdict=verdict,
            changes=(),
            estimate=None,
            reversible="yes",
            if_no="nothing",
        )
        self.open_cards.append(card)
        return ev.CardOpened(card=card)

    def _decide(self, n: int) -> ev.EventBody | None:
        if not self.open_cards:
            return None
        card = self.open_cards.pop(n % len(self.open_cards))
        answer = ("approve", "reject")[n % 2]
        decision = Decision(id=f"d{len(self.events)}", card=card.id, action_digest=card.action_digest, answer=answer)
        return ev.DecisionMade(decision=decision)

    def _close(self, n: int) -> ev.EventBody | None:
        return ev.CardClosed(card=self.open_cards.pop().id, reason="moved on") if self.open_cards else None

    def _start(self, n: int) -> ev.EventBody:
        self.run += 1
        permit = Permit(proposal="p", action_digest="x", source="approved", decision="d")
        spec = SPEC.having(random_state=n)
        return ev.RunStarted(run=self.run, spec=spec, permit=permit, seed=n, workers=2, versions={})

    def _trial(self, n: int) -> ev.EventBody | None:
        if not self.run:
            return None
        idle = [i for i, (ask, running) in enumerate(self.trials) if not running and ask.attempt > 1]
        if idle and n % 2:
            ask = self.trials[idle[0]][0]
            self.trials[idle[0]] = (ask, True)
            return ev.TrialStarted(ask=ask, active_s=float(n))
        ask = TrialAsk(
            trial=len(self.trials),
            run=self.run,
            number=n,
            configuration=Configuration(family=FAMILIES[n % len(FAMILIES)], params={"x": n}),
            origin="smac",
        )
        self.trials.append((ask, True))
        return ev.TrialStarted(ask=ask, active_s=float(n))

    def _running(self, n: int) -> int | None:
        running = [i for i, (_, is_running) in enumerate(self.trials) if is_running]
        return running[n % len(running)] if running else None

    def _done(self, n: int) -> ev.EventBody | None:
        i = self._running(n)
        if i is None:
            return None
        ask = self.trials[i][0]
        self.trials[i] = (ask.having(attempt=1), False)
        result = TrialResult(trial=i, attempt=ask.attempt, status="ok", score=n / 40, fold_scores=(n / 40,))
        return ev.TrialFinished(run=ask.run, result=result, active_s=float(n))

    def _fail(self, n: int) -> ev.EventBody | None:
        i = self._running(n)
        if i is None:
            return None
        ask = self.trials[i][0]
        self.trials[i] = (ask.having(attempt=1), False)
        failure = Failure(type="ValueError", message="no")
        result = TrialResult(trial=i, attempt=ask.attempt, status="timeout", failure=failure)
        return ev.TrialFinished(run=ask.run, result=result, active_s=float(n))

    def _requeue(self, n: int) -> ev.EventBody | None:
        i = self._running(n)
        if i is None:
            return None
        ask = self.trials[i][0].having(attempt=self.trials[i][0].attempt + 1)
        self.trials[i] = (ask, False)
        return ev.TrialRequeued(trial=i, attempt=ask.attempt, reason="pause")


def _proposal(number: int) -> Proposal:
    action = StartSearch(spec=SPEC) if number % 2 else BanFamily(family="mlp") if number % 3 else PauseRun()
    return Proposal(id=f"p{number}", action=action, actor="human", door="python")


def _free(operation: str, n: int) -> ev.EventBody | None:
    """Events that are legal at any time."""
    configuration = Configuration(family=FAMILIES[n % len(FAMILIES)], params={"x": n})
    score = ScoreWithNoise(metric="roc_auc", score=n / 40)
    bodies: dict[str, ev.EventBody] = {
        "grant": ev.GrantGiven(grant=Grant(id=f"g{n}", seconds=60)),
        "revoke": ev.GrantRevoked(grant=f"g{n}"),
        "autonomy": ev.AutonomySet(autonomy="ask_all"),
        "prepare": ev.RunPrepared(
            run=1,
            folds=5,
            folds_digest="f",
            holdout_digest="h",
            holdout_rows=n,
            baseline_dummy=0.5,
            active_s=0.1,
        ),
        "pause": ev.RunPaused(run=1, active_s=float(n)),
        "resume": ev.RunResumed(run=1, active_s=float(n)),
        "extend": ev.RunExtended(run=1, seconds=float(n + 1), trials=None),
        "finish": ev.RunFinishing(run=1, why="time", active_s=float(n)),
        "end": ev.RunEnded(run=1, why="time", active_s=float(n)),
        "model": ev.ModelReady(run=1, file="m", how="refit", members=(), cv=score, predict_ms=None),
        "choose": ev.TrialChosen(run=1, trial=n if n % 2 else None, by="human"),
        "holdout": ev.HoldoutOpened(run=1, count=1, score=score, n_rows=n),
        "enqueue": ev.TrialEnqueued(configuration=configuration, by="human"),
        "steer": ev.Steered(id=f"s{n}", steer=Steer(family="xgboost"), by="agent"),
        "unsteer": ev.Unsteered(id=f"s{n}"),
        "ban": ev.FamilyBanned(family=configuration.family),
        "unban": ev.FamilyUnbanned(family=configuration.family),
        "host": ev.HostStarted(epoch=1, protocol=1, versions={}),
    }
    return bodies[operation]


def log_of(taken: list[Step]) -> list[ev.Event]:
    """The log that these steps write."""
    writer = LogWriter()
    for step in taken:
        writer.take(step)
    return writer.events
