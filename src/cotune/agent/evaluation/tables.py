"""The tables that the shipped goals are about: three of scikit-learn's, three made up."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

from cotune.data import normalise, profile_table, read_table
from cotune.errors import UserError, did_you_mean
from cotune.model.profile import TableProfile

_ROWS = 400
_SUFFIXES = (".parquet", ".csv")


def profile_of(name: str, folder: Path | None = None) -> TableProfile:
    """The profile of a table: a file of that name in `folder`, or one that comes with cotune.

    Raises:
        UserError: there is no such table.
    """
    for suffix in _SUFFIXES if folder is not None else ():
        file = Path(folder or ".") / f"{name}{suffix}"
        if file.is_file():
            return profile_table(normalise(read_table(file)))
    if name not in _TABLES:
        advice = did_you_mean(name, _TABLES)
        fix = f"{advice}{'' if advice.endswith('?') else '.'} Or give the folder of your tables: --tables FOLDER"
        raise UserError(f"there is no table '{name}'", where="goals", fix=fix)
    return profile_table(normalise(_TABLES[name]()))


def _subscriptions() -> pd.DataFrame:
    r = np.random.default_rng(1)
    cancelled = r.random(_ROWS) < 0.2
    return pd.DataFrame(
        {
            "customer_id": [f"C{n:05d}" for n in range(_ROWS)],
            "signup_date": pd.date_range("2021-01-01", periods=_ROWS, freq="2D"),
            "plan": r.choice(["basic", "plus", "pro"], _ROWS),
            "monthly_fee": r.normal(30, 8, _ROWS).round(2),
            "support_calls": r.poisson(2, _ROWS),
            "payment": r.choice(["card", "invoice", "transfer"], _ROWS),
            "newsletter": r.choice(["yes", "no"], _ROWS),
            "refund_amount": np.where(cancelled, r.normal(20, 5, _ROWS).round(2), np.nan),
            "cancelled": np.where(cancelled, "yes", "no"),
        }
    )


def _flats() -> pd.DataFrame:
    r = np.random.default_rng(2)
    area = r.normal(70, 20, _ROWS).clip(15)
    return pd.DataFrame(
        {
            "area_sqm": area.round(1),
            "rooms": (area / 25).round().astype(int) + 1,
            "floor": r.integers(0, 9, _ROWS),
            "year_built": r.integers(1900, 2024, _ROWS),
            "district": r.choice(["north", "harbour", "old town", "hills", "station"], _ROWS),
            "has_lift": r.random(_ROWS) < 0.4,
            "listed_on": pd.date_range("2023-01-01", periods=_ROWS, freq="D"),
            "rent_eur": (area * 13 + r.normal(0, 90, _ROWS)).round(2),
        }
    )


def _deliveries() -> pd.DataFrame:
    r = np.random.default_rng(3)
    distance = r.gamma(2, 4, _ROWS)
    minutes = 10 + 3 * distance + r.normal(0, 6, _ROWS)
    return pd.DataFrame(
        {
            "order_id": np.arange(10_000, 10_000 + _ROWS),
            "driver": [f"D{n % 40:02d}" for n in range(_ROWS)],
            "distance_km": distance.round(2),
            "weight_kg": r.gamma(2, 3, _ROWS).round(2),
            "vehicle": r.choice(["van", "bike", "truck"], _ROWS),
            "ordered_at": pd.date_range("2024-03-01", periods=_ROWS, freq="3h"),
            "minutes_taken": minutes.round(1),
            "late": (minutes > 45).astype(int),
        }
    )


def _cells() -> pd.DataFrame:
    from sklearn.datasets import load_breast_cancer

    loaded = load_breast_cancer(as_frame=True)
    table: pd.DataFrame = loaded.data.assign(diagnosis=loaded.target.map({0: "malignant", 1: "benign"}))
    return table


def _wine() -> pd.DataFrame:
    from sklearn.datasets import load_wine

    loaded = load_wine(as_frame=True)
    table: pd.DataFrame = loaded.data.assign(cultivar=loaded.target.map({0: "A", 1: "B", 2: "C"}))
    return table


def _diabetes() -> pd.DataFrame:
    from sklearn.datasets import load_diabetes

    loaded = load_diabetes(as_frame=True)
    table: pd.DataFrame = loaded.data.assign(progression=loaded.target)
    return table


_TABLES: dict[str, Callable[[], pd.DataFrame]] = {
    "subscriptions": _subscriptions,
    "flats": _flats,
    "deliveries": _deliveries,
    "cells": _cells,
    "wine": _wine,
    "diabetes": _diabetes,
}
