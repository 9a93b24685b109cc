"""`cotune run` brings its result home when the study's process is killed under it."""

import json
import os
import subprocess
import sys

import pytest
from killing import host_pids, kill
from sklearn.datasets import load_wine

import cotune

OPTIONS = ["--target", "target", "--trials", "30", "--families", "linear,naive_bayes,decision_tree", "--workers", "1"]


@pytest.mark.slow
def test_a_headless_run_survives_its_host(tmp_path):
    table = tmp_path / "wine.csv"
    load_wine(as_frame=True).frame.to_csv(table, index=False)
    command = subprocess.Popen(
        [sys.executable, "-m", "cotune.cli", "run", str(table), *OPTIONS, "--name", "wine", "--yes", "--json"],
        env={**os.environ, "COTUNE_HOME": str(tmp_path / "studies")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    for line in command.stderr:
        if "best" in line:
            break
    kill(host_pids(cotune.open("wine", directory=tmp_path / "studies")))

    out, err = command.communicate(timeout=120)

    result = json.loads(out)
    assert command.returncode == 0, err
    assert result["status"] == "done"
    assert result["trials"] == 30
    assert any("started again" in warning for warning in result["warnings"])
