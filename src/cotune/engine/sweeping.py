"""What a lost host and its workers left behind in the study's folder."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from cotune.model.view import RunView
from cotune.store.folder import StudyFolder

_OF_TRIAL = re.compile(r"(?:trial|oof)-(\d+)[-.]")
_UNFINISHED = (".partial", ".draft")


def sweep(folder: StudyFolder, view: RunView) -> None:
    """Delete what no event of the log speaks of. Call it when no worker of the study is at work."""
    for file in _leftovers(folder, view):
        file.unlink(missing_ok=True)
    present = folder.prepared(view.run.run)
    for prepared in present.parent.glob("*-prepared"):
        if prepared != present:
            shutil.rmtree(prepared, ignore_errors=True)


def _leftovers(folder: StudyFolder, view: RunView) -> Iterator[Path]:
    """Files that were not written to their end, and those of trials without a result that has them."""
    known = {t.ask.trial for t in view.trials if t.result is not None and t.result.has_models}
    for file in (*_files(folder.models), *_files(folder.arrays)):
        of_trial = _OF_TRIAL.match(file.name)
        if file.suffix in _UNFINISHED or (of_trial is not None and int(of_trial[1]) not in known):
            yield file


def _files(place: Path) -> list[Path]:
    return list(place.iterdir()) if place.is_dir() else []
