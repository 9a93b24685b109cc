"""The prepared rows of each fold: fitted once per kind of preparation, then mapped by all trials that want it."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import joblib
import numpy as np

from cotune.data.run_table import RunTable
from cotune.data.stamp import Stamp, stamp_of
from cotune.pipelines.fitting import quietly

_MOST_BYTES = 2_000_000_000
_LOADED_AT_ONCE = 64


@dataclass(frozen=True)
class PreparedFold:
    """A fitted preparation step with the rows it was fitted on and those it is scored on, as numbers.

    Its attribute `fitted_as_` is the same for steps that are fitted alike.
    """

    step: Any
    train: np.ndarray
    test: np.ndarray


class Preparations:
    """Prepared folds of one run's table, kept in `folder`; they depend on no hyperparameter of a model."""

    def __init__(self, folder: Path, table: RunTable) -> None:
        self._folder, self._table = folder, table

    def of(self, step: Any, fold: int, train: np.ndarray) -> PreparedFold:
        """The unfitted `step` fitted on the rows `train` of a fold: read, or made and kept while there is room."""
        digest = _digest(step, train)
        file = self._folder / f"{digest}-{fold}.joblib"
        if file.exists():
            with suppress(Exception):  # a torn file raises nearly anything: it is made anew
                return _read(file, stamp_of(file))
            file.unlink(missing_ok=True)
        prepared = self._made(step, fold, train)
        step.fitted_as_ = digest
        return _read(file, stamp_of(file)) if self._keep(prepared, file) else prepared

    def _made(self, step: Any, fold: int, train: np.ndarray) -> PreparedFold:
        X, y = self._table.X, self._table.y
        with quietly():
            fitted = step.fit_transform(X.iloc[train], y[train])
            return PreparedFold(step, fitted, step.transform(X.iloc[self._table.folds[fold][1]]))

    def _keep(self, prepared: PreparedFold, file: Path) -> bool:
        """Whether `file` now holds the fold. One that another worker made meanwhile is left alone: while it is read it
        is opened again by name for each array, and pickles of the same differ in their layout. Nothing waits for the
        disk: what a loss of power tears is made anew.
        """
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self._held_bytes() + prepared.train.nbytes + prepared.test.nbytes > _MOST_BYTES:
            return False
        partial = file.with_suffix(f".{os.getpid()}.partial")
        try:
            joblib.dump(prepared, partial)
            os.link(partial, file)
        except FileExistsError:
            pass
        except OSError:  # a full file system, or one without hard links
            return False
        finally:
            partial.unlink(missing_ok=True)
        return True

    def _held_bytes(self) -> int:
        held = 0
        for entry in os.scandir(self._folder):
            with suppress(FileNotFoundError):
                held += entry.stat().st_size
        return held


@lru_cache(maxsize=_LOADED_AT_ONCE)
def _read(file: Path, _: Stamp) -> PreparedFold:
    prepared: PreparedFold = joblib.load(file, mmap_mode="r")
    return prepared


def _digest(step: Any, train: np.ndarray) -> str:
    """Of the step's class and parameters and of the rows it is fitted on, the same in each process.

    A representation would not do: scikit-learn cuts its lists after 30 elements.
    """
    digest: str = joblib.hash((step, np.asarray(train)), coerce_mmap=True)
    return digest
