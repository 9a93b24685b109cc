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


def list(directory: str | Path | None = None) -> pd.DataFrame:
    """The studies on this machine, newest first.

    Columns: name, running, phase, target, metric, value, trials, cards, size_mb, changed, path.
    """
    import pandas as pd

    rows = [_summary(path) for path in list_studies(directory)]
    columns = ["name", "running", "phase", "target", "metric", "value", "trials", "cards", "size_mb", "changed", "path"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.sort_values("changed", ascending=False, ignore_index=True)


def _summary(path: Path) -> dict[str, object]:
    row: dict[str, object] = {"name": path.name, "path": str(path), "running": False}
    try:
        with closing(Study(StudyFolder(path))) as study:
            view = study.view
            row |= {"running": study.host_alive(), "size_mb": round(study.size_mb(), 1), "changed": study.changed_at()}
    except (CotuneError, ValueError, OSError, sqlite3.Error) as error:
        return row | {"phase": f"unreadable: {error}"}
    best = view.best()
    score = best.result.score if best and best.result else None
    metric = view.spec.metric if view.spec else None
    return row | {
        "phase": view.run.phase,
        "target": view.spec.target if view.spec else view.target,
        "metric": metric,
        "value": natural(metric, score) if metric and score is not None else None,
        "trials": len(view.trials),
        "cards": len(view.cards),
    }
