from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import cotune
from agent.fake_openai import KEY, FakeOpenAI
from cotune.errors import HostUnavailable
from cotune.study import Study


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("COTUNE_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def table() -> pd.DataFrame:
    """300 rows in which `churn` follows two of three columns."""
    rng = np.random.default_rng(0)
    frame = pd.DataFrame({"a": rng.normal(size=300), "b": rng.normal(size=300)})
    frame["colour"] = rng.choice(["red", "green", "blue"], size=300)
    score = frame["a"] + 0.5 * frame["b"] + (frame["colour"] == "red") + rng.normal(size=300) / 2
    return frame.assign(churn=np.where(score > 0.3, "yes", "no"))


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeOpenAI]:
    """A language model's server, which studies with the model "openai:..." will ask."""
    with FakeOpenAI() as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.url)
        monkeypatch.setenv("OPENAI_API_KEY", KEY)
        yield server


@pytest.fixture
def new_study(table: pd.DataFrame) -> Iterator[Callable[..., Study]]:
    """Makes studies whose hosts are gone when the test ends."""
    made: list[Study] = []

    def make(name: str = "s", **options: object) -> Study:
        made.append(cotune.create(table, name=name, **options))
        return made[-1]

    yield make
    for study in made:
        with contextlib.suppress(HostUnavailable, sqlite3.Error):
            study.quit_host()


@pytest.fixture
def unserved(new_study: Callable[..., Study], monkeypatch: pytest.MonkeyPatch) -> Study:
    """A study that waits for the host that the test serves it with."""
    with monkeypatch.context() as patch:
        patch.setattr("cotune.study.handle.Handle.ensure_host", lambda _self: None)
        return new_study()
