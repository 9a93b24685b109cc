"""What the trials of a run come to, from one view of a study to the next: each is looked at once, when it has ended."""

from __future__ import annotations

from cotune.model.front import front, undominated
from cotune.model.helped import Helped, HelpedSoFar
from cotune.model.trial import TrialRow, changed_rows
from cotune.model.view import RunView


class SoFar:
    """For whoever looks at one study again and again. The views must come in the order of their events."""

    def __init__(self) -> None:
        self._begin(RunView())

    def _begin(self, view: RunView) -> None:
        self._view = view
        self._rows: tuple[TrialRow, ...] = ()
        self._counted: set[int] = set()
        self._second = view.spec.second_objective if view.spec else None
        self._helped = HelpedSoFar()
        self.undominated: tuple[TrialRow, ...] = ()
        """The trials that may be on the front."""

    def look(self, view: RunView) -> None:
        """Take in what has ended since the last look."""
        rows = view.run_trials()
        changed = changed_rows(self._rows, rows)
        if view.run.run != self._view.run.run or any(row.ask.trial in self._counted for row in changed):
            self._begin(view)
            changed = list(rows)
        self._view, self._rows = view, rows
        ended = [row for row in changed if row.has_ended]
        self._counted.update(row.ask.trial for row in ended)
        for row in ended:
            self._helped.add(row)
        if self._second is not None:
            self.undominated = undominated((*self.undominated, *ended), self._second)

    @property
    def helped(self) -> Helped | None:
        """What `helped` says of the view."""
        return self._helped.found(self._view)

    @property
    def front(self) -> tuple[TrialRow, ...]:
        """What the view's `front` says."""
        return front(self.undominated, self._second, self._view.run.tested_per_trained) if self._second else ()
