"""Suggestions are fitted on few rows first: what fails there costs little, and says so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from workbench import Watched, Workbench, finished, small_table

from cotune.data import RunTable
from cotune.engine.arguments import PREFLIGHT_ROWS
from cotune.engine.executor import Task
from cotune.engine.preflight import sample
from cotune.model import event as ev
from cotune.model.space import Configuration

CHEAP = ("linear", "naive_bayes", "decision_tree")


class Greedy(Watched):
    """A pre-flight of a configuration with `max_depth` 1 needs far too much memory."""

    def submit(self, task: Task) -> None:
        greedy = task.id.startswith("preflight") and '"max_depth":1' in task.args
        super().submit(task.having(call="hostile:hog", args="2000", memory_mb=100.0) if greedy else task)


@pytest.fixture
def executor() -> Watched:
    return Greedy(slots=1)


@pytest.fixture
def bench(tmp_path: Path, executor: Watched) -> Iterator[Workbench]:
    made = Workbench(tmp_path / "s", small_table(), executor)
    yield made
    made.close()


def tree(depth: int) -> Configuration:
    return Configuration(family="decision_tree", params={"max_depth": depth})


def test_a_suggestion_is_tried_on_few_rows_and_the_searchers_own_are_not(bench: Workbench, executor: Watched) -> None:
    bench.start(trials=4, families=CHEAP, workers=1)
    bench.engine.enqueue(tree(3), "human")
    bench.engine.enqueue(tree(4), "agent")
    view = bench.turn_to_end()
    ids = [t.id for t in executor.tasks if t.id.startswith(("preflight", "trial"))]
    assert ids == ["preflight-0-1", "trial-0-1", "preflight-1-1", "trial-1-1", "trial-2-1", "trial-3-1"]
    assert [t.status for t in view.trials[:2]] == ["ok", "ok"]
    assert all(t.timeout_s <= 10 for t in executor.tasks if t.id.startswith("preflight"))


def test_one_that_runs_out_of_memory_there_never_begins(bench: Workbench, executor: Watched) -> None:
    bench.start(trials=3, families=CHEAP, workers=1)
    bench.engine.enqueue(tree(1), "agent")
    first = bench.turn_to_end().trials[0]
    assert first.status == "memout"
    assert first.result is not None
    assert first.result.failure is not None
    assert "already on a sample of about 300 rows: it needed more memory" in first.result.failure.message
    assert "trial-0-1" not in [t.id for t in executor.tasks]
    assert len(bench.events(ev.TrialFinished)) == 3


def test_a_pause_during_the_preflight_tries_it_again(bench: Workbench) -> None:
    bench.start(trials=2, families=CHEAP, workers=1)
    bench.engine.enqueue(tree(1), "human")
    bench.turn(lambda v: bool(v.trials))
    bench.engine.pause()
    bench.engine.resume()
    view = bench.turn(finished(1))
    assert (view.trials[0].ask.attempt, view.trials[0].status) == (2, "memout")


def test_the_sample_is_small_and_has_every_class(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    frame = pd.DataFrame({"a": rng.normal(size=3000), "y": rng.choice(["p", "q"], 3000)})
    frame.loc[:9, "y"] = "rare"
    bench = Workbench(tmp_path / "s", frame)
    bench.start(trials=1, families=("naive_bayes",))
    bench.turn(lambda v: bool(v.run.folds_digest))
    table = RunTable.load(bench.folder.run(1))
    bench.close()
    rows = sample(table, seed=0)
    assert len(rows) <= PREFLIGHT_ROWS + 2 * 3
    assert set(table.y[rows]) == {0, 1, 2}
    assert set(rows) <= set(table.folds[0][0])
