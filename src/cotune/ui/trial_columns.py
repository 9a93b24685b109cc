"""Trials as numbers: a block of little-endian Float64 columns, small enough to stream 10,000 of them."""

from __future__ import annotations

import math
from array import array
from collections.abc import Sequence
from typing import get_args

from cotune.model.trial import TrialResult, TrialRow
from cotune.model.words import FAMILIES, Origin, TrialStatus
from cotune.ui.messages import TRIAL_COLUMNS, TrialColumn

STATUSES: tuple[TrialStatus, ...] = get_args(TrialStatus)
ORIGINS: tuple[Origin, ...] = get_args(Origin)
_STATUS_CODES = {name: float(i) for i, name in enumerate(STATUSES)}
_FAMILY_CODES = {name: float(i) for i, name in enumerate(FAMILIES)}
_ORIGIN_CODES = {name: float(i) for i, name in enumerate(ORIGINS)}
_NAN = math.nan


def pack(rows: Sequence[TrialRow]) -> bytes:
    """Columns in the order of TRIAL_COLUMNS, each `len(rows)` long; NaN where there is no value yet."""
    numbers = [_numbers(row) for row in rows]
    columns = array("d", (row[name] for name in TRIAL_COLUMNS for row in numbers))
    if array("h", [1]).tobytes()[0] == 0:
        columns.byteswap()
    return columns.tobytes()


def _numbers(row: TrialRow) -> dict[TrialColumn, float]:
    ask, result = row.ask, row.result
    return {
        "trial": float(ask.trial),
        "run": float(ask.run),
        "status": _STATUS_CODES[row.status],
        "family": _FAMILY_CODES[ask.configuration.family],
        "origin": _ORIGIN_CODES[ask.origin],
        "score": _or_nan(result.score if result else None),
        "standard_error": _or_nan(result.standard_error if result else None),
        "seconds": _or_nan(result.seconds if result else None),
        "started_at_s": row.started_at_s,
        "cost": _or_nan(_cost(result) if result else None),
        "attempt": float(ask.attempt),
        "on_gpu": float(result is not None and result.device == "cuda"),
    }


def _cost(result: TrialResult) -> float | None:
    return result.predict_ms if result.size_mb is None else result.size_mb


def _or_nan(value: float | None) -> float:
    return _NAN if value is None else value
