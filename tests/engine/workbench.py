"""A study on disk with a real engine and real workers, turned by hand."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd
from sklearn.datasets import load_breast_cancer, load_diabetes, load_wine

from cotune.data import complete_spec, normalise, read_profile, write_snapshot
from cotune.engine import Engine, Executor, Task
from cotune.engine.local import LocalExecutor
from cotune.model.action import Action, ExtendRun, StartSearch
from cotune.model.event import EventBody, StudyCreated
from cotune.model.gate import Permit
from cotune.model.view import RunView
from cotune.store import Journal, StudyFolder, StudySettings, StudyStore

LOOP_S = 0.005


def small_table() -> pd.DataFrame:
    """150 rows, two classes, three numbers: a trial of a cheap family takes well under a second."""
    bunch = load_breast_cancer(as_frame=True)
    frame = bunch.frame[["mean radius", "mean texture", "mean smoothness", "target"]].iloc[:150]
    return frame.rename(columns={"target": "y"})


def wine_table() -> pd.DataFrame:
    return load_wine(as_frame=True).frame.rename(columns={"target": "y"})


def diabetes_table() -> pd.DataFrame:
    return load_diabetes(as_frame=True).frame.rename(columns={"target": "y"})


class Watched(LocalExecutor):
    """Takes note of the tasks."""

    def __init__(self, slots: int) -> None:
        super().__init__(slots=slots)
        self.tasks: list[Task] = []

    def submit(self, task: Task) -> None:
        self.tasks.append(task)
        super().submit(task)


class Workbench:
    """`turn` ticks the engine until something holds."""

    def __init__(
        self,
        place: Path,
        frame: pd.DataFrame | None,
        executor: Executor | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.folder = StudyFolder(place)
        if frame is not None:
            self._create(frame)
        self.store = StudyStore(self.folder.database)
        self.journal = Journal(self.store, self.store.take_epoch())
        self.executor = executor if executor is not None else LocalExecutor(slots=2)
        self.permitted = True
        self.engine = Engine(self.journal, self.folder, self.executor, clock, lambda _: self.permitted)
        self.engine.restore()

    @property
    def view(self) -> RunView:
        return self.journal.view

    def start(self, *, gpu: bool = False, **fields: object) -> None:
        self.wait_for_a_worker()
        spec = complete_spec({"target": "y", **fields}, read_profile(self.folder.data))
        action = StartSearch(spec=spec)
        self.engine.start(action, leave_for(action).having(gpu=gpu))

    def extend(self, **more: object) -> None:
        action = ExtendRun.model_validate(more)
        self.engine.extend(action, leave_for(action))

    def wait_for_a_worker(self) -> None:
        """Imports on a cold and busy machine are no part of what tests judge."""
        if not self.view.run.run:
            self.executor.submit(Task(id="echo", call="hostile:echo", args="{}", timeout_s=60))
            while not self.executor.poll():
                time.sleep(LOOP_S)

    def turn(self, until: Callable[[RunView], bool], timeout_s: float = 60.0) -> RunView:
        """Tick until `until` holds of the view."""
        deadline = time.monotonic() + timeout_s
        while not until(self.view):
            assert time.monotonic() < deadline, f"still {self.view.run} after {timeout_s} s"
            self.engine.tick()
            time.sleep(LOOP_S)
        return self.view

    def turn_to_end(self, timeout_s: float = 60.0) -> RunView:
        return self.turn(lambda v: v.run.phase == "ended", timeout_s)

    def events(self, *kinds: type) -> list[EventBody]:
        return [e.body for e in self.store.events() if not kinds or isinstance(e.body, kinds)]

    def close(self) -> None:
        self.engine.close()
        self.store.close()

    def _create(self, frame: pd.DataFrame) -> None:
        self.folder.prepare()
        profile = write_snapshot(normalise(frame), self.folder.data)
        created = StudyCreated(
            name=self.folder.name,
            data_hash=profile.data_hash,
            n_rows=profile.n_rows,
            n_columns=len(profile.columns),
            target=None,
            autonomy="ask_risky",
            planner="",
            warnings=(),
            versions={},
        )
        StudyStore.create(self.folder.database, created, StudySettings()).close()


def leave_for(action: Action) -> Permit:
    return Permit(proposal="p", action_digest=action.digest(), source="approved", decision="d")


def finished(n: int) -> Callable[[RunView], bool]:
    """At least n trials of the run have a result."""
    return lambda view: sum(t.result is not None for t in view.run_trials()) >= n


def running(view: RunView) -> bool:
    return any(t.status == "running" for t in view.run_trials())
