"""What the README tells people to type works as it stands, on a shorter budget."""

import re
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from IPython.core.interactiveshell import InteractiveShell

from cotune.ui import panel
from cotune.ui.show import remember

README = (Path(__file__).parents[2] / "README.md").read_text()
HURRY = {"60 seconds": "10 seconds", "time_budget_s=60": "time_budget_s=10", "--seconds 60": "--seconds 20"}


def blocks(language: str) -> list[str]:
    fenced = re.findall(r"^```(\w*)\n(.*?)^```$", README, flags=re.MULTILINE | re.DOTALL)
    return [text for name, text in fenced if name == language]


def hurried(text: str) -> str:
    for long, short in HURRY.items():
        text = text.replace(long, short)
    return text


@pytest.mark.slow
def test_python_blocks_run_one_after_the_other(tmp_path, studies):
    script = tmp_path / "readme.py"
    script.write_text(hurried("\n".join(blocks("python"))))

    done = subprocess.run([sys.executable, script], cwd=tmp_path, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    assert any((tmp_path / "biopsies-model").iterdir())


def test_cells_run_as_they_stand(studies, monkeypatch):
    monkeypatch.setattr("cotune.study.handle.Handle.ensure_host", lambda _self: None)
    lines, goal = (block for block in blocks("") if block.startswith("%"))
    shell = InteractiveShell.instance()
    shell.user_ns["table"] = pd.DataFrame({"size": range(40), "diagnosis": ["malignant", "benign"] * 20})
    try:
        shell.run_cell("%load_ext cotune").raise_error()
        for cell in (goal, lines):
            shell.run_cell(cell).raise_error()
    finally:
        panel().bridge.select(None)
        remember(None)
        InteractiveShell.clear_instance()


@pytest.mark.slow
def test_shell_commands_run(tmp_path, studies, venv_on_path):
    (block,) = (b for b in blocks("") if b.startswith("cotune run"))
    (tmp_path / "customers.csv").write_text(
        "age,plan,churn\n" + "20,basic,no\n70,plus,yes\n35,plus,no\n64,basic,yes\n" * 25
    )
    (tmp_path / "new.csv").write_text("plan,age\nbasic,50\n")

    for line in hurried(block).splitlines():
        name = next((p.name for p in studies.glob("[!.]*")), "")  # not .cores
        done = subprocess.run(
            line.replace("NAME", name), shell=True, cwd=tmp_path, capture_output=True, text=True, check=False
        )
        if not line.startswith("cotune doctor"):
            assert done.returncode == 0, f"{line}: {done.stderr}"

    assert (tmp_path / "churn.skops").stat().st_size > 0
    assert (tmp_path / "predicted.csv").read_text().splitlines()[0] == "prediction"
