"""Which trials keep their arrays and models on disk: the best few of a run, the best of each family, and those that
somebody may choose or has chosen for the model. What is too much goes, and all trials of earlier runs."""

from __future__ import annotations

from collections.abc import Iterable

from cotune.model.event import ModelReady
from cotune.model.front import undominated
from cotune.model.trial import TrialRow
from cotune.model.view import RunView
from cotune.model.words import Family, SecondObjective
from cotune.store.folder import StudyFolder

KEPT_TRIALS = 24
KEPT_BYTES = 2_000_000_000


class Kept:
    """The run's trials with files, best first. Files of those that fall out are deleted.

    With a second objective no trial falls out that none beats in both; the best and `chosen` never do. A family's best
    falls out only where all files together take more than KEPT_BYTES.
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
        self._bytes: dict[int, int] = {}
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
        trial = row.ask.trial
        self._rows = sorted((*self._rows, row), key=lambda r: r.sorting_score, reverse=True)
        self._bytes[trial] = sum(f.stat().st_size for f in self._folder.files_of_trial(trial) if f.exists())
        while (worst := self._worst_spare()) is not None:
            self._rows.remove(worst)
            del self._bytes[worst.ask.trial]
            _drop(self._folder, worst)

    def _worst_spare(self) -> TrialRow | None:
        """What must go next, if anything must: the worst, those that are the best of their family last."""
        is_too_much = sum(self._bytes.values()) > KEPT_BYTES
        if not is_too_much and len(self._rows) <= KEPT_TRIALS:
            return None
        held = {self._rows[0].ask.trial, self.chosen}
        if self._second is not None:
            held |= {r.ask.trial for r in undominated(self._rows, self._second)}
        spare = [r for r in reversed(self._rows) if r.ask.trial not in held]
        of_family = {r.ask.configuration.family: r.ask.trial for r in reversed(self._rows)}
        others = [r for r in spare if r.ask.trial not in of_family.values()]
        return next(iter(others or (spare if is_too_much else ())), None)


def drop_earlier_trials(folder: StudyFolder, view: RunView) -> None:
    """Remove what trials of earlier runs left: nobody can choose them any more. The models of those runs stay."""
    for row in view.trials:
        if row.ask.run != view.run.run:
            _drop(folder, row)


def drop_replaced(folder: StudyFolder, before: ModelReady | None, after: ModelReady) -> None:
    """Remove the model of a choice that another one has taken the place of."""
    if before is not None and before.chosen is not None and before.file != after.file:
        (folder.path / before.file).unlink(missing_ok=True)


def _drop(folder: StudyFolder, row: TrialRow) -> None:
    for file in folder.files_of_trial(row.ask.trial):
        file.unlink(missing_ok=True)
