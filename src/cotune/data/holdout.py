"""The sealed rows of a study: drawn once, at the first start, and kept for later runs with other targets and seeds.

Another fraction, or a split by other groups or by time (where the old rows would share groups, or lie in the past), is
a change that policy always asks a person about: it draws a new generation.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from cotune.data.split import SplitRows, draw_holdout
from cotune.data.whole_file import whole_file
from cotune.errors import DataError
from cotune.model.base import Noun
from cotune.model.spec import SearchSpec

_DRAWN = "holdout.json"
_ROWS_OF_OLD = "holdout.npy"


class Drawn(Noun):
    """How the sealed rows were drawn. `basis` is 'rows', 'group:<column>' or 'time:<column>'."""

    basis: str
    fraction: float
    generation: int


def sealed_rows(folder: Path, spec: SearchSpec, rows: SplitRows, positions: np.ndarray) -> np.ndarray:
    """Snapshot positions of the sealed rows, drawn now if there are none that fit the split.

    `rows` describes the usable rows, whose snapshot positions are `positions`.
    """
    drawn, basis = _read_drawn(folder), _basis(spec)
    if drawn and drawn.fraction == spec.holdout_fraction and basis in ("rows", drawn.basis):
        return _read_rows(folder, drawn)
    chosen: np.ndarray = positions[draw_holdout(rows, spec.holdout_fraction, spec.random_state)]
    generation = drawn.generation + 1 if drawn else 1
    _write(folder, chosen, Drawn(basis=basis, fraction=spec.holdout_fraction, generation=generation))
    return chosen


def sealed_now(folder: Path) -> np.ndarray:
    """Snapshot positions of the rows that are sealed by now: none before the first start."""
    drawn = _read_drawn(folder)
    return np.empty(0, dtype=np.int64) if drawn is None else _read_rows(folder, drawn)


def _basis(spec: SearchSpec) -> str:
    match spec.splits_by:
        case "group":
            return f"group:{spec.group_column}"
        case "time":
            return f"time:{spec.time_column}"
        case _:
            return "rows"


def _read_drawn(folder: Path) -> Drawn | None:
    try:
        return Drawn.model_validate_json((folder / _DRAWN).read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as problem:
        raise _broken(folder) from problem


def _rows_file(folder: Path, drawn: Drawn) -> Path:
    return folder / f"holdout-{drawn.generation}.npy"


def _read_rows(folder: Path, drawn: Drawn) -> np.ndarray:
    """Studies of before have one file, which is that of their record."""
    file = _rows_file(folder, drawn)
    try:
        rows: np.ndarray = np.load(file if file.exists() else folder / _ROWS_OF_OLD)
    except (OSError, ValueError, EOFError) as problem:
        raise _broken(folder) from problem
    return rows


def _broken(folder: Path) -> DataError:
    return DataError("the record of the sealed rows is broken", where=str(folder), fix="create the study anew")


def _write(folder: Path, chosen: np.ndarray, drawn: Drawn) -> None:
    """Rows first, in a file of their generation: after a crash in between the record is that of the rows before."""
    with whole_file(_rows_file(folder, drawn)) as part, part.open("wb") as rows:
        np.save(rows, chosen.astype(np.int64))
    with whole_file(folder / _DRAWN) as part:
        part.write_text(drawn.model_dump_json(), encoding="utf-8")
