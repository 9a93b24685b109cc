"""kill -9 at any moment: no finished trial is lost, none is doubled, nothing is granted twice."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable

import psutil
import pytest
from hosts import host_pid, kill_host, until

from cotune.model.event import Event, TrialFinished, TrialStarted
from cotune.model.fold import fold
from cotune.study import Study

Make = Callable[..., Study]
SPEC = {"target": "churn", "families": ("decision_tree", "naive_bayes", "linear"), "folds": 3, "workers": 2}


def finished(events: list[Event]) -> dict[int, TrialFinished]:
    found: dict[int, TrialFinished] = {}
    for event in events:
        if isinstance(event.body, TrialFinished):
            assert event.body.result.trial not in found, "a trial finished twice"
            found[event.body.result.trial] = event.body
    return found


def check_log(study: Study, seen: list[Event]) -> None:
    """What was seen before is still there, and everything adds up."""
    events = study.events()
    assert events[: len(seen)] == seen
    assert [e.seq for e in events] == list(range(1, len(events) + 1))
    counts = Counter(e.body.kind for e in events)
    assert counts["decision_made"] == counts["run_started"] == counts["card_opened"] == 1
    done = finished(events)
    assert sorted(done) == sorted({e.body.ask.trial for e in events if isinstance(e.body, TrialStarted)})
    assert fold(events) == study.view


@pytest.mark.parametrize("seed", [1, 2])
def test_a_host_killed_again_and_again_loses_nothing(new_study: Make, seed: int) -> None:
    moments = random.Random(seed)
    study = new_study()
    study.propose(SPEC | {"trials": 24, "seconds": None})
    study.approve()
    for _ in range(4):
        time.sleep(moments.uniform(0.0, 1.5))
        kill_host(study)
        seen = study.events()
        study.ensure_host()
    assert study.wait(timeout_s=120) == "ended"
    check_log(study, seen)
    assert len(study.trials()) == 24
    study.model()


def test_killed_between_any_two_letters_each_counts_once(new_study: Make) -> None:
    study = new_study()
    reply = study.propose(SPEC | {"trials": 2})
    kill_host(study)
    assert [c.id for c in study.cards] == [reply.card]
    approved = study.approve()
    kill_host(study)
    study.ensure_host()
    assert study.wait(timeout_s=60) == "ended"
    assert approved.outcome == "done"
    check_log(study, [])
    assert len(study.trials()) == 2


def test_a_letter_posted_to_a_dead_host_is_read_by_the_next(new_study: Make) -> None:
    study = new_study()
    kill_host(study)
    turn = study.say("predict churn with decision trees in 30 seconds")
    assert study.wait(timeout_s=60) == "card"
    assert study.view.agent.turn == turn
    assert len(study.cards) == 1


def test_a_turn_cut_off_by_a_kill_is_taken_up(new_study: Make) -> None:
    study = new_study()
    host_pid(study)
    study.say("predict churn with decision trees in 30 seconds")
    until(lambda: study.view.agent.busy, "the turn did not begin")
    kill_host(study)
    study.ensure_host()
    assert study.wait(timeout_s=60) == "card"
    assert len(study.cards) == 1


def test_killed_workers_are_failures_or_requeued_and_the_run_goes_on(new_study: Make) -> None:
    study = new_study()
    study.propose(SPEC | {"trials": 12, "seconds": None})
    study.approve()
    until(lambda: len(study.trials()) > 1, "no trial was started")
    for _ in range(3):
        for worker in psutil.Process(host_pid(study)).children(recursive=True):
            if "resource_tracker" not in " ".join(worker.cmdline()):
                worker.kill()
                break
        time.sleep(0.3)
    assert study.wait(timeout_s=60) == "ended"
    check_log(study, [])
    assert (study.trials()["status"] == "ok").sum() >= 6


def test_the_same_letters_twice_count_once(new_study: Make) -> None:
    study = new_study()
    study.propose(SPEC | {"trials": 1})
    (card,) = study.cards
    proposal, decision = card.proposal, study._answered(card)
    from cotune.model.gate import Decision
    from cotune.model.mail import Decide, Propose

    assert study.post(Propose(proposal=proposal), "again").outcome == "card"
    decide = Decide(decision=Decision(answer="approve", **decision))
    assert study.post(decide, "d1") == study.post(decide, "d1")
    assert study.post(decide, "d2").outcome == "ignored"
    assert study.post(Propose(proposal=proposal), "once more").outcome == "ignored"
    assert study.wait(timeout_s=60) == "ended"
    check_log(study, [])


def test_of_two_hosts_the_later_wins_and_the_earlier_leaves(new_study: Make) -> None:
    study = new_study()
    first = psutil.Process(host_pid(study))
    epoch = study._store.take_epoch()
    first.wait(timeout=10)
    study.ensure_host()
    until(lambda: host_pid(study) != first.pid, "nobody took over")
    until(lambda: study.view.epoch > epoch, "no new host came up")
