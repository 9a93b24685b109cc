"""Two objectives, and a person's choice of the trial that the model is made of; judged by the log."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from workbench import Workbench, finished, leave_for, small_table

from cotune.deliver.final import read_model
from cotune.engine.kept import KEPT_TRIALS, Kept
from cotune.errors import UserError
from cotune.model import event as ev
from cotune.model.action import UnsealHoldout, UseTrial
from cotune.model.front import undominated
from cotune.model.space import Configuration
from cotune.model.trial import TrialAsk, TrialResult, TrialRow
from cotune.model.view import RunView
from cotune.store import StudyFolder
from cotune.study import Study

CHEAP = ("linear", "naive_bayes", "decision_tree")
FAST = ("score", "predict_ms")


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Workbench]:
    made = Workbench(tmp_path / "s", small_table())
    yield made
    made.close()


def members(view: RunView) -> list[int]:
    assert view.model is not None
    return [m.trial for m in view.model.members]


def use(bench: Workbench, trial: int | None) -> RunView:
    bench.engine.use(UseTrial(trial=trial), "human")
    return bench.turn(lambda v: not v.choosing)


def another(view: RunView) -> int:
    """A finished trial that the model isn't made of."""
    return next(t.ask.trial for t in view.trials if t.status == "ok" and t.ask.trial not in members(view))


def test_with_a_second_objective_the_model_is_one_economical_trial(bench: Workbench) -> None:
    bench.start(trials=8, families=CHEAP, objectives=FAST)
    view = bench.turn_to_end()
    (trial,) = members(view)
    assert trial in [row.ask.trial for row in view.front()]
    assert view.model is not None
    assert view.model.how == "refit"
    assert "least prediction time" in view.model.message
    model = read_model(bench.folder.path / view.model.file)
    assert [len(pipelines) for _, pipelines in model.members] == [1]


def test_no_trial_is_stopped_early_that_may_be_ahead_in_the_other_objective(bench: Workbench) -> None:
    bench.start(trials=30, families=CHEAP, objectives=FAST)
    assert {t.status for t in bench.turn_to_end(120).trials} == {"ok"}


@pytest.mark.parametrize(("objectives", "known"), [(("score", "size_mb"), True), (FAST, False), ((), False)])
def test_the_size_is_measured_where_it_is_an_objective(
    bench: Workbench, objectives: tuple[str, ...], known: bool
) -> None:
    bench.start(trials=4, families=CHEAP, objectives=objectives)
    sizes = [t.result.size_mb for t in bench.turn_to_end().trials if t.result and t.status == "ok"]
    assert sizes
    assert all((size is not None) == known for size in sizes)
    assert all(0 < size < 10 for size in sizes if size is not None)


def test_after_the_end_a_chosen_trial_becomes_the_model(bench: Workbench) -> None:
    bench.start(trials=5, families=CHEAP)
    before = bench.turn_to_end()
    trial = another(before)
    view = use(bench, trial)
    assert members(view) == [trial]
    assert view.model is not None
    assert view.model.chosen == trial
    assert [e.kind for e in bench.events(ev.TrialChosen, ev.ModelReady)] == [
        "model_ready",
        "trial_chosen",
        "model_ready",
    ]
    model = read_model(bench.folder.path / view.model.file)
    assert model.predict_proba(small_table().drop(columns="y")).shape == (150, 2)


def test_until_the_chosen_model_is_there_the_one_before_it_stands(bench: Workbench) -> None:
    bench.start(trials=5, families=CHEAP, objectives=FAST)
    before = bench.turn_to_end().model
    assert before is not None
    written = (bench.folder.path / before.file).stat().st_mtime_ns
    stood = []

    def is_made(view: RunView) -> bool:
        if view.choosing:
            stood.append((view.model, (bench.folder.path / before.file).stat().st_mtime_ns))
        return not view.choosing

    bench.engine.use(UseTrial(trial=another(bench.view)), "human")
    bench.turn(is_made)
    assert stood
    assert all(kept == (before, written) for kept in stood)


def test_a_choice_is_taken_back(bench: Workbench) -> None:
    bench.start(trials=5, families=CHEAP)
    before = bench.turn_to_end().model
    use(bench, another(bench.view))
    view = use(bench, None)
    assert view.model is not None
    assert before is not None
    assert view.model.chosen is None
    assert (view.model.members, view.model.cv) == (before.members, before.cv)


