"""What happens to a run when a tick of the engine raises."""

from __future__ import annotations

import sqlite3

import pytest
from hosts import NoWorkers

from cotune.engine.executor import Outcome
from cotune.host.heartbeat import Heartbeat, Progress
from cotune.host.host import Host
from cotune.model import event as ev
from cotune.model.gate import Permit
from cotune.model.space import Configuration
from cotune.model.spec import SearchSpec
from cotune.model.trial import TrialAsk
from cotune.store import StudyFolder, StudyStore
from cotune.study import Study

SPEC = SearchSpec(target="churn", task="binary", metric="roc_auc", seconds=1800)
ASK = TrialAsk(trial=0, run=1, number=0, configuration=Configuration(family="linear"), origin="default")


def served_to_the_fault(study: Study, error: Exception) -> None:
    folder = StudyFolder(study.path)
    store = StudyStore(folder.database)
    heartbeat = Heartbeat(folder.database, store.take_epoch(), Progress(0, 0.0))
    executor = NoWorkers()
    host = Host(folder, store, heartbeat, executor)

    def poll() -> list[Outcome]:
        permit = Permit(proposal="p", action_digest="d", source="allowed")
        host._journal.append(
            ev.RunStarted(run=1, spec=SPEC, permit=permit, seed=0, workers=1, versions={}),
            ev.TrialStarted(ask=ASK, active_s=0.0),
        )
        raise error

    executor.poll = poll  # type: ignore[method-assign]
    with pytest.raises(type(error)):
        host.serve(600.0)
    store.close()


def test_a_bug_ends_the_run_and_leaves_no_trial_running(unserved: Study) -> None:
    served_to_the_fault(unserved, KeyError("x"))
    view = unserved.view
    assert (view.run.phase, view.run.why_ended) == ("ended", "failed")
    assert "failed inside (KeyError)" in view.run.message
    assert [t.status for t in view.trials] == ["cancelled"]


def test_a_database_that_is_locked_or_full_does_not_end_the_run(unserved: Study) -> None:
    served_to_the_fault(unserved, sqlite3.OperationalError("database is locked"))
    assert unserved.view.run.phase == "running"
