"""The study of a `fit`: there for its search alone."""

from __future__ import annotations

import sqlite3
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from cotune.errors import CotuneError

if TYPE_CHECKING:
    from cotune.study import Study

_CALLS_AFTER_FIT = 5


def created(table: pd.DataFrame, folder: str) -> Study:
    """A study whose process starts while the table is read, and ends when this one does, however that ends."""
    import cotune
    from cotune.host.spawn import keep_private, stand_by, stand_down
    from cotune.store import StudyFolder, study_path

    place = StudyFolder(study_path("fit", Path(folder)))
    keep_private(place)
    stand_by(place)
    try:
        return cotune.create(table, name="fit", directory=folder)
    finally:
        stand_down()


def removed(study: Study) -> None:
    """Remove what was there for the search alone. That it can't be removed costs no result, and hides no error."""
    try:
        study.delete()
    except (CotuneError, OSError, sqlite3.Error) as error:
        warnings.warn(
            f"files of the search are left in {study.path}: {error}", RuntimeWarning, stacklevel=_CALLS_AFTER_FIT
        )
