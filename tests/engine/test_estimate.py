"""What a search is said to cost, from rules of thumb and from what trials took."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from cotune.data import build_run_table, complete_spec, write_snapshot
from cotune.engine import estimate, estimate_of_agent, measured
from cotune.engine.memory_need import rows_within, worker_mb
from cotune.host.shape import rough_shape
from cotune.model import event as ev
from cotune.model.event import Event
from cotune.model.fold import fold
from cotune.model.gate import Permit
from cotune.model.space import Configuration
from cotune.model.spec import SearchSpec
from cotune.model.trial import TrialAsk, TrialResult, TrialRow
from cotune.model.usage import AgentBudget, Usage
from cotune.model.view import RunView
from cotune.search.catalog import offers
from cotune.search.opening import opening
from cotune.search.patience import fits_per_trial
from shapes import shape_of

SPEC = SearchSpec(
    target="y", task="binary", metric="roc_auc", seconds=None, trials=20, families=("linear", "knn"), workers=1
)
SHAPE = shape_of()


def view_of(
    seconds: list[float], *, spec: SearchSpec = SPEC, device: str = "cpu", peak_mb: float = 150.0, fits: int = 0
) -> RunView:
    permit = Permit(proposal="p", action_digest="d", source="approved", decision="x")
    bodies: list[ev.EventBody] = [ev.RunStarted(run=1, spec=spec, permit=permit, seed=0, workers=1, versions={})]
    for n, took in enumerate(seconds):
        family = spec.families[n % len(spec.families)]
        ask = TrialAsk(trial=n, run=1, number=n, configuration=Configuration(family=family), origin="smac")
        result = TrialResult.model_validate(
            {
                "trial": n,
                "attempt": 1,
                "status": "ok",
                "score": 0.5,
                "seconds": took,
                "peak_mb": peak_mb,
                "fold_scores": [0.5] * fits,
                "device": device,
            }
        )
        bodies += [ev.TrialStarted(ask=ask, active_s=n), ev.TrialFinished(run=1, result=result, active_s=n)]
    return fold(Event(seq=n, at=datetime(2026, 1, 1, tzinfo=UTC), epoch=1, body=b) for n, b in enumerate(bodies, 1))


def test_of_two_budgets_the_one_that_is_used_up_first_is_what_a_search_takes() -> None:
    by_trials = estimate(SPEC, SHAPE, slots=1)
    both = estimate(SPEC.having(seconds=10 * by_trials.seconds_high), SHAPE, slots=1)
    assert both.seconds_low < both.seconds_high < 5 * by_trials.seconds_high
    assert both.basis.startswith("20 trials")
    short = estimate(SPEC.having(seconds=by_trials.seconds_low / 2), SHAPE, slots=1)
    assert short.seconds_high == by_trials.seconds_low / 2
    assert short.seconds_low == pytest.approx(0.9 * short.seconds_high)


@pytest.mark.parametrize(
    "fields",
    [{}, {"folds": 4}, {"seconds": 10}, {"group_column": "who"}, {"time_column": "day"}, {"split": "random"}],
    ids=str,
)
def test_a_trial_has_as_many_fits_as_was_reckoned_before(fields: dict[str, object], tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    frame = pd.DataFrame({"x": rng.normal(size=200), "row_id": range(200), "who": [f"p{i % 40}" for i in range(200)]})
    frame["day"], frame["y"] = pd.date_range("2024", periods=200), frame["x"] + rng.normal(size=200)
    profile = write_snapshot(frame, tmp_path)
    spec = complete_spec({"target": "y", **fields}, profile)
    table, rough = build_run_table(tmp_path, spec), rough_shape(profile, spec)
    assert (rough.n_rows, rough.n_features) == (table.shape.n_rows, table.shape.n_features)
    assert fits_per_trial(spec, rough) == len(table.folds)


def test_what_trials_took_is_reckoned_by_their_fits() -> None:
    """A budget of hours has 30 fits for a trial of this table, one without a limit of time 20."""
    longer = SPEC.having(seconds=10 * 3600)
    trials = measured(longer, view_of([20.0] * 20, fits=20))
    short, long, on = (
        estimate(SPEC, SHAPE, trials, slots=4),
        estimate(longer, SHAPE, trials, slots=4),
        estimate(longer, SHAPE, trials, goes_on=True, slots=4),
    )
    assert long.seconds_low / short.seconds_low == pytest.approx(30 / 20, rel=0.1)
    assert on.seconds_low == pytest.approx(short.seconds_low, rel=0.1)


def test_what_trials_took_narrows_the_interval() -> None:
    view = view_of([1.0, 1.2, 0.8, 1.1, 0.9, 1.0, 1.2, 0.8])
    cost = estimate(SPEC, SHAPE, measured(SPEC, view), goes_on=True, slots=4)
    assert cost.measured_trials == 8
    assert "8 trials" in cost.basis
    assert 12 < cost.seconds_low < cost.seconds_high < 80
    guessed = estimate(SPEC, SHAPE, slots=4)
    assert guessed.measured_trials == 0
    assert guessed.seconds_high / guessed.seconds_low > cost.seconds_high / cost.seconds_low
    assert cost.memory_low_mb <= 150 <= cost.memory_high_mb < guessed.memory_high_mb


def test_an_extension_goes_on_where_the_opening_was_left() -> None:
    spec = SPEC.having(families=("mlp", "xgboost"), trials=1)
    first = [p.configuration for p in opening(offers(spec, SHAPE), (), math.inf)]
    seconds = {"mlp": 100.0, "xgboost": 1.0}
    result = TrialResult(trial=0, attempt=1, status="ok", score=0.5, seconds=0.0)
    rows = [
        TrialRow(
            ask=TrialAsk(trial=n, run=1, number=n, configuration=c, origin="default"),
            status="ok",
            result=result.having(seconds=seconds[c.family]),
        )
        for n, c in enumerate(first)
    ]
    slow_left, quick_left = (
        estimate(spec, SHAPE, [r for r in rows if r.ask.configuration != left], goes_on=True, slots=4)
        for left in (next(c for c in first if c.family == name) for name in ("mlp", "xgboost"))
    )
    assert slow_left.seconds_low > 5 * quick_left.seconds_high


@pytest.mark.parametrize("change", [{"target": "x"}, {"exclude_columns": ("x",)}, {"folds": 3}, {"families": ("svm",)}])
def test_trials_of_something_else_tell_nothing(change: dict[str, object]) -> None:
    assert measured(SPEC.having(**change), view_of([1.0] * 20)) == ()


def test_trials_tell_of_families_that_are_searched() -> None:
    assert len(measured(SPEC.having(families=("knn",)), view_of([1.0] * 20))) == 10


def test_a_slow_family_tells_that_the_machine_is_slow() -> None:
    """Of a family that has had no trial yet more is expected than without any."""
    spec = SPEC.having(families=("linear",), trials=40)
    view = view_of([3.0] * 10, spec=spec)
    both = spec.having(families=("linear", "knn"))
    assert len(measured(both, view)) == 10
    assert (
        estimate(both, SHAPE, measured(both, view), slots=4).seconds_low > estimate(both, SHAPE, slots=4).seconds_high
    )


def test_gpu_time_is_the_share_that_trials_spent_there() -> None:
    spec = SPEC.having(families=("xgboost",), seconds=100, trials=None)
    on_gpu = measured(spec, view_of([1.0] * 8, spec=spec, device="cuda"))
    cost = estimate(spec, SHAPE, on_gpu, on_gpu=True, slots=4)
    assert (cost.gpu_seconds_low, cost.gpu_seconds_high) == (cost.seconds_low, 100)
    on_cpu = measured(spec, view_of([1.0] * 8, spec=spec))
    assert estimate(spec, SHAPE, on_cpu, on_gpu=True, slots=4).gpu_seconds_high == 0
    assert estimate(spec, SHAPE, slots=4).gpu_seconds_high == 0
    mixed = SPEC.having(families=("xgboost", "knn"), seconds=100, trials=None)
    assert estimate(mixed, SHAPE, on_gpu=True, slots=4).gpu_seconds_low == 0


def test_memory_grows_with_the_table_and_the_workers() -> None:
    small, large, wide = (
        estimate(SPEC, shape, slots=4)
        for shape in (SHAPE, SHAPE.having(n_rows=1_000_000), SHAPE.having(n_rows=1000, n_numeric=5000))
    )
    assert small.memory_low_mb < 250 < small.memory_high_mb
    assert small.memory_high_mb < large.memory_high_mb
    assert 1.5 * small.memory_high_mb < wide.memory_high_mb
    both = estimate(SPEC.having(workers=2), SHAPE, slots=4)
    assert both.memory_low_mb == pytest.approx(2 * small.memory_low_mb)


def test_a_search_is_said_to_have_the_workers_that_it_will_have() -> None:
    of_one, of_all = (estimate(SPEC.having(workers=None), SHAPE, slots=slots) for slots in (1, 16))
    assert "on 1 workers" in of_one.basis
    assert "on 16 workers" in of_all.basis
    assert of_one.seconds_low > 2 * of_all.seconds_low


def test_memory_is_never_more_than_its_limit() -> None:
    assert estimate(SPEC.having(memory_mb=128), SHAPE, slots=4).memory_high_mb == 128


def test_the_agent_costs_at_most_what_its_limits_leave() -> None:
    budget = AgentBudget(money=2, input_price=1, output_price=10, study_tokens=10**6)
    assert estimate_of_agent(budget, Usage(money=0.5)).money_high == 1.5
    assert estimate_of_agent(budget.having(study_tokens=1000), Usage()).money_high == pytest.approx(0.01)
    assert estimate_of_agent(AgentBudget(), Usage()) is None


def test_the_rows_that_fit_need_what_is_there() -> None:
    large = SHAPE.having(n_rows=1_000_000, n_numeric=50)
    rows = rows_within(1000, large, fits=5)
    assert 10_000 < rows < 1_000_000
    assert worker_mb(large.having(n_rows=rows), 5)[0] <= 1000 < worker_mb(large.having(n_rows=2 * rows), 5)[0]
    assert rows_within(100, large, fits=5) == 0
    assert rows_within(1e6, large, fits=5) == 1_000_000
