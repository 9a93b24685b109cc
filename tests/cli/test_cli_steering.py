"""Hints, bans and configurations from the shell, on a study whose host runs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

import cotune
from cotune.cli.app import app
from cotune.study import Study


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Study]:
    monkeypatch.setenv("COTUNE_HOME", str(tmp_path))
    made = cotune.create(pd.DataFrame({"x": range(60), "z": [1, 2, 3] * 20, "y": [0, 1] * 30}), name="s")
    made.approve(made.propose({"target": "y", "trials": 1, "families": ["xgboost", "linear"], "workers": 1}).card)
    made.wait(timeout_s=60)
    yield made
    made.quit_host()


def said(*words: str) -> str:
    done = CliRunner().invoke(app, list(words))
    assert done.exit_code == 0, done.exception
    return done.output


@pytest.mark.usefixtures("study")
def test_hints_bans_and_trials_that_wait_are_listed_and_taken_back() -> None:
    hints = said("steer", "s", "xgboost", "max_depth=3..6", "--weight", "0.3")
    assert "XGBoost with max_depth 3 to 6, 30% of the proposals" in hints
    assert "no more of Linear" in said("ban", "s", "linear")
    assert "next: XGBoost" in said("try", "s", "xgboost", "max_depth=4")
    assert "no more of" not in said("unban", "s", "linear")
    assert "of the proposals" not in said("unsteer", "s")
    assert "ask_all" in said("autonomy", "s", "ask_all")


@pytest.mark.usefixtures("study")
@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("steer", "s", "xgbost"), "xgboost"),
        (("try", "s", "xgboost", "depth=4"), "depth"),
        (("steer", "s", "xgboost", "weight=0.3"), "weight"),
        (("autonomy", "s", "never"), "ask_all"),
        (("unsteer", "s"), "no hints are in force"),
    ],
)
def test_what_is_no_family_setting_or_level_is_told(words: tuple[str, ...], told: str) -> None:
    done = CliRunner().invoke(app, list(words))
    assert done.exit_code != 0
    assert told in str(done.exception)
