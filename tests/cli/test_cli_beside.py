"""`cotune run` on a study in which somebody else has a search going."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

import cotune
from cotune.cli.headless import HeadlessRun, RunRequest
from cotune.cli.outcome import CardsWaiting, Interrupted
from cotune.cli.process_clock import ProcessClock
from cotune.study import Study

FIELDS = {"target": "churn", "families": ["naive_bayes", "decision_tree"], "workers": 1, "folds": 2}


@pytest.fixture
def beside(csv: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> RunRequest:
    monkeypatch.setenv("COTUNE_HOME", str(tmp_path))
    return RunRequest(
        data=csv,
        goal=None,
        stated=FIELDS | {"trials": 8},
        excluded=(),
        default_seconds=60,
        name="shop",
        directory=None,
        yes=False,
        save=None,
    )


def _started(study: Study, **fields: object) -> None:
    reply = study.propose(FIELDS | fields)
    study.approve(reply.card)


def test_a_run_that_waits_for_a_yes_leaves_a_search_under_way_alone(beside: RunRequest) -> None:
    study = cotune.create(str(beside.data), name="shop")
    _started(study, trials=30, seconds=None)

    with pytest.raises(CardsWaiting):
        HeadlessRun(beside, ProcessClock()).result()

    study.wait(timeout_s=60)
    assert study.view.run.why_ended == "trials"
    assert [event.body.kind for event in study.events()].count("host_started") == 1


def test_another_search_in_its_place_is_no_result_of_its_own(beside: RunRequest) -> None:
    def take_its_place() -> None:
        study = cotune.open("shop")
        while study.view.run.phase != "running":
            threading.Event().wait(0.02)
        _started(study, trials=2, seconds=None)

    cotune.create(str(beside.data), name="shop")
    other = threading.Thread(target=take_its_place)
    other.start()
    with pytest.raises(Interrupted, match="another search took its place"):
        HeadlessRun(beside.having(stated=FIELDS | {"trials": 1000}, yes=True), ProcessClock()).result()
    other.join()
