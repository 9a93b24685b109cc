"""A trial that was cut off, by whom or what ever, is tried again when the search goes on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from workbench import Workbench, finished, running, small_table

from cotune.engine.executor import Task
from cotune.engine.local import LocalExecutor
from cotune.model import event as ev
from cotune.model.trial import WORKER_LOST, TrialRow
from cotune.model.view import RunView

CHEAP = ("linear", "naive_bayes", "decision_tree")


class Hindered(LocalExecutor):
    """One slot; the tasks named in `calls` meet something else than a fit."""

    def __init__(self, calls: dict[str, str]) -> None:
        super().__init__(slots=1)
        self.calls = calls

    def submit(self, task: Task) -> None:
        super().submit(task.having(call=self.calls.get(task.id, task.call)))


@pytest.fixture
def hindrances() -> dict[str, str]:
    return {"trial-0-1": "hostile:deaf"}


@pytest.fixture
def bench(tmp_path: Path, hindrances: dict[str, str]) -> Iterator[Workbench]:
    made = Workbench(tmp_path / "s", small_table(), Hindered(hindrances))
    yield made
    made.close()


def first_of(view: RunView) -> tuple[int, str]:
    row: TrialRow = view.trials[0]
    return row.ask.attempt, row.status


@pytest.mark.parametrize("same_host", [True, False])
def test_what_a_stop_cut_off_runs_again_within_the_trial_budget(same_host: bool, tmp_path: Path) -> None:
    bench = Workbench(tmp_path / "s", small_table(), Hindered({"trial-0-1": "hostile:deaf"}))
    bench.start(trials=3, families=CHEAP)
    bench.turn(running)
    bench.engine.stop()
    assert first_of(bench.turn_to_end()) == (1, "cancelled")
    if not same_host:
        bench.close()
        bench = Workbench(tmp_path / "s", None)
    bench.engine.resume()
    view = bench.turn(lambda v: v.run.phase == "ended")
    bench.close()
    assert first_of(view) == (2, "ok")
    assert [t.status for t in view.trials] == ["ok"] * 3


def test_an_extension_counts_from_the_trials_that_came_to_an_end(bench: Workbench) -> None:
    bench.start(trials=3, families=CHEAP)
    bench.turn(running)
    bench.engine.stop()
    bench.turn_to_end()
    bench.extend(trials=2)
    assert [t.status for t in bench.turn_to_end().trials] == ["ok"] * 2


def test_what_a_ban_cut_off_has_no_place_in_the_budget_and_runs_again_when_it_is_lifted(bench: Workbench) -> None:
    bench.start(trials=2, families=CHEAP)
    family = bench.turn(running).trials[0].ask.configuration.family
    bench.engine.ban(family)
    assert [t.status for t in bench.turn_to_end().trials] == ["cancelled", "ok", "ok"]
    bench.engine.unban(family)
    bench.extend(trials=1)
    view = bench.turn_to_end()
    assert first_of(view) == (2, "ok")
    assert len(view.trials) == 3


def test_a_ban_that_is_lifted_at_once_costs_the_trial_an_attempt(bench: Workbench) -> None:
    bench.start(trials=2, families=CHEAP)
    family = bench.turn(running).trials[0].ask.configuration.family
    bench.engine.ban(family)
    bench.engine.unban(family)
    assert first_of(bench.turn_to_end()) == (2, "ok")


@pytest.mark.parametrize("hindrances", [{"trial-0-1": "hostile:crash"}])
def test_a_trial_whose_worker_is_lost_runs_again(bench: Workbench) -> None:
    bench.start(trials=2, families=CHEAP)
    view = bench.turn_to_end()
    assert first_of(view) == (2, "ok")
    assert len(view.trials) == 2
    assert [r.trial for r in bench.events(ev.TrialRequeued) if isinstance(r, ev.TrialRequeued)] == [0]


@pytest.mark.parametrize("hindrances", [{f"trial-0-{n}": "hostile:crash" for n in range(1, 9)}])
def test_a_trial_that_loses_each_of_its_workers_fails(bench: Workbench) -> None:
    bench.start(trials=2, families=CHEAP)
    view = bench.turn(finished(2))
    assert first_of(view) == (3, "failed")
    result = view.trials[0].result
    assert result is not None
    assert result.failure is not None
    assert result.failure.type == WORKER_LOST
