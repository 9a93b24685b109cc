"""kill -9 of the host, a worker or the kernel, at each station: nothing is lost, nothing done twice."""

import random
import subprocess
import sys
import time

import pytest
from killing import KillAt, assert_sound, host_pids, kill, run_to_end, wait_through_deaths, worker_pids

import cotune

pytestmark = pytest.mark.slow
TRIALS = 4
FIELDS = {"target": "target", "task": "multiclass", "seconds": None, "trials": TRIALS, "workers": 1}
QUICK = {**FIELDS, "families": ["linear", "naive_bayes", "decision_tree", "knn"]}
STATIONS = [
    "host_started",
    "card_opened",
    "decision_made",
    "run_started",
    "trial_started",
    "trial_finished",
    "run_finishing",
    "model_ready",
]


@pytest.mark.parametrize("station", STATIONS)
def test_host_dies_at_a_station(study, station):
    killer = KillAt(study, station)
    killer.start()

    run_to_end(study, QUICK)

    killer.join(timeout=60)
    assert killer.struck
    assert_sound(study, TRIALS)


def test_host_dies_over_a_choice(study):
    run_to_end(study, QUICK)
    model = study.view.model
    chosen = next(t.ask.trial for t in study.view.trials if t.status == "ok" and t.ask.trial != model.members[0].trial)
    killer = KillAt(study, "trial_chosen")
    killer.start()

    study.use(chosen)
    killer.join(timeout=60)
    wait_through_deaths(study)

    assert killer.struck
    assert [m.trial for m in study.view.model.members] == [chosen]
    assert_sound(study, TRIALS)


def test_host_dies_again_and_again(study):
    rng = random.Random(0)
    study.propose({**QUICK, "trials": 12})
    study.approve()

    for _ in range(5):
        time.sleep(rng.uniform(0.1, 3))
        before = {r.trial: r for r in finished(study)}
        kill(host_pids(study))
        if study.view.run.phase == "ended":
            break
        study.resume()
        after = {r.trial: r for r in finished(study)}
        assert before.items() <= after.items()
    wait_through_deaths(study)

    assert_sound(study, 12)


def test_workers_die(study):
    study.propose({**QUICK, "trials": 8})
    study.approve()

    killer = KillAt(study, "trial_started", worker_pids)
    killer.start()
    killer.join(timeout=60)
    for _ in range(2):
        time.sleep(1)
        kill(worker_pids(study)[-1:])
    wait_through_deaths(study)

    assert killer.struck

    assert_sound(study, 8)
    assert len(host_pids(study)) <= 1


def test_search_outlives_its_kernel(tmp_path):
    code = f"""
import os, signal, cotune
from sklearn.datasets import load_wine
study = cotune.create(load_wine(as_frame=True).frame, name="wine", directory={str(tmp_path)!r})
study.propose({QUICK!r})
study.approve()
os.kill(os.getpid(), signal.SIGKILL)
"""
    subprocess.run([sys.executable, "-c", code], check=False)

    study = cotune.open("wine", directory=tmp_path)
    try:
        wait_through_deaths(study)
        assert_sound(study, TRIALS)
    finally:
        kill(host_pids(study))


def test_two_hosts_one_owner(study):
    """A second host for the same folder leaves: one process writes the log."""
    study.propose(QUICK)
    done = subprocess.run([sys.executable, "-m", "cotune.host", str(study.path)], timeout=60, check=False)

    assert done.returncode == 0
    study.approve()
    wait_through_deaths(study)
    assert_sound(study, TRIALS)
    assert len({event.epoch for event in study.events()} - {0}) == 1


def finished(study):
    return [t.result for t in study.view.trials if t.result is not None and t.status != "cancelled"]
