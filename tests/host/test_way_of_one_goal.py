"""The ten stations from end to end, with real hosts, workers and models; what happened is read from the log."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest
from hosts import until

from cotune.errors import Refused, UserError
from cotune.study import Study

Make = Callable[..., Study]
SMALL = {"target": "churn", "families": ("decision_tree", "naive_bayes"), "folds": 3}


def kinds(study: Study) -> list[str]:
    return [e.body.kind for e in study.events()]


def test_proposed_approved_searched_and_predicted(new_study: Make, table: pd.DataFrame) -> None:
    study = new_study()
    reply = study.propose(SMALL | {"trials": 5, "seconds": 60})
    assert reply.outcome == "card"
    assert study.wait() == "card"
    (card,) = study.cards
    assert card.id == reply.card
    assert card.estimate is not None
    assert study.approve().outcome == "done"
    assert study.wait(timeout_s=60) == "ended"

    trials = study.trials()
    assert list(trials.columns[:6]) == ["trial", "status", "score", "family", "origin", "seconds"]
    assert list(trials["trial"]) == list(range(5))
    assert (trials["status"] == "ok").all()
    assert study.view.run.why_ended == "trials"
    board = study.leaderboard()
    assert board["score"].is_monotonic_decreasing
    assert set(study.predict(table)) <= {"yes", "no"}
    assert (study.predict(table) == table["churn"]).mean() > 0.6
    proba = study.predict_proba(table)
    assert proba.shape == (300, 2)
    told = kinds(study)
    assert told.index("action_proposed") < told.index("card_opened") < told.index("decision_made")
    assert told.index("decision_made") < told.index("run_started") < told.index("trial_started")
    assert told.index("model_ready") < told.index("run_ended")


def test_a_goal_in_words_becomes_a_card(new_study: Make) -> None:
    study = new_study(goal="Predict churn. 20 seconds, only decision trees.")
    assert study.wait(timeout_s=60) == "card"
    action = study.cards[0].proposal.action
    assert (action.spec.target, action.spec.seconds, action.spec.families) == ("churn", 20, ("decision_tree",))
    study.reject(reason="too short")
    assert study.wait() == "idle"
    assert study.view.history[-1].decision.reason == "too short"


def test_an_edited_card_runs_exactly_what_was_edited(new_study: Make) -> None:
    study = new_study()
    study.propose(SMALL | {"trials": 2})
    study.edit(trials=1, families=["naive_bayes"])
    assert study.wait(timeout_s=60) == "ended"
    assert study.view.spec.trials == 1
    assert list(study.trials()["family"]) == ["naive_bayes"]


def test_pause_stop_and_resume(new_study: Make) -> None:
    study = new_study()
    study.propose(SMALL | {"seconds": 120})
    study.approve()
    until(lambda: len(study.trials()) > 2, "no trial was started")
    study.pause()
    assert study.view.run.phase == "paused"
    assert study.wait() == "paused"
    assert (study.trials()["status"] != "running").all()
    paused_s = study.view.run.active_s
    study.resume()
    assert study.view.run.phase == "running"
    study.stop()
    assert study.wait(timeout_s=30) == "ended"
    assert study.view.run.why_ended == "stopped"
    assert paused_s <= study.view.run.active_s < 100
    study.model()


def test_the_sealed_rows_are_opened_by_a_card_and_counted(new_study: Make) -> None:
    study = new_study()
    with pytest.raises(Refused, match="no model"):
        study.unseal()
    study.propose(SMALL | {"trials": 1})
    study.approve()
    study.wait(timeout_s=60)
    assert study.unseal().outcome == "card"
    assert study.view.holdout == ()
    study.approve()
    opened = until(lambda: study.view.holdout, "the sealed rows were not opened")
    assert (opened[0].count, opened[0].n_rows) == (1, study.view.run.holdout_rows)


def test_two_handles_see_and_steer_the_same_study(new_study: Make) -> None:
    first = new_study()
    second = new_study()
    first.propose(SMALL | {"seconds": 120})
    (card,) = second.cards
    second.approve(card)
    assert first.approve(card).outcome == "ignored"
    until(lambda: len(first.trials()) > 1, "no trial was started")
    second.ban("naive_bayes")
    assert first.view.banned == ("naive_bayes",)
    first.stop()
    assert second.wait(timeout_s=30) == "ended"
    assert kinds(first).count("run_started") == kinds(first).count("decision_made") == 1


def test_wrong_wishes_are_refused_before_anybody_sees_them(new_study: Make) -> None:
    study = new_study()
    with pytest.raises(UserError, match="colour"):
        study.propose({"target": "color"})
    with pytest.raises(UserError, match="xgboost"):
        study.ban("xgbost")
    with pytest.raises(Refused):
        study.extend(seconds=10)
    with pytest.raises(UserError, match="greater than 0"):
        study.extend(seconds=-1)
    assert study.cards == ()
