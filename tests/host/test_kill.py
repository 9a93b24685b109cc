"""kill -9 between and within letters: each counts once. Kills at every station of a run are in tests/faults."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from hosts import host_pid, kill_host, until

from cotune.model.event import TrialFinished
from cotune.model.fold import fold
from cotune.model.gate import Decision
from cotune.model.mail import Decide, Propose
from cotune.study import Study

Make = Callable[..., Study]
SPEC = {"target": "churn", "families": ("decision_tree", "naive_bayes"), "folds": 3, "trials": 4}


def check_log(study: Study) -> None:
    """Nothing was lost, doubled or granted twice."""
    events = study.events()
    assert [e.seq for e in events] == list(range(1, len(events) + 1))
    counts = Counter(e.body.kind for e in events)
    assert counts["decision_made"] == counts["run_started"] == counts["card_opened"] == 1
    finished = [e.body.result.trial for e in events if isinstance(e.body, TrialFinished)]
    assert sorted(finished) == list(range(len(study.trials())))
    assert fold(events) == study.view


def test_killed_after_each_letter_and_each_counts_once(new_study: Make) -> None:
    study = new_study()
    reply = study.propose(SPEC)
    kill_host(study)
    assert [c.id for c in study.cards] == [reply.card]
    study.approve()
    kill_host(study)
    study.resume()
    assert study.wait(timeout_s=60) == "ended"
    check_log(study)
    assert len(study.trials()) == 4


def test_a_turn_cut_off_by_a_kill_is_taken_up(new_study: Make) -> None:
    study = new_study()
    host_pid(study)
    turn = study.say("predict churn with decision trees in 30 seconds")
    until(lambda: study.view.agent.busy, "the turn did not begin")
    kill_host(study)
    study.ensure_host()
    assert study.wait(timeout_s=60) == "card"
    assert study.cards[0].proposal.turn == turn
    assert len(study.cards) == 1


def test_the_same_letters_twice_count_once(new_study: Make) -> None:
    study = new_study()
    study.propose(SPEC)
    (card,) = study.cards
    assert study.post(Propose(proposal=card.proposal), "again").outcome == "card"
    decide = Decide(decision=Decision(id="d", card=card.id, action_digest=card.action_digest, answer="approve"))
    assert study.post(decide, "d1") == study.post(decide, "d1")
    assert study.post(decide, "d2").outcome == "ignored"
    assert study.post(Propose(proposal=card.proposal), "once more").outcome == "ignored"
    assert study.wait(timeout_s=60) == "ended"
    check_log(study)
