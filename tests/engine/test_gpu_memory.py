"""A trial that a GPU has no memory for runs on the CPU, and says so. The GPU is a fake: it is always full."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import xgboost
from workbench import Workbench, small_table

from cotune.engine.executor import Outcome, Task
from cotune.engine.perform import perform
from cotune.pipelines.fitting import is_out_of_gpu_memory

FULL = "Memory allocation error on worker 0: std::bad_alloc: cudaErrorMemoryAllocation: out of memory"


class InThisProcess:
    """An executor without processes, so that what it calls can meet a fake GPU."""

    slots = 1

    def __init__(self) -> None:
        self._done: list[Outcome] = []

    def submit(self, task: Task) -> None:
        self._done.append(perform(task))

    def poll(self) -> list[Outcome]:
        done, self._done = self._done, []
        return done

    def cancel(self, task_id: str) -> None: ...

    def warm(self) -> None: ...

    def close(self) -> None: ...


class FakeGpu:
    """Training there fails with `error`; what is asked of the CPU is done, with a few trees."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.error: Exception = xgboost.core.XGBoostError(FULL)
        self.asked = 0
        really_train = xgboost.train

        def train(params: dict[str, Any], *args: Any, **more: Any) -> Any:
            if params["device"] == "cuda":
                self.asked += 1
                raise self.error
            few = {"num_boost_round": 3} if "evals" in more else {}
            return really_train(params, *args, **{**more, **few})

        patch.setattr(xgboost, "train", train)


@pytest.fixture
def gpu(monkeypatch: pytest.MonkeyPatch) -> FakeGpu:
    return FakeGpu(monkeypatch)


@pytest.fixture
def bench(gpu: FakeGpu, tmp_path: Path) -> Iterator[Workbench]:
    made = Workbench(tmp_path / "s", small_table(), InThisProcess())
    yield made
    made.close()


def said(bench: Workbench) -> list[str]:
    return [line.text for line in bench.view.chat if line.who == "cotune"]


def test_trials_that_a_full_gpu_refuses_run_on_the_cpu_and_after_three_it_is_left_alone(
    bench: Workbench, gpu: FakeGpu
) -> None:
    bench.start(gpu=True, trials=4, families=("xgboost",), folds=2)
    results = [t.result for t in bench.turn_to_end().trials if t.result]
    assert [(r.status, r.device) for r in results] == [("ok", "cpu")] * 4
    assert [r.out_of_gpu_memory for r in results] == [True, True, True, False]
    assert gpu.asked == 3
    why = "needs more memory than the GPU has free, so it runs on the CPU"
    assert said(bench) == [
        f"Trial 0 {why}.",
        f"Trial 1 {why}.",
        f"Trial 2 {why}, as will the trials from here on.",
    ]


def test_a_gpu_that_is_left_alone_stays_so_when_the_run_is_given_more(bench: Workbench, gpu: FakeGpu) -> None:
    bench.start(gpu=True, trials=3, families=("xgboost",), folds=2)
    bench.turn_to_end()
    bench.extend(trials=1)
    assert len(bench.turn_to_end().trials) == 4
    assert gpu.asked == 3


def test_any_other_error_on_the_gpu_is_a_failed_trial(bench: Workbench, gpu: FakeGpu) -> None:
    gpu.error = xgboost.core.XGBoostError("an illegal memory access was encountered")
    bench.start(gpu=True, trials=2, families=("xgboost",), folds=2)
    assert [t.status for t in bench.turn_to_end().trials] == ["failed"] * 2
    assert gpu.asked == 2
    assert said(bench) == []


def test_only_xgboosts_own_words_are_taken_for_a_full_gpu() -> None:
    assert is_out_of_gpu_memory(xgboost.core.XGBoostError(FULL))
    assert not is_out_of_gpu_memory(xgboost.core.XGBoostError("Invalid parameter"))
    assert not is_out_of_gpu_memory(MemoryError("out of memory"))
