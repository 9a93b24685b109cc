"""The study folder: the one place that knows what lies where."""

from __future__ import annotations

import errno
import os
import shutil
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from cotune.errors import UserError
from cotune.store.home import DATABASE_NAME

_DELETIONS = 40
_BETWEEN_DELETIONS_S = 0.05


@dataclass(frozen=True)
class StudyFolder:
    """Paths inside a study's folder. Directories are made by `prepare`, files by their owners."""

    path: Path

    @property
    def name(self) -> str:
        return self.path.name

    @property
    def database(self) -> Path:
        return self.path / DATABASE_NAME

    @property
    def data(self) -> Path:
        return self.path / "data"

    @property
    def arrays(self) -> Path:
        return self.path / "arrays"

    @property
    def models(self) -> Path:
        return self.path / "models"

    @property
    def host_log(self) -> Path:
        return self.path / "host.log"

    @property
    def trouble_log(self) -> Path:
        return self.path / "trouble.log"

    @property
    def sent(self) -> Path:
        """What was sent to language models."""
        return self.path / "sent.jsonl"

    def run(self, run: int) -> Path:
        """The directory of a run's RunTable."""
        return self.path / "runs" / str(run)

    def prepared(self, run: int) -> Path:
        """The directory of a run's prepared folds; it may go at any time."""
        return self.path / "runs" / f"{run}-prepared"

    def oof(self, trial: int) -> Path:
        """Out-of-fold predictions for the rows outside the holdout: float32 probabilities, float64 values."""
        return self.arrays / f"oof-{trial}.npy"

    def fold_models(self, trial: int) -> Path:
        """A `TableModel` of a trial's fitted pipelines, one per fold of the first partition; in time the last alone.

        Models are plain pickles; the ending is that of their first kind.
        """
        return self.models / f"trial-{trial}.joblib"

    def trial_model(self, trial: int, *, one_pipeline: bool) -> Path:
        """A trial as a model that can be handed out: its fold models averaged, or one of them alone."""
        return self.models / f"trial-{trial}-alone.joblib" if one_pipeline else self.fold_models(trial)

    def files_of_trial(self, trial: int) -> tuple[Path, ...]:
        """All that a trial leaves behind."""
        return self.fold_models(trial), self.trial_model(trial, one_pipeline=True), self.oof(trial)

    def final_model(self, run: int) -> Path:
        """The `cotune_runtime.TableModel` that a run ended with."""
        return self.models / f"final-{run}.joblib"

    def chosen_model(self, run: int, trial: int) -> Path:
        """The model of a run for which somebody chose this trial."""
        return self.models / f"final-{run}-trial-{trial}.joblib"

    def prepare(self) -> None:
        """Make the directories, open to nobody but their owner."""
        for place in (self.path, self.data, self.arrays, self.models, self.path / "runs"):
            place.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.path.chmod(0o700)

    def exists(self) -> bool:
        return self.database.is_file()

    def size_bytes(self) -> int:
        """Bytes of all files of the study; those that vanish meanwhile count as nothing."""
        return sum(_size(Path(root) / file) for root, _, files in os.walk(self.path) for file in files)

    def delete(self) -> None:
        """Remove the study with all it holds, also while SQLite takes files of its own away, and a worker that was told
        to end still writes.

        Raises:
            UserError: new files keep appearing in it.
        """
        for _ in range(_DELETIONS):
            with suppress(FileNotFoundError):
                if not self._removed():
                    time.sleep(_BETWEEN_DELETIONS_S)
            if not self.path.exists():
                return
        fix = "end what still writes there, then delete it again"
        raise UserError("the study's folder can't be removed: new files keep appearing", where=str(self.path), fix=fix)

    def _removed(self) -> bool:
        """Whether the folder could be removed: not while files appear in it."""
        try:
            shutil.rmtree(self.path)
        except OSError as error:
            if error.errno != errno.ENOTEMPTY:
                raise
            return False
        return True


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except FileNotFoundError:
        return 0
