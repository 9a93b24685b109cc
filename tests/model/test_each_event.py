"""What each kind of event does to the view: a kind that the fold forgets fails its own case."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import get_args

import pytest
from pydantic import TypeAdapter

from cotune.model import event as ev
from cotune.model.action import PauseRun, Steer, UnsealHoldout
from cotune.model.fold import fold
from cotune.model.gate import Card, Decision, Grant, Permit, Proposal, ScoreWithNoise, Verdict
from cotune.model.insight import SearchInsight
from cotune.model.probe import ProbeScore
from cotune.model.sharing import Sharing
from cotune.model.space import Configuration
from cotune.model.spec import SearchSpec
from cotune.model.trial import TrialAsk, TrialResult
from cotune.model.usage import AgentBudget, Usage
from cotune.model.view import RunView

SPEC = SearchSpec(target="y", task="binary", metric="roc_auc", seconds=100, trials=10)
KNN = Configuration(family="knn")
ASK = TrialAsk(trial=0, run=1, number=0, configuration=KNN, origin="human")
PROPOSAL = Proposal(id="p", action=PauseRun(), actor="human", door="python")
VERDICT = Verdict(outcome="ask", rule="r", reasons=("because",))
CARD = Card(
    id="card-p",
    proposal=PROPOSAL,
    action_digest="digest",
    verdict=VERDICT,
    changes=(),
    estimate=None,
    reversible="yes",
    if_no="nothing",
)
SCORE = ScoreWithNoise(metric="roc_auc", score=0.5)

CREATED = ev.StudyCreated(
    name="s",
    data_hash="d",
    n_rows=9,
    n_columns=2,
    target="y",
    autonomy="ask_all",
    planner="p",
    warnings=(),
    versions={},
)
GOAL = ev.GoalStated(turn="t", text="predict y")
PROPOSED = ev.ActionProposed(proposal=PROPOSAL, verdict=VERDICT)
OPENED = ev.CardOpened(card=CARD)
PERMIT = Permit(proposal="p", action_digest="x", source="approved", decision="d")
STARTED = ev.RunStarted(run=1, spec=SPEC, permit=PERMIT, seed=0, workers=2, versions={})
PREPARED = ev.RunPrepared(
    run=1, folds=5, folds_digest="f", holdout_digest="h", holdout_rows=4, baseline_dummy=0.5, active_s=1
)
TRIAL = ev.TrialStarted(ask=ASK, active_s=2)
MODEL = ev.ModelReady(run=1, file="m", how="refit", members=(), cv=SCORE, predict_ms=None)
PROBED = ProbeScore(rows=9, cells=1, control=0.5, score=1, low=0.9, high=1, names=1, names_control=0)
EXPLAINED = ev.SearchExplained(
    insight=SearchInsight(run=1, trials=9, scored=8, explored=0.5, choice_of_family=None, families=())
)
STEER = ev.Steered(id="s1", steer=Steer(family="knn"), by="agent")
GRANT = ev.GrantGiven(grant=Grant(id="g", seconds=60))

Expectation = Callable[[RunView], bool]
CASES: list[tuple[tuple[ev.EventBody, ...], ev.EventBody, Expectation]] = [
    ((), CREATED, lambda v: (v.name, v.target, v.autonomy, v.planner, v.data_hash) == ("s", "y", "ask_all", "p", "d")),
    (
        (CREATED,),
        ev.HostStarted(epoch=1, protocol=1, versions={"cotune": "9"}),
        lambda v: v.host_version == "9",
    ),
    ((CREATED,), GOAL, lambda v: v.goals == ("predict y",) and v.agent.busy and v.chat[-1].who == "you"),
    (
        (GOAL, ev.TurnEnded(turn="t", status="failed", problem="oh")),
        ev.TurnRetried(turn="u", words_of="t", built_in=True),
        lambda v: (
            (v.agent.turn, v.agent.words_of, v.agent.busy, v.agent.problem, v.agent.retryable, len(v.chat))
            == ("u", "t", True, "", False, 1)
        ),
    ),
    ((GOAL,), ev.AgentSpoke(turn="t", text="hm"), lambda v: (v.chat[-1].who, v.chat[-1].text) == ("agent", "hm")),
    (
        (GOAL,),
        ev.TurnEnded(turn="t", status="stopped", problem="no", usage=Usage(input_tokens=3, output_tokens=2)),
        lambda v: (v.agent.busy, v.agent.problem, v.agent.used.tokens, v.stopped_turns) == (False, "no", 5, ("t",)),
    ),
    ((GOAL,), ev.Remarked(turn="t", text="done"), lambda v: (v.chat[-1].who, v.chat[-1].text) == ("cotune", "done")),
    ((), ev.TargetSeen(target="y", warnings=()), lambda v: [s.target for s in v.targets_seen] == ["y"]),
    ((), PROPOSED, lambda v: [h.proposal.id for h in v.history] == ["p"]),
    ((PROPOSED,), OPENED, lambda v: v.card("card-p") == CARD),
    ((PROPOSED, OPENED), ev.CardClosed(card="card-p", reason="moved on"), lambda v: v.cards == ()),
    (
        (PROPOSED, OPENED),
        ev.DecisionMade(decision=Decision(id="d", card="card-p", action_digest="digest", answer="approve")),
        lambda v: v.cards == () and v.history[0].decision is not None and v.history[0].decision.id == "d",
    ),
    (
        (PROPOSED, OPENED),
        ev.DecisionMade(
            decision=Decision(id="d", card="card-p", action_digest="digest", answer="reject", reason="not now ")
        ),
        lambda v: (
            v.cards == ()
            and [(c.who, c.text) for c in v.chat] == [("cotune", "You said no: pause the search. Your reason: not now")]
        ),
    ),
    ((), GRANT, lambda v: [(g.id, g.revoked) for g in v.grants] == [("g", False)]),
    ((GRANT,), ev.GrantRevoked(grant="g"), lambda v: v.grants[0].revoked),
    ((), ev.AgentLimited(budget=AgentBudget(turn_tokens=9)), lambda v: v.agent.budget.turn_tokens == 9),
    ((), ev.SharingSet(sharing=Sharing(level=0)), lambda v: v.agent.sharing.level == 0),
    (
        (CREATED, GOAL, ev.AgentSpoke(turn="t", text="hello")),
        ev.AgentModelSet(planner="openai:m"),
        lambda v: (
            (v.planner, v.planner_is_object, v.agent.probed) == ("openai:m", False, None)
            and [(c.who, c.by) for c in v.chat[1:]] == [("agent", "p"), ("cotune", "")]
        ),
    ),
    ((), ev.AutonomySet(autonomy="ask_costly"), lambda v: v.autonomy == "ask_costly"),
    (
        (),
        STARTED,
        lambda v: (
            (v.spec, v.run.run, v.run.phase, v.run.budget_s, v.run.budget_trials, v.run.workers)
            == (SPEC, 1, "running", 100, 10, 2)
        ),
    ),
    (
        (STARTED,),
        PREPARED,
        lambda v: (v.run.folds, v.run.folds_digest, v.run.holdout_digest, v.run.holdout_rows) == (5, "f", "h", 4),
    ),
    ((STARTED,), ev.RunPaused(run=1, active_s=7), lambda v: (v.run.phase, v.run.active_s) == ("paused", 7)),
    (
        (STARTED, ev.RunPaused(run=1, active_s=7)),
        ev.RunResumed(run=1, active_s=7),
        lambda v: v.run.phase == "running",
    ),
    (
        (STARTED,),
        ev.RunExtended(run=1, seconds=50, trials=5),
        lambda v: (v.run.budget_s, v.run.budget_trials) == (150, 15),
    ),
    (
        (STARTED,),
        ev.RunFinishing(run=1, why="time", active_s=9),
        lambda v: (v.run.phase, v.run.why_ended) == ("finishing", "time"),
    ),
    (
        (STARTED,),
        ev.RunEnded(run=1, why="failed", active_s=9, message="oh"),
        lambda v: (v.run.phase, v.run.why_ended, v.run.message, v.run.active_s) == ("ended", "failed", "oh", 9),
    ),
    (
        (ev.TrialEnqueued(configuration=KNN, by="human"), STARTED),
        TRIAL,
        lambda v: [t.status for t in v.trials] == ["running"] and v.queued == v.queued_by == (),
    ),
    (
        (STARTED, TRIAL),
        ev.TrialFinished(run=1, result=TrialResult(trial=0, attempt=1, status="ok", score=0.9), active_s=3),
        lambda v: (v.trials[0].status, v.incumbent, v.run.active_s) == ("ok", 0, 3),
    ),
    (
        (STARTED, TRIAL),
        ev.TrialRequeued(trial=0, attempt=2, reason="paused"),
        lambda v: (v.trials[0].status, v.trials[0].ask.attempt) == ("cancelled", 2),
    ),
    ((STARTED,), EXPLAINED, lambda v: v.insight == EXPLAINED.insight),
    ((), STEER, lambda v: [s.id for s in v.steers] == ["s1"]),
    ((STEER,), ev.Unsteered(id="s1"), lambda v: v.steers == ()),
    (
        (),
        ev.TrialEnqueued(configuration=KNN, by="agent"),
        lambda v: (v.queued, v.queued_by) == ((KNN,), ("agent",)),
    ),
    (
        (STARTED,),
        ev.BaselineFitted(ask=TRIAL.ask, result=TrialResult(trial=0, attempt=1, status="ok", score=0.6)),
        lambda v: v.default_xgboost() == 0.6 and v.trials == (),
    ),
    (
        (ev.TrialEnqueued(configuration=KNN, by="agent"),),
        ev.TrialDropped(configuration=KNN, why="trial 1 is trying this"),
        lambda v: v.queued == v.queued_by == () and v.chat[-1].text.endswith("tried again: trial 1 is trying this."),
    ),
    ((STARTED,), ev.ModelProbed(probe="p", model="m", score=PROBED), lambda v: v.agent.probed == PROBED),
    ((), ev.FamilyBanned(family="knn"), lambda v: v.banned == ("knn",)),
    ((ev.FamilyBanned(family="knn"),), ev.FamilyUnbanned(family="knn"), lambda v: v.banned == ()),
    ((STARTED,), MODEL, lambda v: v.model == MODEL),
    ((STARTED, MODEL), ev.TrialChosen(run=1, trial=0, by="human"), lambda v: v.chosen == 0 and not v.choosing),
    (
        (STARTED, MODEL),
        ev.HoldoutOpened(run=1, count=1, score=SCORE, n_rows=4),
        lambda v: [h.count for h in v.holdout] == [1],
    ),
]


def view_of(*bodies: ev.EventBody) -> RunView:
    at = datetime(2030, 1, 1, tzinfo=UTC)
    return fold(ev.Event(seq=n, at=at, epoch=1, body=body) for n, body in enumerate(bodies, 1))


@pytest.mark.parametrize(("before", "body", "holds"), CASES, ids=[body.kind for _, body, _ in CASES])
def test_the_event_changes_the_view(before: tuple[ev.EventBody, ...], body: ev.EventBody, holds: Expectation) -> None:
    assert not holds(view_of(*before))
    assert holds(view_of(*before, body))


def test_another_run_has_nothing_explained() -> None:
    assert view_of(STARTED, EXPLAINED, STARTED.having(run=2)).insight is None


UNSEAL_CARD = CARD.having(proposal=PROPOSAL.having(action=UnsealHoldout()))
OPENING = (
    PROPOSED,
    ev.CardOpened(card=UNSEAL_CARD),
    ev.DecisionMade(decision=Decision(id="d", card="card-p", action_digest="digest", answer="approve")),
)


@pytest.mark.parametrize(
    "ends",
    [
        ev.HoldoutOpened(run=1, count=1, score=SCORE, n_rows=4),
        ev.Remarked(turn="t", text="could not be scored", failed="unsealing"),
    ],
    ids=lambda body: body.kind,
)
def test_sealed_rows_are_being_scored_from_the_yes_to_the_score_or_its_loss(ends: ev.EventBody) -> None:
    assert view_of(*OPENING).unsealing
    assert not view_of(*OPENING, ends).unsealing


def test_a_new_host_still_owes_the_opening_that_was_granted() -> None:
    assert view_of(*OPENING, ev.HostStarted(epoch=2, protocol=1, versions={})).unsealing


ENDED = (STARTED, MODEL, ev.RunEnded(run=1, why="time", active_s=9))
CHOSEN = ev.TrialChosen(run=1, trial=0, by="human")


@pytest.mark.parametrize(
    "ends",
    [
        MODEL.having(chosen=0),
        ev.Remarked(turn="t", text="could not be made", failed="choosing"),
        ev.RunResumed(run=1, active_s=9),
        STARTED.having(run=2),
    ],
    ids=lambda body: body.kind,
)
def test_a_chosen_model_is_being_made_until_it_is_there_or_can_t_be(ends: ev.EventBody) -> None:
    assert view_of(*ENDED, CHOSEN).choosing
    assert view_of(*ENDED, CHOSEN, ev.HostStarted(epoch=2, protocol=1, versions={})).choosing
    assert not view_of(*ENDED, CHOSEN, ends).choosing


@pytest.mark.parametrize(("turn", "failed"), [("holdout-1", "unsealing"), ("chosen-2", "choosing"), ("t", None)])
def test_an_older_log_tells_by_the_name_of_the_task_what_failed(turn: str, failed: str | None) -> None:
    of_old = {"kind": "remarked", "turn": turn, "text": "it failed"}
    body: TypeAdapter[ev.EventBody] = TypeAdapter(ev.EventBody)
    assert body.validate_json(json.dumps(of_old)).failed == failed
    today = ev.Remarked(turn=turn, text="something else")
    assert body.validate_json(today.model_dump_json()).failed is None


def test_a_choice_holds_until_the_next_run() -> None:
    assert view_of(*ENDED, CHOSEN, ev.RunExtended(run=1, seconds=9, trials=None)).chosen == 0
    assert view_of(*ENDED, CHOSEN, STARTED.having(run=2)).chosen is None


def test_the_score_on_the_sealed_rows_is_that_of_the_model_it_was_made_of() -> None:
    seen = (*ENDED, ev.HoldoutOpened(run=1, count=1, score=SCORE, n_rows=4))
    assert view_of(*seen).opened is not None
    other = view_of(*seen, CHOSEN, MODEL.having(chosen=0))
    assert other.opened is None
    assert [h.count for h in other.holdout] == [1]


def test_every_kind_of_event_has_a_case() -> None:
    kinds = {body.model_fields["kind"].default for body in get_args(get_args(ev.EventBody)[0])}
    assert {body.kind for _, body, _ in CASES} == kinds
