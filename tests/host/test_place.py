"""Where a host finds what it shares with others, and where it has trials run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import psutil
import pytest

import cotune
from cotune.study import Study

TABLE = pd.DataFrame({"x": range(60), "y": [0, 1] * 30})
SEARCH = {"target": "y", "trials": 1, "workers": 1}


@pytest.fixture
def made() -> Iterator[list[Study]]:
    studies: list[Study] = []
    yield studies
    for study in studies:
        study.quit_host()


def test_a_host_shares_the_home_of_whoever_started_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made: list[Study]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COTUNE_HOME", "studies")
    study = cotune.create(TABLE, name="s")
    made.append(study)
    study.propose(SEARCH)
    beat = study._store.last_beat()
    assert beat is not None
    assert psutil.Process(beat.pid).environ()["COTUNE_HOME"] == str(tmp_path / "studies")


def test_a_study_whose_cluster_is_gone_comes_back_to_this_machine(tmp_path: Path, made: list[Study]) -> None:
    study = cotune.create(TABLE, name="s", directory=tmp_path, cluster="tcp://127.0.0.1:1")
    made.append(study)
    study.use_cluster("local")
    assert study.propose(SEARCH).card
