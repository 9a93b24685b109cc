"""A room imports only rooms below it, and the agent can't reach anything that acts."""

import ast
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
ALLOWED_AT_RUN_TIME = {"numpy", "pandas", "sklearn", "xgboost", "scipy", "joblib"}


def test_import_contracts_hold():
    run = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode == 0, run.stdout + run.stderr
    assert "The agent drafts, it cannot act KEPT" in run.stdout


def test_an_exported_model_needs_no_cotune():
    """import-linter takes packages only, and cotune_runtime is one file: so its imports are read here."""
    tree = ast.parse((ROOT / "src" / "cotune_runtime.py").read_text())
    imported = {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    imported |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}

    assert {name.split(".")[0] for name in imported} <= ALLOWED_AT_RUN_TIME | set(sys.stdlib_module_names)


def test_each_room_says_what_it_is():
    rooms = sorted((ROOT / "src" / "cotune").glob("*/__init__.py"))
    assert [room.parent.name for room in rooms if not ast.get_docstring(ast.parse(room.read_text()))] == []