def test_a_choice_during_the_run_is_the_model_at_its_end(bench: Workbench) -> None:
    bench.start(seconds=10, families=CHEAP)
    bench.turn(finished(4))
    bench.engine.use(UseTrial(trial=1), "agent")
    view = bench.turn_to_end()
    assert members(view) == [1]
    assert view.run.active_s <= 10
    assert [e.by for e in bench.events(ev.TrialChosen)] == ["agent"]


def test_a_host_that_dies_over_a_choice_makes_it_in_the_next_one(tmp_path: Path) -> None:
    first = Workbench(tmp_path / "s", small_table())
    first.start(trials=4, families=CHEAP)
    first.turn_to_end()
    trial = another(first.view)
    first.engine.use(UseTrial(trial=trial), "human")
    first.executor.close()
    first.store.close()
    second = Workbench(tmp_path / "s", None)
    assert second.view.choosing
    view = second.turn(lambda v: not v.choosing)
    assert members(view) == [trial]
    assert len(second.events(ev.RunEnded)) == 1
    second.close()


def test_after_a_choice_the_next_host_can_search_on(tmp_path: Path) -> None:
    first = Workbench(tmp_path / "s", small_table())
    first.start(trials=3, families=CHEAP)
    trial = another(first.turn_to_end())
    first.close()
    second = Workbench(tmp_path / "s", None)
    use(second, trial)
    second.extend(trials=2)
    view = second.turn_to_end()
    second.close()
    assert len(view.trials) == 5


def test_a_trial_whose_models_are_gone_is_no_choice(bench: Workbench) -> None:
    bench.start(trials=4, families=CHEAP)
    trial = another(bench.turn_to_end())
    with closing(Study(bench.folder)) as study:
        assert study.keeps_models_of(trial)
        bench.folder.fold_models(trial).unlink()
        assert not study.keeps_models_of(trial)
    with pytest.raises(UserError, match="no longer on disk"):
        bench.engine.use(UseTrial(trial=trial), "human")
    assert not bench.events(ev.TrialChosen)


def test_the_sealed_rows_and_a_choice_wait_for_each_other(bench: Workbench) -> None:
    bench.start(trials=4, families=CHEAP)
    trial = another(bench.turn_to_end())
    bench.engine.unseal(leave_for(UnsealHoldout()))
    with pytest.raises(UserError, match="being scored"):
        bench.engine.use(UseTrial(trial=trial), "human")
    opened = bench.turn(lambda v: v.opened is not None)
    assert opened.optimism() is not None
    bench.engine.use(UseTrial(trial=trial), "human")
    with pytest.raises(UserError, match="being made"):
        bench.engine.unseal(leave_for(UnsealHoldout()))
    assert bench.turn(lambda v: not v.choosing).opened is None


def test_a_second_stop_makes_the_chosen_model_without_waiting(bench: Workbench) -> None:
    bench.start(trials=4, families=CHEAP, objectives=FAST)
    trial = another(bench.turn_to_end())
    bench.engine.use(UseTrial(trial=trial), "human")
    bench.engine.tick()
    began = time.monotonic()
    bench.engine.stop()
    view = bench.turn(lambda v: not v.choosing)
    assert time.monotonic() - began < 1.0
    assert members(view) == [trial]


def _row(folder: StudyFolder, trial: int, score: float, ms: float) -> TrialRow:
    folder.fold_models(trial).touch()
    ask = TrialAsk(trial=trial, run=1, number=trial, configuration=Configuration(family="linear"), origin="smac")
    result = TrialResult(
        trial=trial, attempt=1, status="ok", score=score, fold_scores=(score,), predict_ms=ms, has_models=True
    )
    return TrialRow(ask=ask, status="ok", result=result)


def test_what_may_be_chosen_stays_on_disk(tmp_path: Path) -> None:
    folder = StudyFolder(tmp_path)
    folder.prepare()
    n = 3 * KEPT_TRIALS
    rows = [_row(folder, i, score=i, ms=i if i % 9 == 0 else 500.0 - i) for i in range(n)]
    kept = Kept(folder, "predict_ms", rows, chosen=1)
    on_disk = {i for i in range(n) if folder.fold_models(i).exists()}
    assert on_disk == {r.ask.trial for r in kept.rows}
    assert {r.ask.trial for r in undominated(rows, "predict_ms")} | {1} <= on_disk
    assert kept.threshold("linear") is None


def test_with_one_objective_the_best_few_stay_and_what_was_chosen(tmp_path: Path) -> None:
    folder = StudyFolder(tmp_path)
    folder.prepare()
    kept = Kept(folder, None, [_row(folder, i, score=i, ms=1.0) for i in range(40)], chosen=2)
    assert {r.ask.trial for r in kept.rows} == {2, *range(40 - KEPT_TRIALS + 1, 40)}
