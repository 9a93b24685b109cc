"""A run whose result comes before its final model."""

import time

import pytest

import cotune
from cotune.cli.headless import HeadlessRun, RunRequest
from cotune.cli.process_clock import ProcessClock


class LeapingClock(ProcessClock):
    """Stands still until the run is watched for a moment, and then is far beyond any budget."""

    def __init__(self) -> None:
        self._looks = 0

    def elapsed_s(self) -> float:
        self._looks += 1
        return 1e6 if self._looks > 30 else 0.5


@pytest.fixture
def short_request(csv, tmp_path, monkeypatch):
    monkeypatch.setenv("COTUNE_HOME", str(tmp_path))
    stated = {"target": "churn", "families": ("naive_bayes",), "workers": 1}
    return RunRequest(
        data=csv,
        goal=None,
        stated=stated,
        excluded=(),
        default_seconds=4,
        name="late",
        directory=None,
        yes=True,
        save=None,
    )


def test_a_run_in_which_every_trial_fails_has_failed_and_says_by_what(short_request):
    stated = {**short_request.stated, "trials": 2, "max_predict_ms": 1e-9}

    result = HeadlessRun(short_request.having(stated=stated, name="failing"), ProcessClock()).result()

    assert (result.status, result.found, result.failed_trials) == ("failed", False, 2)
    assert any(w.startswith("all 2 trials failed, each by TooSlow") for w in result.warnings)
    assert result.holdout_openings == 0


def test_the_study_of_a_late_run_goes_on_to_its_end_and_then_leaves(short_request):
    result = HeadlessRun(short_request, LeapingClock()).result()

    assert result.status == "late"
    truth = "the final model is late" if result.found else "the time was over before a trial had finished"
    assert any(truth in warning for warning in result.warnings)
    study = cotune.open("late")
    deadline = time.monotonic() + 60
    while study.host_alive():
        assert time.monotonic() < deadline
        time.sleep(0.05)
    kinds = [event.body.kind for event in study.events()]
    assert set(kinds[kinds.index("run_ended") :]) <= {"run_ended", "search_explained"}
    assert kinds.count("host_started") == 1
    assert kinds.count("run_ended") == 1
