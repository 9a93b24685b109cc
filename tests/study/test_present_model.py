"""The best trial so far, while its file may go at any moment because a better one is there."""

from __future__ import annotations

from pathlib import Path

import pytest

from cotune.errors import UserError
from cotune.model import event as ev
from cotune.study.present_model import ModelSoFar, present_model
from written_studies import PREPARED, STARTED, ended, study_with, trial


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COTUNE_HOME", str(tmp_path))
    monkeypatch.setattr("cotune.study.handle.Handle.ensure_host", lambda _self: None)


def kept(number: int, score: float) -> tuple[ev.EventBody, ...]:
    started, done = trial(number, "ok")
    assert isinstance(done, ev.TrialFinished)
    return started, done.having(result=done.result.having(score=score, has_models=True))


def test_a_file_that_goes_while_it_is_opened_gives_way_to_the_better_one(monkeypatch: pytest.MonkeyPatch) -> None:
    study = study_with(STARTED, PREPARED, *kept(0, 0.7))
    opened = []

    def load(file: Path) -> str:
        opened.append(file.name)
        if len(opened) == 1:
            study._store.append(kept(1, 0.8), study._store.take_epoch())
            raise UserError("there is no model")
        return "the model"

    monkeypatch.setattr("cotune.deliver.load_model", load)
    with pytest.warns(ModelSoFar, match="trial 1 so far"):
        assert study.model() == "the model"
    assert opened == ["trial-0.joblib", "trial-1.joblib"]


def test_a_file_that_is_gone_for_good_is_told() -> None:
    study = study_with(STARTED, PREPARED, *kept(0, 0.7))
    with pytest.raises(UserError, match="there is no model"):
        study.model()


def test_a_run_that_failed_after_a_trial_leaves_that_as_the_model() -> None:
    study = study_with(STARTED, PREPARED, *kept(0, 0.7), ended("failed", "the disk was full"))
    ready = present_model(study.view)
    assert ready is not None
    assert ready.message == "trial 0 so far; the search ended before it had made its model"
    assert "ended without a model" not in repr(study)


def test_a_trial_that_left_no_models_is_none() -> None:
    assert present_model(study_with(STARTED, PREPARED, *trial(0, "ok")).view) is None
