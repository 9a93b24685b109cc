"""What every part of the engine works with: the log, the folder, the workers, the clock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from cotune.engine.executor import Executor
from cotune.model.view import RunView
from cotune.store.folder import StudyFolder
from cotune.store.journal import Journal


@dataclass(frozen=True)
class Around:
    """`clock` counts seconds from any start and never goes back."""

    journal: Journal
    folder: StudyFolder
    executor: Executor
    clock: Callable[[], float]

    @property
    def view(self) -> RunView:
        return self.journal.view
