"""A study without a model, from the shell: why there is none, and which command brings one."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest
from typer.testing import CliRunner

import cotune
from cotune.cli.app import app
from cotune.cli.outcome import WRONG_USE, exit_code
from cotune.errors import UserError
from cotune.model.event import TrialFinished
from cotune.study.no_model import way_to_a_model
from written_studies import STARTED, ended, study_with, trial

TOO_EARLY = "the search ended before the table was ready"


@pytest.fixture(autouse=True)
def too_short(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COTUNE_HOME", str(tmp_path))
    monkeypatch.setattr("cotune.study.handle.Handle.ensure_host", lambda _self: None)
    study_with(STARTED, ended("time", TOO_EARLY))


@pytest.mark.parametrize("words", [("predict", "s", "rows.csv"), ("export", "s", "model.skops"), ("columns", "s")])
def test_a_command_that_needs_one_names_a_command_that_brings_it(words: tuple[str, ...]) -> None:
    done = CliRunner().invoke(app, words)
    assert isinstance(done.exception, UserError)
    assert exit_code(done.exception) == WRONG_USE
    assert TOO_EARLY in str(done.exception)
    assert "`cotune extend s --seconds 60`" in str(done.exception)
    assert "study." not in str(done.exception)


def test_the_best_trial_so_far_predicts_and_is_said_to_be_that(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started, done = trial(0, "ok")
    assert isinstance(done, TrialFinished)
    study_with(STARTED, started, done.having(result=done.result.having(has_models=True)), directory=tmp_path)
    rows = tmp_path / "rows.csv"
    rows.write_text("x\n1\n2\n")

    class Ones:
        task, schema = "binary", SimpleNamespace(as_written=())

        def predict(self, X: pd.DataFrame) -> list[int]:
            return [1] * len(X)

    monkeypatch.setattr("cotune.deliver.load_model", lambda _: Ones())
    predicted = CliRunner().invoke(app, ("predict", str(tmp_path / "s"), str(rows)))
    assert predicted.stdout == "prediction\n1\n1\n"
    assert predicted.stderr == "! this model is trial 0 so far; the search goes on\n"
    assert "; trial 0 so far; the search goes on" in CliRunner().invoke(app, ("show", str(tmp_path / "s"))).stdout


def test_show_tells_why() -> None:
    shown = CliRunner().invoke(app, ("show", "s")).output
    assert f"no model: {TOO_EARLY}\n  -> `cotune extend s --seconds 60`" in shown
    assert "no trial has a score\n" in shown
    assert "DataFrame" not in shown


def test_show_offers_no_process_where_nothing_was_searched(tmp_path: Path) -> None:
    cotune.create(pd.DataFrame({"x": range(60), "y": [0, 1] * 30}), name="new")
    shown = CliRunner().invoke(app, ("show", "new")).output
    assert shown.startswith("new: nothing was searched yet  (no process)\n")


def test_show_offers_no_process_for_a_run_that_has_ended() -> None:
    shown = CliRunner().invoke(app, ("show", "s")).output
    assert "(no process)" in shown
    assert "cotune resume" not in shown


def test_where_the_trials_ran_out_more_of_them_are_the_way(tmp_path: Path) -> None:
    study = study_with(STARTED, ended("trials", TOO_EARLY), directory=tmp_path / "other")
    assert way_to_a_model(study.view, "s") == "`cotune extend s --trials 20` gives it more trials"
    assert way_to_a_model(study.view) == "study.extend(trials=20) gives it more trials"
