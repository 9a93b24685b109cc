"""From the first successful trial on there is a model, and it only gets better."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from workbench import Workbench, finished, small_table

from cotune.deliver.final import read_model
from cotune.engine.executor import Outcome
from cotune.engine.local import LocalExecutor
from cotune.model.action import UseTrial
from cotune.model.event import ModelReady
from cotune.model.view import RunView
from cotune.study import Study
from cotune.study.present_model import ModelSoFar, present_model

CHEAP = ("linear", "naive_bayes", "decision_tree")
ROWS = small_table().drop(columns="y")


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Workbench]:
    made = Workbench(tmp_path / "s", small_table())
    yield made
    made.close()


def so_far(view: RunView) -> ModelReady:
    ready = present_model(view)
    assert ready is not None
    assert view.model is None
    return ready


def n_pipelines(bench: Workbench, ready: ModelReady) -> int:
    return sum(len(pipelines) for _, pipelines in read_model(bench.folder.path / ready.file).members)


def test_the_best_trial_so_far_is_the_model_until_a_better_one_is(bench: Workbench) -> None:
    """Of folds that are drawn once: where they are repeated, a blend is scored on the mean of their predictions."""
    bench.start(trials=12, families=CHEAP, workers=1, folds=4)
    scores, trials = [], set()

    def is_over(view: RunView) -> bool:
        ready = present_model(view)
        if ready is not None and (view.model is not None or ready.members[0].trial not in trials):
            assert read_model(bench.folder.path / ready.file).predict(ROWS).shape == (150,)
            scores.append(ready.cv.score)
            trials.add(ready.members[0].trial)
        return view.run.phase == "ended"

    bench.turn(is_over)
    assert len(scores) > 2
    assert scores[:-1] == sorted(scores[:-1])
    assert scores[-1] > scores[-2] - 1e-6


def test_it_is_handed_out_and_said_to_be_the_best_so_far(bench: Workbench, tmp_path: Path) -> None:
    study = Study(bench.folder)
    bench.start(seconds=600, families=CHEAP)
    bench.turn(finished(1))
    with pytest.warns(ModelSoFar, match=r"trial \d+ so far; the search goes on"):
        assert study.predict(ROWS).shape == (150,)
    bench.engine.pause()
    with pytest.warns(ModelSoFar, match="the search is paused") as warned:
        model = study.model()
    assert [Path(w.filename).name for w in warned] == [Path(__file__).name]
    with pytest.warns(ModelSoFar, match="the search is paused"):
        study.export("joblib", tmp_path / "m.joblib")
    assert model.predict_proba(ROWS).shape == (150, 2)
    assert "the search is paused" in study.report()
    assert list(study.column_importance(1.0).columns) == ["column", "importance", "noise"]
    study.close()


@pytest.mark.parametrize("fields", [{"interpretable": True}, {"objectives": ("score", "size_mb")}])
def test_where_one_pipeline_is_wanted_it_is_one(bench: Workbench, fields: dict[str, object]) -> None:
    bench.start(seconds=600, families=CHEAP, folds=4, **fields)
    bench.turn(finished(2))
    ready = so_far(bench.view)
    assert n_pipelines(bench, ready) == 1
    assert ready.predict_ms is not None


def test_else_it_averages_the_folds_and_no_time_of_one_is_told(bench: Workbench) -> None:
    bench.start(seconds=600, families=CHEAP, folds=4)
    bench.turn(finished(1))
    ready = so_far(bench.view)
    assert n_pipelines(bench, ready) == 4
    assert ready.predict_ms is None


def test_with_two_objectives_it_is_the_trial_that_the_model_would_be_made_of(bench: Workbench) -> None:
    bench.start(trials=6, families=CHEAP, objectives=("score", "size_mb"))
    bench.turn(finished(6))
    members = so_far(bench.view).members
    assert bench.turn_to_end().model is not None
    assert bench.view.model is not None
    assert [m.trial for m in bench.view.model.members] == [m.trial for m in members]


def test_a_choice_counts_at_once(bench: Workbench) -> None:
    bench.start(seconds=600, families=CHEAP)
    bench.turn(finished(3))
    chosen = next(t.ask.trial for t in bench.view.trials if t.result and t.ask.trial != bench.view.incumbent)
    bench.engine.use(UseTrial(trial=chosen), "human")
    assert [m.trial for m in so_far(bench.view).members] == [chosen]
    assert so_far(bench.view).message == f"trial {chosen}, as chosen; the search goes on"


class NoBlend(LocalExecutor):
    """A blend that never comes."""

    def poll(self) -> list[Outcome]:
        return [o for o in super().poll() if ":blend-" not in o.id]


class Clock:
    """The machine's, which can be put forward."""

    ahead_s = 0.0

    def __call__(self) -> float:
        return time.monotonic() + self.ahead_s


def test_a_stop_leaves_the_best_so_far_at_once_and_the_run_is_over_in_seconds(tmp_path: Path) -> None:
    clock = Clock()
    bench = Workbench(tmp_path / "s", small_table(), NoBlend(slots=2), clock)
    bench.start(seconds=600, families=CHEAP)
    bench.turn(finished(2))
    best = so_far(bench.view)
    bench.engine.stop()
    assert so_far(bench.view).members == best.members
    assert "the final model is being made" in so_far(bench.view).message
    assert read_model(bench.folder.path / best.file).predict(ROWS).shape == (150,)
    clock.ahead_s = 5.0
    bench.engine.tick()
    ended = bench.view
    bench.close()
    assert ended.run.phase == "ended"
    assert ended.model is not None
    assert (ended.model.members, ended.model.cv) == (best.members, best.cv)


def test_what_is_blended_after_a_stop_is_no_worse(bench: Workbench) -> None:
    bench.start(seconds=600, families=CHEAP, folds=4)
    bench.turn(finished(4))
    best = so_far(bench.view).cv.score
    bench.engine.stop()
    ready = bench.turn_to_end().model
    assert ready is not None
    assert ready.cv.score > best - 1e-6


def test_another_search_has_no_model_before_its_first_trial(bench: Workbench) -> None:
    bench.start(trials=1, families=CHEAP)
    bench.turn_to_end()
    bench.start(trials=1, families=CHEAP)
    assert present_model(bench.view) is None
