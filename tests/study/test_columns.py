"""Which columns a model relies on, as whoever asks is told: of the model that there is, or why not."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from cotune.engine.arguments import ColumnsArguments, ColumnsMeasured
from cotune.engine.executor import Outcome, OutcomeStatus, Task
from cotune.errors import UserError
from cotune.model import event as ev
from cotune.model.reliance import ColumnWeight
from cotune.model.trial import Failure
from cotune.study import Study
from written_studies import PREPARED, STARTED, study_with, trial

WEIGHT = ColumnWeight(column="x", drop=0.1, noise=None)


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Study:
    """With a trial that left its fold models."""
    monkeypatch.setattr("cotune.study.handle.Handle.ensure_host", lambda _self: False)
    made = study_with(STARTED, PREPARED, *kept(0, 0.7), directory=tmp_path)
    for number in range(2):
        made._folder.fold_models(number).touch()
    return made


def kept(number: int, score: float) -> tuple[ev.EventBody, ...]:
    started, done = trial(number, "ok")
    assert isinstance(done, ev.TrialFinished)
    return started, done.having(result=done.result.having(score=score, has_models=True))


def test_a_model_that_gives_way_to_a_better_one_is_not_told(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    def measure(task: Task, _: threading.Event) -> Outcome:
        members = ColumnsArguments.model_validate_json(task.args).members
        if members[0].trial == 0:
            study._store.append(kept(1, 0.8), study._store.take_epoch())
            return Outcome(id=task.id, status="failed", failure=Failure(type="FileNotFoundError", message=""))
        return Outcome(id=task.id, status="ok", payload=ColumnsMeasured(weights=(WEIGHT,)).model_dump_json())

    monkeypatch.setattr("cotune.study.columns.run_apart", measure)
    found = study.reliance(threading.Event())
    assert [m.trial for m in found.model.members] == [1]
    assert found.weights == (WEIGHT,)
    assert list(study.column_importance().iloc[0])[:2] == ["x", 0.1]


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("cancelled", "it was stopped"),
        ("timeout", "it took too long"),
        ("memout", "too little memory"),
        ("failed", r"it failed \(ValueError: no rows\)"),
    ],
)
def test_why_nothing_was_measured_is_told(
    study: Study, status: OutcomeStatus, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    failure = Failure(type="ValueError", message="no rows") if status == "failed" else None
    outcome = Outcome(id="columns", status=status, failure=failure)
    monkeypatch.setattr("cotune.study.columns.run_apart", lambda *_: outcome)
    with pytest.raises(UserError, match=words):
        study.column_importance()
