from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from lab import Lab, Server, browser, jupyter

import cotune
from cotune.store import list_studies

SHOTS = Path(__file__).parents[2] / "test-results"


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    root = tmp_path_factory.mktemp("notebooks")
    story = str(Path(__file__).parents[1] / "ui")
    path = os.pathsep.join(filter(None, [story, os.environ.get("PYTHONPATH")]))
    with jupyter(root, COTUNE_HOME=str(root / "home"), OMP_NUM_THREADS="1", PYTHONPATH=path) as running:
        yield running
        for folder in list_studies(root / "home"):
            cotune.open(folder.name, directory=folder.parent).quit_host()


@pytest.fixture
def lab(server: Server) -> Iterator[Lab]:
    """A fresh browser on the session's server; errors on the page fail the test."""
    with browser() as context:
        page = context.new_page()
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        lab = Lab(page, server)
        yield lab
        lab.quit_kernels()
        assert errors == []


@pytest.fixture
def shot(lab: Lab, request: pytest.FixtureRequest) -> Iterator[None]:
    """Leaves a picture of the last state in test-results/."""
    yield
    SHOTS.mkdir(exist_ok=True)
    lab.page.screenshot(path=SHOTS / f"{request.node.name}.png")
