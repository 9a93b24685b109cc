"""Which trials keep their arrays and models on disk: the best few of a run, the best of each family, and those that
somebody may choose or has chosen for the model."""

from __future__ import annotations

from collections.abc import Iterable

from cotune.model.front import undominated
from cotune.model.trial import TrialRow
from cotune.model.words import Family, SecondObjective
from cotune.store.folder import StudyFolder

KEPT_TRIALS = 24


class Kept:
    """The run's trials with files, best first. Files of those that fall out are deleted.

    With a second objective no trial falls out that none beats in both; `chosen` never does.
    """

    def __init__(
        self,
        folder: StudyFolder,
        second: SecondObjective | None = None,
        rows: Iterable[TrialRow] = (),
        chosen: int | None = None,
    ) -> None:
        self._folder, self._second = folder, second
        self.chosen = chosen
        self._rows: list[TrialRow] = []
        for row in rows:
            self.add(row)

    @property
    def rows(self) -> tuple[TrialRow, ...]:
        return tuple(self._rows)

    def threshold(self, family: Family) -> float | None:
        """The score that a trial of this family must beat to be kept; None when any score will do."""
        if self._second is not None or len(self._rows) < KEPT_TRIALS:
            return None
        if all(r.ask.configuration.family != family for r in self._rows):
            return None
        return self._rows[-1].sorting_score

    def best_of(self, family: Family) -> TrialRow | None:
        return next((r for r in self._rows if r.ask.configuration.family == family), None)

    def add(self, row: TrialRow) -> None:
        """Take note of a finished trial; those without files are ignored."""
        if row.result is None or not row.result.has_models or not self._folder.fold_models(row.ask.trial).exists():
            return
        self._rows = sorted((*self._rows, row), key=lambda r: r.sorting_score, reverse=True)
        while len(self._rows) > KEPT_TRIALS and (worst := self._worst_spare()) is not None:
            self._rows.remove(worst)
            for file in self._folder.files_of_trial(worst.ask.trial):
                file.unlink(missing_ok=True)

    def _worst_spare(self) -> TrialRow | None:
        """The worst trial that isn't the best of its family, nor one to choose from."""
        needed = {r.ask.configuration.family: r.ask.trial for r in reversed(self._rows)}
        held = {*needed.values(), self.chosen}
        if self._second is not None:
            held |= {r.ask.trial for r in undominated(self._rows, self._second)}
        return next((r for r in reversed(self._rows) if r.ask.trial not in held), None)
