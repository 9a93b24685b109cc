"""Default XGBoost stands beside every search, and is none of its trials where the search doesn't try it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from workbench import Watched, Workbench, small_table

from cotune.engine import Task
from cotune.model import event as ev
from cotune.model.baseline import default_xgboost
from cotune.model.trial import BESIDE

CHEAP = ("linear", "naive_bayes")


def beside(executor: Watched) -> list[Task]:
    return [t for t in executor.tasks if t.id.startswith("beside")]


@pytest.fixture
def executor() -> Watched:
    return Watched(slots=2)


@pytest.fixture
def bench(tmp_path: Path, executor: Watched) -> Iterator[Workbench]:
    made = Workbench(tmp_path / "s", small_table(), executor)
    yield made
    made.close()


def test_it_is_fitted_on_the_same_folds_and_counts_as_no_trial(bench: Workbench, executor: Watched) -> None:
    bench.start(trials=3, families=CHEAP, workers=1)
    view = bench.turn_to_end()
    found = default_xgboost(view)
    assert found.score is not None
    assert found.lead_noise is not None
    assert len(beside(executor)) == 1
    assert [t.ask.trial for t in view.trials] == [0, 1, 2]
    assert view.model is not None
    assert BESIDE not in [m.trial for m in view.model.members]
    assert not bench.folder.fold_models(BESIDE).exists()


def test_a_worker_that_fits_it_takes_no_trial_meanwhile(bench: Workbench) -> None:
    bench.start(trials=2, families=CHEAP, workers=1)
    bench.turn_to_end()
    order = [body.kind for body in bench.events(ev.TrialStarted, ev.TrialFinished, ev.BaselineFitted)]
    assert order == ["trial_started", "trial_finished", "baseline_fitted", "trial_started", "trial_finished"]


def test_a_pause_drops_it_and_it_is_fitted_when_the_search_goes_on(bench: Workbench, executor: Watched) -> None:
    bench.start(trials=2, families=CHEAP, workers=1)
    bench.turn(lambda _: bool(beside(executor)))
    bench.engine.pause()
    bench.engine.resume()
    view = bench.turn_to_end()
    assert len(beside(executor)) == 2
    assert len(bench.events(ev.BaselineFitted)) == 1
    assert view.default_xgboost() is not None


def test_what_would_take_too_much_of_the_time_is_not_begun_and_says_so(
    bench: Workbench, executor: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cotune.engine.beside._EXPECTED_SHARE", 0.0)
    bench.start(trials=2, families=CHEAP, workers=1)
    view = bench.turn_to_end()
    assert beside(executor) == []
    assert "too much of the search's time" in default_xgboost(view).missing


def test_a_search_that_tries_it_needs_none(bench: Workbench, executor: Watched) -> None:
    bench.start(trials=2, families=("linear", "xgboost"), workers=1)
    view = bench.turn_to_end()
    assert beside(executor) == []
    assert default_xgboost(view).score is not None
