"""The sealed rows of a study: drawn once, at the first start, and kept for later runs with other targets and seeds.

Another fraction, or a split by other groups or by time (where the old rows would share groups, or lie in the past), is
a change that policy always asks a person about: it draws a new generation.
"""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np

from cotune.data.split import SplitRows, draw_holdout
from cotune.errors import DataError
from cotune.model.base import Noun
from cotune.model.spec import SearchSpec

_ROWS = "holdout.npy"
_DRAWN = "holdout.json"


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
        return _read_rows(folder)
    chosen: np.ndarray = positions[draw_holdout(rows, spec.holdout_fraction, spec.random_state)]
    generation = drawn.generation + 1 if drawn else 1
    _write(folder, chosen, Drawn(basis=basis, fraction=spec.holdout_fraction, generation=generation))
    return chosen


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


def _read_rows(folder: Path) -> np.ndarray:
    try:
        rows: np.ndarray = np.load(folder / _ROWS)
    except (OSError, ValueError, EOFError) as problem:
        raise _broken(folder) from problem
    return rows


def _broken(folder: Path) -> DataError:
    return DataError("the record of the sealed rows is broken", where=str(folder), fix="create the study anew")


def _write(folder: Path, chosen: np.ndarray, drawn: Drawn) -> None:
    """Rows first: a crash in between leaves no record, and the same rows are drawn again."""
    part = folder / "holdout.part.npy"
    np.save(part, chosen.astype(np.int64))
    os.replace(part, folder / _ROWS)
    text = folder / "holdout.part.json"
    text.write_text(drawn.model_dump_json(), encoding="utf-8")
    os.replace(text, folder / _DRAWN)
