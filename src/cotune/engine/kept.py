"""Which trials keep their arrays and models on disk: the best few of a run, and the best of each family."""

from __future__ import annotations

from collections.abc import Iterable

from cotune.model.trial import TrialRow
from cotune.model.words import Family
from cotune.store.folder import StudyFolder

KEPT_TRIALS = 24


class Kept:
    """The run's trials with files, best first. Files of those that fall out are deleted."""

    def __init__(self, folder: StudyFolder, rows: Iterable[TrialRow] = ()) -> None:
        self._folder = folder
        self._rows: list[TrialRow] = []
        for row in rows:
            self.add(row)

    @property
    def rows(self) -> tuple[TrialRow, ...]:
        return tuple(self._rows)

    def threshold(self, family: Family) -> float | None:
        """The score that a trial of this family must beat to be kept; None when any score will do."""
        if len(self._rows) < KEPT_TRIALS or all(r.ask.configuration.family != family for r in self._rows):
            return None
        return _score(self._rows[-1])

    def best_of(self, family: Family) -> TrialRow | None:
        return next((r for r in self._rows if r.ask.configuration.family == family), None)

    def add(self, row: TrialRow) -> None:
        """Take note of a finished trial; those without files are ignored."""
        if row.result is None or not row.result.has_models or not self._folder.fold_models(row.ask.trial).exists():
            return
        self._rows = sorted((*self._rows, row), key=_score, reverse=True)
        while len(self._rows) > KEPT_TRIALS and (worst := self._worst_spare()) is not None:
            self._rows.remove(worst)
            self._folder.fold_models(worst.ask.trial).unlink(missing_ok=True)
            self._folder.oof(worst.ask.trial).unlink(missing_ok=True)

    def _worst_spare(self) -> TrialRow | None:
        """The worst trial that isn't the best of its family."""
        best_of = {r.ask.configuration.family: r.ask.trial for r in reversed(self._rows)}
        spare = (r for r in reversed(self._rows) if best_of[r.ask.configuration.family] != r.ask.trial)
        return next(spare, None)


def _score(row: TrialRow) -> float:
    return row.result.score if row.result is not None and row.result.score is not None else float("-inf")
