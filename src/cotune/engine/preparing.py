"""The first part of a run: its table is drawn in a worker, or read where an earlier host had it drawn."""

from __future__ import annotations

from cotune.engine.arguments import PrepareArguments, Prepared
from cotune.engine.around import Around
from cotune.engine.budget import TRIAL_LIMIT_S
from cotune.engine.executor import Outcome, Task
from cotune.model.spec import SearchSpec

_MOST_TRIES = 5


class Preparing:
    """Has the table prepared; a lost worker is replaced, a number of times."""

    def __init__(self, around: Around, spec: SearchSpec) -> None:
        self._around, self._spec = around, spec
        self._task: str | None = None
        self._tries = 0

    def begin(self) -> None:
        """Prepare it, unless that is under way."""
        if self._task is None:
            self._tries = 0
            self._try()

    def take(self, outcome: Outcome) -> Prepared | str | None:
        """The table, or why there is none; None while it is under way."""
        if outcome.id != self._task:
            return None
        self._task = None
        if outcome.is_lost and self._tries < _MOST_TRIES:
            self._try()
            return None
        if outcome.status != "ok" or outcome.payload is None:
            return outcome.failure.message if outcome.failure else f"preparing the table: {outcome.status}"
        return Prepared.model_validate_json(outcome.payload)

    def drop(self) -> None:
        """Kill what is under way."""
        if self._task is not None:
            self._around.executor.cancel(self._task)
        self._task = None

    def _try(self) -> None:
        """Each try has an id of its own: an executor may remember that it was told to cancel an earlier one."""
        self._tries += 1
        run = self._around.view.run.run
        self._task = f"prepare-{run}-{self._around.clock():.6f}"
        arguments = PrepareArguments(folder=str(self._around.folder.path), run=run, spec=self._spec)
        self._around.executor.submit(
            Task(id=self._task, call=arguments.call, args=arguments.model_dump_json(), timeout_s=TRIAL_LIMIT_S)
        )
