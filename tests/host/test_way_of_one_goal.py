"""The ten stations from end to end, with real hosts, workers and models; what happened is read from the log.

A host takes seconds to come up, so a test is a whole story and not a single step.
"""

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


def test_a_proposal_becomes_a_model_in_hand(new_study: Make, table: pd.DataFrame) -> None:
    study = new_study()
    reply = study.propose(SMALL | {"trials": 5, "seconds": 60})
    assert (reply.outcome, study.wait()) == ("card", "card")
    (card,) = study.cards
    assert card.id == reply.card
    assert card.estimate is not None
    assert study.approve().outcome == "done"
    assert study.wait(timeout_s=60) == "ended"

    trials = study.trials()
    assert list(trials.columns[:6]) == ["trial", "status", "score", "family", "origin", "seconds"]
    assert list(trials["trial"]) == list(range(5))
    assert trials["status"].isin(["ok", "pruned"]).all()
    assert study.leaderboard()["score"].is_monotonic_decreasing
    told = kinds(study)
    stations = ["action_proposed", "card_opened", "decision_made", "run_started", "trial_started", "trial_finished"]
    first = [told.index(kind) for kind in (*stations, "model_ready", "run_ended")]
    assert first == sorted(first)

    assert (study.predict(table) == table["churn"]).mean() > 0.6
    assert study.predict_proba(table).shape == (300, 2)
    with pytest.raises(UserError, match="'colour'"):
        study.predict(table[["a", "b"]])
    assert "5 ok" in study.report()

    assert study.unseal().outcome == "card"
    assert study.view.holdout == ()
    study.approve()
    assert study.wait(timeout_s=60) == "ended"
    (opened,) = study.view.holdout
    assert (opened.count, opened.n_rows) == (1, study.view.run.holdout_rows)


def test_a_goal_in_words_is_drafted_refused_edited_and_run(new_study: Make) -> None:
    study = new_study(goal="Predict churn. 20 seconds, only decision trees.")
    assert study.wait(timeout_s=60) == "card"
    spec = study.cards[0].proposal.action.spec
    assert (spec.target, spec.seconds, spec.families) == ("churn", 20, ("decision_tree",))
    (seen,) = study.view.targets_seen
    assert seen.target == "churn"
    study.reject(reason="too short")
    assert study.wait() == "idle"
    assert study.view.history[-1].decision.reason == "too short"

    study.say("Predict churn. 30 seconds, only decision trees.")
    assert study.wait(timeout_s=60) == "card"
    study.edit(trials=1, families=["naive_bayes"])
    assert study.wait(timeout_s=60) == "ended"
    assert study.view.spec.trials == 1
    assert list(study.trials()["family"]) == ["naive_bayes"]


def test_two_handles_pause_resume_ban_and_stop_one_search(new_study: Make) -> None:
    first, second = new_study(), new_study()
    first.propose(SMALL | {"seconds": 120})
    (card,) = second.cards
    second.approve(card)
    assert first.approve(card).outcome == "ignored"
    until(lambda: len(first.trials()) > 2, "no trial was started")

    second.pause()
    assert (first.view.run.phase, first.wait()) == ("paused", "paused")
    assert (first.trials()["status"] != "running").all()
    paused_s = first.view.run.active_s
    first.resume()
    assert second.view.run.phase == "running"
    second.ban("naive_bayes")
    assert first.view.banned == ("naive_bayes",)
    with pytest.raises(Refused, match="banned"):
        first.enqueue({"family": "naive_bayes"})
    first.say("stop")
    assert second.wait(timeout_s=30) == "ended"
    assert [line.text for line in first.view.chat if line.who == "cotune"] == [
        "Done: stop the search and make the model."
    ]
    first.stop()
    assert second.wait(timeout_s=30) == "ended"
    assert first.view.run.why_ended == "stopped"
    first.say("stop the search")
    assert first.wait(timeout_s=60) == "ended"
    assert first.view.chat[-1].text == "Nothing is running."
    assert paused_s <= first.view.run.active_s < 100
    assert kinds(first).count("run_started") == kinds(first).count("decision_made") == 1
    second.model()


def test_wrong_wishes_are_refused_before_anybody_sees_them(new_study: Make) -> None:
    study = new_study()
    with pytest.raises(UserError, match="churn"):
        study.propose({"target": "chrn"})
    with pytest.raises(UserError, match="xgboost"):
        study.ban("xgbost")
    with pytest.raises(UserError, match="number above 0"):
        study.extend(seconds=-1)
    with pytest.raises(UserError, match="is no search"):
        study.propose("predict churn")
    with pytest.raises(UserError, match="no model yet"):
        study.model()
    with pytest.raises(Refused, match="no model"):
        study.unseal()
    with pytest.raises(Refused, match="nothing to extend"):
        study.extend(seconds=10)
    assert study.stop().message == "nothing is running"
    assert study.cards == ()
