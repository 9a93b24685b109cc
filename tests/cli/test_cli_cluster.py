"""A study whose trials run on a cluster, seen from the shell, and its way back."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

import cotune
from cotune.cli.app import app


def test_a_study_says_that_it_is_on_a_cluster_and_comes_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COTUNE_HOME", str(tmp_path))
    monkeypatch.setattr("cotune.study.handle.Handle.ensure_host", lambda _self: None)
    cotune.create(pd.DataFrame({"x": range(60), "y": [0, 1] * 30}), name="s", cluster="tcp://c:1").close()
    assert "trials run on the cluster at tcp://c:1" in CliRunner().invoke(app, ["show", "s"]).output
    assert CliRunner().invoke(app, ["cluster", "s", "local"]).output == "trials run on this machine\n"
    assert "trials run on" not in CliRunner().invoke(app, ["show", "s"]).output
