"""What a person reads at the end of a run."""

from cotune.cli.result import FrontTrial, RunResult
from cotune.model.baseline import Baseline
from cotune.model.optimism import Optimism
from cotune.model.space import Configuration

RESULT = RunResult(
    status="done",
    task="regression",
    metric="rmse",
    cv_score=-2.0,
    cv_value=2.0,
    cv_standard_error=0.1,
    holdout_score=-2.5,
    holdout_value=2.5,
    holdout_standard_error=0.2,
    holdout_rows=20,
    holdout_openings=1,
    optimism=Optimism(gap=0.5, standard_error=0.2, beyond_noise=True),
    baseline_dummy=-9.0,
    baseline_xgboost=-2.01,
    guess=Baseline(score=-9.0, standard_error=0.3, lead=7.0, lead_noise=0.3, beyond_noise=True),
    default_xgboost=Baseline(score=-2.01, standard_error=0.1, lead=0.01, lead_noise=0.03, beyond_noise=False),
    seconds=20.0,
    trials=3,
    failed_trials=0,
    best=Configuration(family="linear", params={}),
    members=2,
    second_objective=None,
    front=(),
    warnings=(),
    study="s",
)


def test_losses_are_shown_as_the_metrics_own_numbers():
    text = RESULT.as_text()

    assert "cross-validated 2 ± 0.1; sealed rows 2.5 ± 0.2 (opened 1 x)" in text
    assert "a guess: 9 ± 0.3; the best trial is 7 ± 0.3 better, beyond noise" in text
    assert "best family linear; the model blends 2 pipelines" in text


def test_nothing_is_called_better_within_noise():
    assert "default XGBoost: 2.01 ± 0.1; the best trial is 0.01 ± 0.03 from it, within noise" in RESULT.as_text()


def test_a_missing_baseline_says_why():
    missing = RESULT.having(default_xgboost=Baseline(score=None, missing="trial 0 failed"))

    assert "default XGBoost: none: trial 0 failed" in missing.as_text()


def test_what_cross_validation_promised_too_much_is_said():
    assert "0.5 ± 0.2 better in cross-validation than on the sealed rows, beyond noise" in RESULT.as_text()
    assert "in cross-validation than" not in RESULT.having(optimism=None).as_text()


def test_with_two_objectives_the_trials_to_choose_from_are_named():
    cheap = FrontTrial(trial=3, family="linear", score=-2.5, value=2.5, standard_error=0.1, second=0.012)
    dear = FrontTrial(trial=9, family="xgboost", score=-2.0, value=2.0, standard_error=0.1, second=0.8)
    text = RESULT.having(second_objective="predict_ms", front=(cheap, dear)).as_text()

    told = "#3 linear 2.5 ± 0.1 at 0.012 ms a row in a batch; #9 xgboost 2 ± 0.1 at 0.8 ms a row"
    assert f"worth their prediction time: {told}" in text


def test_a_model_that_only_guesses_says_so():
    stopped = RESULT.having(status="stopped", best=None, members=0, trials=0, cv_score=-9.0)

    assert "the model only guesses" in stopped.as_text()


def test_sealed_rows_that_nobody_opened_are_not_scored():
    assert "sealed rows not scored" in RESULT.having(holdout_score=None, holdout_value=None).as_text()


def test_a_late_model_is_not_said_to_be_missing():
    late = RESULT.having(status="late", members=0, cv_score=None)

    assert "still being made" in late.as_text()
    assert "no model" not in late.as_text()


def test_a_late_run_without_a_finished_trial_promises_no_model():
    late = RESULT.having(status="late", best=None, members=0, trials=0, cv_score=None)

    assert not late.found
    assert "no trial has finished yet" in late.as_text()
    assert "being made" not in late.as_text()
