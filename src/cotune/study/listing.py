"""The studies on this machine, at a glance."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from cotune.errors import CotuneError
from cotune.model.words import natural
from cotune.store import StudyFolder, list_studies
from cotune.study.study import Study

if TYPE_CHECKING:
    import pandas as pd

_COLUMNS = (
    *("name", "running", "phase", "target", "metric", "value", "noise"),
    *("trials", "cards", "size_mb", "changed", "path"),
)


def list(directory: str | Path | None = None) -> pd.DataFrame:
    """The studies on this machine, newest first.

    Columns: name, running, phase, target, metric, value, noise, trials, cards, size_mb, changed, path. `value` is the
    metric's own of the best trial, `noise` its standard error.
    """
    import pandas as pd

    rows = [_summary(path) for path in list_studies(directory)]
    frame = pd.DataFrame(rows, columns=_COLUMNS)
    return frame.sort_values("changed", ascending=False, ignore_index=True)


def _summary(path: Path) -> dict[str, object]:
    row: dict[str, object] = {"name": path.name, "path": str(path), "running": False}
    try:
        with closing(Study(StudyFolder(path))) as study:
            view = study.view
            row |= {"running": study.host_alive(), "size_mb": round(study.size_mb(), 1), "changed": study.changed_at()}
    except (CotuneError, ValueError, OSError, sqlite3.Error) as error:
        return row | {"phase": f"unreadable: {error}"}
    best = view.best_score()
    return row | {
        "phase": view.run.phase,
        "target": view.spec.target if view.spec else view.target,
        "metric": view.spec.metric if view.spec else None,
        "value": natural(best.metric, best.score) if best else None,
        "noise": best.standard_error if best else None,
        "trials": len(view.trials),
        "cards": len(view.cards),
    }
