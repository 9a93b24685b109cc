"""Searches on real hardware: skipped where there is no GPU that XGBoost can use, and no fake in sight."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pandas as pd
import psutil
import pytest

import cotune
from cotune.engine.gpu import working_gpus
from cotune.model.trial import TrialResult

GPUS = working_gpus()

pytestmark = pytest.mark.skipif(not GPUS, reason="needs a GPU and the wheel of XGBoost with CUDA")

TREES = ("xgboost", "decision_tree")


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    r = np.random.default_rng(0)
    frame = pd.DataFrame(r.normal(size=(60_000, 8)), columns=[f"x{i}" for i in range(8)])
    frame["kind"] = r.choice(["a", "b", "c"], len(frame))
    signal_ = frame["x0"] * frame["x1"] + np.sin(frame["x2"]) + (frame["kind"] == "b") + r.normal(size=len(frame))
    return frame.assign(y=np.where(signal_ > 0.3, "yes", "no"))


@pytest.fixture
def study(table: pd.DataFrame, tmp_path: Path) -> Iterator[cotune.Study]:
    made = cotune.create(table, name="on-gpu", directory=tmp_path)
    yield made
    made.quit_host()


def search(study: cotune.Study, **spec: object) -> str:
    """Propose a search and say yes to its card; the GPU that the card named."""
    study.propose(
        {"target": "y", "metric": "roc_auc", "families": TREES, "workers": 2, "folds": 3, "seconds": 300, **spec}
    )
    (card,) = study.cards
    study.approve(card)
    return card.verdict.gpu


def results(study: cotune.Study) -> list[tuple[str, TrialResult]]:
    return [(t.ask.configuration.family, t.result) for t in study.view.trials if t.result is not None]


def wait_for(what: Callable[[], object], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def on_the_gpu() -> list[psutil.Process]:
    """The workers of ours that see a GPU: all others were started with none."""
    workers = [p for p in psutil.process_iter() if any("spawn_main" in word for word in p.cmdline())]
    return [
        p for p in workers if any(m.path.startswith("/dev/nvidia") or "libcuda.so" in m.path for m in p.memory_maps())
    ]


@contextmanager
def full_gpu() -> Iterator[None]:
    filler = subprocess.Popen(
        [sys.executable, str(Path(__file__).parent / "full_gpu.py")], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    try:
        assert filler.stdout is not None
        assert int(filler.stdout.readline()) < 1024
        yield
    finally:
        filler.kill()
        filler.wait()


def test_doctor_names_the_gpu() -> None:
    done = subprocess.run([sys.executable, "-m", "cotune.cli", "doctor"], capture_output=True, text=True, check=False)
    assert GPUS[0] in done.stdout


def test_auto_asks_by_a_card_and_after_the_yes_xgboost_trains_there_and_nothing_else(study: cotune.Study) -> None:
    assert search(study, trials=8) == GPUS[0]
    assert study.wait(timeout_s=240) == "ended"
    ran_on = {(family, result.device) for family, result in results(study)}
    assert {("xgboost", "cuda"), ("decision_tree", "cpu")} <= ran_on
    assert ("decision_tree", "cuda") not in ran_on
    assert len(on_the_gpu()) <= 1


def test_cpu_means_the_cpu_and_the_card_names_no_gpu(study: cotune.Study) -> None:
    assert search(study, trials=2, families=["xgboost"], device="cpu") == ""
    assert study.wait(timeout_s=240) == "ended"
    assert [result.device for _, result in results(study)] == ["cpu", "cpu"]


def test_the_same_seed_gives_the_same_trials_and_scores(table: pd.DataFrame, tmp_path: Path) -> None:
    def scores(name: str) -> list[tuple[str, float | None]]:
        study = cotune.create(table, name=name, directory=tmp_path)
        search(study, trials=5, workers=1, random_state=3, families=["xgboost"], device="cuda")
        assert study.wait(timeout_s=240) == "ended"
        study.quit_host()
        return [(result.device, result.score) for _, result in results(study)]

    assert scores("first") == scores("again")


def test_a_killed_worker_costs_one_trial_and_the_gpu_is_used_on(study: cotune.Study) -> None:
    search(study, trials=12, families=["xgboost"], device="cuda")
    wait_for(lambda: results(study))
    wait_for(on_the_gpu)
    on_the_gpu()[0].send_signal(signal.SIGKILL)
    assert study.wait(timeout_s=240) == "ended"
    assert [result.device for _, result in results(study)][-1] == "cuda"
    assert sum(result.status in ("ok", "pruned") for _, result in results(study)) >= 11


def test_a_full_gpu_is_said_and_left_alone(study: cotune.Study) -> None:
    search(study, trials=5, families=["xgboost"], device="cuda", workers=1)
    with full_gpu():
        assert study.wait(timeout_s=240) == "ended"
    found = [result for _, result in results(study)]
    assert [r.device for r in found] == ["cpu"] * 5
    assert [r.out_of_gpu_memory for r in found].count(True) == 3
    assert "needs more memory than the GPU has free" in " ".join(line.text for line in study.view.chat)


def test_a_model_trained_there_predicts_the_same_without_a_gpu(table: pd.DataFrame, tmp_path: Path) -> None:
    table.to_csv(tmp_path / "rows.csv", index=False)

    def run(*words: object, **variables: str) -> str:
        environ = {**os.environ, "COTUNE_HOME": str(tmp_path / "home"), **variables}
        done = subprocess.run(
            [sys.executable, "-m", "cotune.cli", *map(str, words)],
            env=environ, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    saved = tmp_path / "model.joblib"
    budget = ("--trials", 3, "--device", "cuda", "--families", "xgboost")
    out = run("run", tmp_path / "rows.csv", "--target", "y", *budget, "--yes", "--json", "--save", saved)
    assert json.loads(out)["best"]["family"] == "xgboost"
    there = run("predict", saved, tmp_path / "rows.csv", "--proba")
    here = run("predict", saved, tmp_path / "rows.csv", "--proba", CUDA_VISIBLE_DEVICES="")
    assert here.splitlines()[0] == there.splitlines()[0]
    assert np.allclose(*(np.loadtxt(text.splitlines()[1:], delimiter=",") for text in (here, there)), atol=1e-5)
