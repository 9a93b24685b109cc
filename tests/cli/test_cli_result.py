"""What a person reads at the end of a run."""

from cotune.cli.result import RunResult
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
    holdout_rows=20,
    holdout_openings=1,
    baseline_dummy=-9.0,
    baseline_xgboost=None,
    seconds=20.0,
    trials=3,
    failed_trials=0,
    best=Configuration(family="linear", params={}),
    members=2,
    warnings=(),
    study="s",
)


def test_losses_are_shown_as_the_metrics_own_numbers():
    text = RESULT.as_text()

    assert "cross-validated 2 ± 0.1; sealed rows 2.5 (opened 1 x)" in text
    assert "dummy 9" in text
    assert "best family linear; the model blends 2 pipelines" in text


def test_a_model_that_only_guesses_says_so():
    stopped = RESULT.having(status="stopped", best=None, members=0, trials=0, cv_score=-9.0)

    assert "the model only guesses" in stopped.as_text()


def test_sealed_rows_that_nobody_opened_are_not_scored():
    assert "sealed rows not scored" in RESULT.having(holdout_score=None, holdout_value=None).as_text()


def test_a_late_model_is_not_said_to_be_missing():
    late = RESULT.having(status="late", best=None, members=0, trials=0, cv_score=None)

    assert "still being made" in late.as_text()
    assert "no model" not in late.as_text()
