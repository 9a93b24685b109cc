"""One trial has the GPU; what waits for it keeps no slot from the others. The GPU is pretended."""

from __future__ import annotations

from pathlib import Path

from workbench import Workbench, finished, small_table

from cotune.engine.arguments import TrialArguments
from cotune.engine.executor import Outcome, Task
from cotune.engine.perform import perform
from cotune.model.space import Configuration
from cotune.model.trial import TrialResult

CHEAP = ("linear", "naive_bayes", "decision_tree")


class WithSlowGpu:
    """Does what is asked of the CPU at once; what is asked of the GPU is out until `end_on_gpu`."""

    slots = 3

    def __init__(self) -> None:
        self.on_gpu: list[Task] = []
        self._done: list[Outcome] = []

    def submit(self, task: Task) -> None:
        if task.device == "cuda":
            self.on_gpu.append(task)
        else:
            self._done.append(perform(task))

    def end_on_gpu(self) -> None:
        task = self.on_gpu.pop(0)
        ask = TrialArguments.model_validate_json(task.args).ask
        result = TrialResult(trial=ask.trial, attempt=ask.attempt, status="ok", score=0.5, seconds=1.0, device="cuda")
        self._done.append(Outcome(id=task.id, status="ok", payload=result.model_dump_json()))

    def poll(self) -> list[Outcome]:
        done, self._done = self._done, []
        return done

    def cancel(self, task_id: str) -> None:
        self.on_gpu = [t for t in self.on_gpu if t.id != task_id]

    def warm(self) -> None: ...

    def close(self) -> None: ...


def test_cpu_trials_go_on_while_one_has_the_gpu_and_what_waits_for_it_comes_next(tmp_path: Path) -> None:
    executor = WithSlowGpu()
    bench = Workbench(tmp_path / "s", small_table(), executor)
    bench.start(gpu=True, seconds=600, families=("xgboost", *CHEAP), folds=2)
    bench.turn(lambda _: bool(executor.on_gpu))
    waiting = [Configuration(family="xgboost", params={"max_depth": depth}) for depth in (3, 4)]
    for configuration in waiting:
        bench.engine.enqueue(configuration, "human")
    view = bench.turn(finished(8))
    assert len(executor.on_gpu) == 1
    assert view.queued == tuple(waiting)
    assert sum(t.status == "running" for t in view.trials) <= executor.slots
    executor.end_on_gpu()
    view = bench.turn(lambda v: v.queued == tuple(waiting[1:]) and bool(executor.on_gpu))
    assert len(executor.on_gpu) == 1
    bench.close()


def test_of_xgboost_alone_one_waits_for_the_gpu_and_more_run_on_the_cpu(tmp_path: Path) -> None:
    executor = WithSlowGpu()
    bench = Workbench(tmp_path / "s", small_table(), executor)
    bench.start(gpu=True, trials=3, families=("xgboost",), folds=2)
    view = bench.turn(finished(2))
    assert [t.status for t in view.trials] == ["running", "ok", "ok"]
    assert len(executor.on_gpu) == 1
    executor.end_on_gpu()
    view = bench.turn(lambda v: v.run.why_ended == "trials")
    bench.close()
    assert [t.result.device for t in view.trials if t.result] == ["cuda", "cpu", "cpu"]


def test_who_wants_the_gpu_and_nothing_else_has_all_of_xgboost_there(tmp_path: Path) -> None:
    executor = WithSlowGpu()
    bench = Workbench(tmp_path / "s", small_table(), executor)
    bench.start(gpu=True, trials=4, families=("xgboost",), device="cuda", folds=2)
    for n in range(1, 5):
        view = bench.turn(lambda _: bool(executor.on_gpu))
        assert len(view.trials) == n
        executor.end_on_gpu()
    view = bench.turn(lambda v: v.run.why_ended == "trials")
    bench.close()
    assert [t.result.device for t in view.trials if t.result] == ["cuda"] * 4
