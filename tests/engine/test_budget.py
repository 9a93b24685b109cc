from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cotune.engine import budget
from cotune.model.spec import SearchSpec
from cotune.model.trial import TrialResult
from shapes import shape_of

SHAPE = shape_of(n_rows=100_000, n_numeric=20)


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_only_active_seconds_count() -> None:
    clock = Clock()
    active = budget.ActiveClock(clock, spent_s=5)
    active.go()
    clock.now = 2
    active.go()
    clock.now = 3
    active.halt()
    clock.now = 50
    assert active.seconds == 8
    active.go()
    clock.now = 51
    assert active.seconds == 9


@given(st.floats(0.5, 600_000))
def test_search_always_gets_more_than_half_of_a_budget(seconds: float) -> None:
    assert budget.margin_s(seconds) + budget.blend_limit_s(seconds, SHAPE, 16) < seconds / 2


def test_a_blend_of_few_trials_is_quick() -> None:
    assert budget.blend_limit_s(20, SHAPE, 1) < 1.5 < budget.blend_limit_s(20, SHAPE, 16) < 2.5


@given(st.floats(0.1, 1e5), st.floats(-5, 1e5), st.booleans(), st.booleans())
def test_a_trials_limit_is_positive_and_never_above_the_specs(
    seconds: float, left_s: float, any_ok: bool, alone: bool
) -> None:
    spec = SearchSpec(target="y", task="binary", metric="roc_auc", seconds=seconds, seconds_per_trial=7)
    assert 0 < budget.trial_limit_s(spec, seconds, left_s, any_ok, alone, usual_s=1) <= 7


def test_a_trial_of_a_short_run_gets_the_seconds_that_boosting_needs_on_a_busy_machine() -> None:
    spec = SearchSpec(target="y", task="binary", metric="roc_auc", seconds=15)
    assert budget.trial_limit_s(spec, 15, 10, any_ok=True, alone=False, usual_s=1) == 6
    assert budget.trial_limit_s(spec.having(seconds=100), 100, 90, any_ok=True, alone=False, usual_s=1) == 30


def test_an_extended_run_gives_its_trials_a_share_of_all_its_time() -> None:
    spec = SearchSpec(target="y", task="binary", metric="roc_auc", seconds=15)
    assert budget.trial_limit_s(spec, 1000, 900, any_ok=True, alone=False, usual_s=1) == 300


def test_a_long_run_lets_a_trial_have_its_share_of_it() -> None:
    spec = SearchSpec(target="y", task="binary", metric="roc_auc", seconds=36_000)
    assert budget.trial_limit_s(spec, 36_000, 30_000, any_ok=True, alone=False, usual_s=1) == 10_800


def test_nothing_depends_on_the_clock_under_a_trial_budget() -> None:
    spec = SearchSpec(target="y", task="binary", metric="roc_auc", seconds=None, trials=10)
    limits = [budget.trial_limit_s(spec, None, None, any_ok=False, alone=True, usual_s=s) for s in (1, 90, 500)]
    assert limits == [900, 900, 5_000]
    assert budget.training_rows(None, SHAPE) == SHAPE.n_rows
    assert budget.is_worth_starting(None, 100)


def test_a_large_table_with_a_short_budget_is_fitted_on_a_sample() -> None:
    assert budget.training_rows(20, SHAPE) == 60_000
    assert budget.trained_share(20, SHAPE, folds=1) == 0.6
    assert budget.trained_share(3_600, SHAPE, folds=5) == 0.8
    assert budget.training_rows(0.1, SHAPE) == 5_000


def test_a_refit_is_predicted_from_the_share_that_folds_saw() -> None:
    trial = TrialResult(trial=0, attempt=1, status="ok", score=1, seconds=10)
    whole = budget.refit_limit_s(trial, folds=1, share=1.0)
    assert whole == pytest.approx(15.5)
    assert budget.refit_limit_s(trial, folds=1, share=0.5) > 2 * whole - 0.5


def test_no_trial_is_started_that_has_no_chance() -> None:
    assert not budget.is_worth_starting(1.0, 4.0)
    assert budget.is_worth_starting(3.0, 4.0)
    assert budget.is_worth_starting(0.1, None)
