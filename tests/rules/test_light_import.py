"""`import cotune` and the command's start-up must not wait for heavy libraries."""

import json
import subprocess
import sys

import pytest

HEAVY = {"sklearn", "smac", "ConfigSpace", "langchain", "langchain_core", "pandas", "numpy", "xgboost", "anywidget"}


def modules_after(code: str) -> set[str]:
    script = f"{code}\nimport sys, json\nprint(json.dumps(sorted({{m.split('.')[0] for m in sys.modules}})))"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(json.loads(run.stdout.splitlines()[-1]))


@pytest.mark.parametrize(
    "code",
    ["import cotune", "import cotune.errors", "import cotune.model", "from cotune.cli.app import app"],
)
def test_start_up_loads_nothing_heavy(code):
    assert modules_after(code) & HEAVY == set()


def test_policy_and_nouns_stay_pure():
    assert modules_after("import cotune.policy, cotune.model.fold") & HEAVY == set()
