"""Any prefix of any legal log folds into a valid view, however the events reached us."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from event_logs import Step, log_of, steps
from hypothesis import given, settings

from cotune.model.event import Event, RunPrepared, TrialFinished
from cotune.model.fold import Fold, fold
from cotune.model.view import RunView

logs = given(taken=steps)
many = settings(max_examples=80)


@many
@logs
def test_every_prefix_gives_a_valid_view_that_later_events_leave_alone(taken: list[Step]) -> None:
    events = log_of(taken)
    state, views = Fold(), []
    for event in events:
        state.apply(event)
        views.append((state.view(), state.view().model_dump_json()))
    for i, (view, text) in enumerate(views, start=1):
        assert view.seq == i
        assert view.model_dump_json() == text
    for i in {1, len(events) // 2 or 1, len(events)}:
        assert fold(events[:i]).model_dump_json() == views[i - 1][1]
        assert RunView.model_validate_json(views[i - 1][1]) == views[i - 1][0]


@many
@logs
def test_a_stored_log_folds_like_the_one_in_memory(taken: list[Step]) -> None:
    events = log_of(taken)
    stored = [Event.model_validate_json(event.model_dump_json()) for event in events]
    assert stored == events
    assert fold(stored) == fold(events)


@many
@logs
def test_only_goals_specs_and_decisions_move_the_revision(taken: list[Step]) -> None:
    state, revision = Fold(), 0
    for event in log_of(taken):
        state.apply(event)
        moved = state.view().revision - revision
        revision = state.view().revision
        assert moved == (event.body.kind in ("goal_stated", "run_started", "decision_made"))


@many
@logs
def test_the_incumbent_is_the_first_best_finished_trial_of_the_run(taken: list[Step]) -> None:
    events = log_of(taken)
    view = fold(events)
    started = max((e.seq for e in events if e.body.kind == "run_started"), default=0)
    done = [e.body.result for e in events if e.seq > started and isinstance(e.body, TrialFinished)]
    own = [r for r in done if r.score is not None and view.trials[r.trial].ask.run == view.run.run]
    best = max((r.score for r in own if r.score is not None), default=None)
    assert view.incumbent == next((r.trial for r in own if r.score == best), None)


@many
@logs
def test_trials_are_dense_and_cards_are_those_without_an_answer(taken: list[Step]) -> None:
    events = log_of(taken)
    view = fold(events)
    assert [t.ask.trial for t in view.trials] == list(range(len(view.trials)))
    opened = {e.body.card.id for e in events if e.body.kind == "card_opened"}
    decided = {e.body.decision.card for e in events if e.body.kind == "decision_made"}
    closed = {e.body.card for e in events if e.body.kind == "card_closed"}
    assert {c.id for c in view.cards} == opened - decided - closed


@many
@logs
def test_a_log_with_a_gap_or_a_repeated_trial_end_is_refused(taken: list[Step]) -> None:
    events = log_of(taken)
    if len(events) > 2:
        with pytest.raises(ValueError, match="gap"):
            fold([events[0], *events[2:]])
    ends = [e for e in events if isinstance(e.body, TrialFinished)]
    if ends and fold(events).trials[ends[-1].body.result.trial].status != "running":
        again = ends[-1].having(seq=len(events) + 1)
        with pytest.raises(ValueError, match="not running"):
            fold([*events, again])


def test_what_is_left_out_of_a_run_is_said_in_the_conversation() -> None:
    prepared = RunPrepared(
        run=1,
        folds=5,
        folds_digest="f",
        holdout_digest="h",
        holdout_rows=10,
        baseline_dummy=0.5,
        active_s=0.1,
        left_out=("knn can't weigh rows",),
        cautions=("1 of 5 folds is left out.",),
    )
    view = fold([Event(seq=1, at=datetime(2026, 1, 1, tzinfo=UTC), epoch=1, body=prepared)])
    assert [(line.who, line.text) for line in view.chat] == [
        ("cotune", "1 of 5 folds is left out."),
        ("cotune", "Not searched: knn can't weigh rows."),
    ]
