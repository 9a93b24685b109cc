"""Takes the pieces that a probe shows from the study's table."""

from __future__ import annotations

import random
from datetime import datetime
from typing import Any

import pandas as pd

from cotune.agent.probe.questions import Excerpts, Row
from cotune.model.probe import ROWS_SHOWN, probed_columns
from cotune.model.profile import TableProfile


def excerpts(frame: pd.DataFrame, profile: TableProfile, n_pieces: int, seed: int) -> Excerpts:
    """`n_pieces` runs of rows from anywhere in the table, in its own order."""
    columns = probed_columns(profile)
    starts = random.Random(seed).sample(range(len(frame) - ROWS_SHOWN), n_pieces)
    pieces = (frame[list(columns)].iloc[at : at + ROWS_SHOWN + 1] for at in sorted(starts))
    return Excerpts(columns, tuple(_rows(piece) for piece in pieces))


def _rows(piece: pd.DataFrame) -> tuple[Row, ...]:
    return tuple(tuple(_text(cell) for cell in row) for row in piece.astype(object).itertuples(index=False, name=None))


def _text(cell: Any) -> str:
    """As a CSV file would have it: no time of day where it is midnight, no point where the number is whole."""
    if cell is None or pd.isna(cell):
        return ""
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ").removesuffix(" 00:00:00")
    if isinstance(cell, float):
        return f"{cell:.15g}"
    return str(cell)
