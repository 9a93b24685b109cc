"""The examples run from top to bottom, in a real kernel."""

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.mark.slow
@pytest.mark.parametrize("name", ["01_first_goal.ipynb", "02_steer_and_resume.ipynb"])
def test_example_runs_from_top_to_bottom(name, tmp_path, studies, venv_on_path):
    notebook = nbformat.read(EXAMPLES / name, as_version=4)

    NotebookClient(notebook, timeout=240, kernel_name="python3", resources={"metadata": {"path": tmp_path}}).execute()

    assert all(cell.execution_count for cell in notebook.cells if cell.cell_type == "code")
    assert "Traceback" not in nbformat.writes(notebook)
    assert "command not found" not in nbformat.writes(notebook)


def test_committed_examples_hold_no_outputs():
    for path in EXAMPLES.glob("*.ipynb"):
        cells = nbformat.read(path, as_version=4).cells
        assert not any(cell.get("outputs") for cell in cells), f"{path.name}: clear all outputs before you commit"


def test_demo_finds_the_cells_that_set_it_up():
    cells = nbformat.read(EXAMPLES / "01_first_goal.ipynb", as_version=4).cells
    setup = "\n".join(cell.source for cell in cells if "setup" in cell.metadata.get("tags", []))

    assert "cotune.create(" in setup
