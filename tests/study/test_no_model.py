"""Whoever asks for a model that isn't there is told why, and what would bring one."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from cotune.errors import UserError
from cotune.model import event as ev
from cotune.model.action import ShareWithAgent
from cotune.model.gate import Card, Proposal, Verdict
from cotune.model.sharing import Sharing
from written_studies import PREPARED, STARTED, ended, study_with

TOO_EARLY = "the search ended before the table was ready"
ROWS = pd.DataFrame({"x": [1]})
SHARING = Card(
    id="card-1",
    proposal=Proposal(id="p", action=ShareWithAgent(sharing=Sharing(level=2)), actor="human", door="python"),
    action_digest="d",
    verdict=Verdict(outcome="ask", rule="privacy", reasons=()),
    changes=(),
    estimate=None,
    reversible="",
    if_no="",
)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COTUNE_HOME", str(tmp_path))
    monkeypatch.setattr("cotune.study.handle.Handle.ensure_host", lambda _self: None)


@pytest.mark.parametrize(
    ("log", "words"),
    [
        ((), ("no model yet", "nothing was searched", "study.propose")),
        ((ev.CardOpened(card=SHARING),), ("no model yet", "nothing was searched", "study.propose")),
        ((STARTED,), ("no model yet", "no trial was successful so far", "study.trials()")),
        ((STARTED, PREPARED, ev.RunPaused(run=1, active_s=1)), ("paused", "study.resume()")),
        ((STARTED, ended("time", TOO_EARLY)), (f"no model: {TOO_EARLY}", "study.extend(seconds=60)")),
        ((STARTED, ended("stopped", TOO_EARLY)), (f"no model: {TOO_EARLY}", "study.resume()")),
        ((STARTED, ended("failed", "all weights are 0")), ("no model: all weights are 0", "study.propose")),
    ],
)
def test_the_reason_and_the_next_step(log: tuple[ev.EventBody, ...], words: tuple[str, ...]) -> None:
    study = study_with(*log)
    with pytest.raises(UserError) as asked:
        study.model()
    with pytest.raises(UserError) as predicted:
        study.predict(ROWS)
    assert str(asked.value) == str(predicted.value)
    assert all(word in str(asked.value) for word in words)


def test_an_end_without_a_model_shows_in_the_report_and_the_repr() -> None:
    study = study_with(STARTED, ended("time", TOO_EARLY))
    assert TOO_EARLY in study.report()
    assert f"ended without a model ({TOO_EARLY})" in repr(study)
