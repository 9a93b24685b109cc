"""Ctrl-C stops the search and keeps the best."""

import json
import os
import signal
import subprocess
import sys


def test_ctrl_c_keeps_the_best(csv, home):
    options = ["--target", "churn", "--seconds", "120", "--families", "linear,naive_bayes", "--yes", "--json"]
    command = subprocess.Popen(
        [sys.executable, "-m", "cotune.cli", "run", str(csv), *options],
        env={**os.environ, "COTUNE_HOME": str(home)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    for line in command.stderr:
        if "best" in line:
            break
    command.send_signal(signal.SIGINT)

    out, err = command.communicate(timeout=60)

    assert command.returncode == 0, err
    result = json.loads(out)
    assert result["status"] == "stopped"
    assert result["seconds"] < 110
    assert result["best"] is not None
