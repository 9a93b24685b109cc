"""kill -9 at random moments of one search: counts what was lost and what happened twice. Aim: nothing.

Run: python benchmarks/kills.py [--kills 100] [--pause 3] [--seed 0]
Two of three kills hit the study's host (also while it starts), the others one of its workers.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from sklearn.datasets import load_breast_cancer

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "faults"))
from killing import host_pids, kill, worker_pids

import cotune
from cotune.model.fold import fold

FIELDS = {"target": "target", "seconds": None, "families": ["linear", "naive_bayes", "decision_tree"], "folds": 3}


def finished(study: cotune.Study) -> Counter[tuple[int, float | None]]:
    """How often each trial came to an end, with its score."""
    results = (e.body.result for e in study.events() if e.body.kind == "trial_finished")
    return Counter((r.trial, r.score) for r in results)


def strike(study: cotune.Study, rng: random.Random) -> str:
    """Kill something; returns what."""
    hosts, workers = host_pids(study), worker_pids(study)
    if workers and rng.random() < 1 / 3:
        kill([rng.choice(workers)])
        return "worker"
    kill(hosts)
    study.ensure_host()
    return "host" if hosts else "nobody"


def soak(study: cotune.Study, kills: int, pause_s: float, rng: random.Random) -> tuple[Counter[str], int]:
    """Strike until `kills` have hit, `pause_s` apart on average: the hits, and how many finished trials got lost."""
    hits: Counter[str] = Counter()
    lost = 0
    while hits["host"] + hits["worker"] < kills:
        time.sleep(rng.expovariate(1 / pause_s))
        before = finished(study)
        hits[strike(study, rng)] += 1
        lost += (before - finished(study)).total()
        if study.view.run.phase == "ended":
            study.extend(trials=20)
    return hits, lost


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--kills", type=int, default=100)
    arguments.add_argument("--pause", type=float, default=3.0, help="mean seconds between two kills")
    arguments.add_argument("--seed", type=int, default=0)
    chosen = arguments.parse_args()
    with tempfile.TemporaryDirectory() as place:
        table = load_breast_cancer(as_frame=True).frame
        study = cotune.create(table, name="kills", directory=place, autonomy="ask_costly")
        study.propose({**FIELDS, "trials": 100})
        study.approve()
        hits, lost = soak(study, chosen.kills, chosen.pause, random.Random(chosen.seed))
        study.stop()
        study.wait(timeout_s=120)
        events = study.events()
        kinds = Counter(e.body.kind for e in events)
        again = sum(n - 1 for n in Counter(t for t, _ in finished(study).elements()).values())
        print(
            f"kills: {hits['host']} of the host, {hits['worker']} of a worker; hosts started: {kinds['host_started']}"
        )
        print(f"trials finished: {kinds['trial_finished']}, lost: {lost}, finished twice: {again}")
        print(f"decisions: {kinds['decision_made']} of {kinds['card_opened']} cards, runs: {kinds['run_started']}")
        print(f"log without gaps: {[e.seq for e in events] == list(range(1, len(events) + 1))}")
        print(f"log folds to the view: {fold(events) == study.view}, model: {study.view.model is not None}")
        study.delete()


if __name__ == "__main__":
    main()
