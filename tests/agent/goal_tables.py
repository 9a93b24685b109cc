"""Tables for goals in plain words: each has its columns from public tables that everybody knows, with made-up rows."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cotune.data import normalise, profile_table
from cotune.model.profile import TableProfile

_N = 300


def _numbers(r: np.random.Generator, *names: str) -> dict[str, object]:
    return {name: r.normal(50, 12, _N).round(3) for name in names}


def _codes(r: np.random.Generator, **levels: tuple[object, ...]) -> dict[str, object]:
    return {name: r.choice(np.array(values, dtype=object), _N) for name, values in levels.items()}


def _tables() -> dict[str, dict[str, object]]:
    r = np.random.default_rng(0)
    yes_no = ("Yes", "No")
    return {
        "penguins": {
            **_codes(r, species=("Adelie", "Gentoo", "Chinstrap"), island=("Torgersen", "Biscoe", "Dream")),
            **_numbers(r, "bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g"),
            **_codes(r, sex=("male", "female")),
        },
        "attrition": {
            "EmployeeNumber": np.arange(_N),
            "Age": r.integers(18, 60, _N),
            **_codes(
                r, Attrition=yes_no, BusinessTravel=("Rarely", "Often", "Never"), Department=("Sales", "HR", "R&D")
            ),
            **_numbers(r, "MonthlyIncome", "DistanceFromHome", "YearsAtCompany"),
            **_codes(r, OverTime=yes_no, JobRole=("Manager", "Analyst", "Nurse", "Driver")),
            "ExitInterviewScore": r.normal(5, 2, _N),
        },
        "cars": {
            **_numbers(r, "mpg", "displacement", "horsepower", "weight", "acceleration"),
            **_codes(r, cylinders=(4, 6, 8), origin=("usa", "europe", "japan")),
            "model_year": r.integers(70, 83, _N),
            "name": [f"car {i}" for i in range(_N)],
        },
        "fraud": {
            "transaction_id": [f"T{i:06d}" for i in range(_N)],
            "card_id": [f"K{i // 6}" for i in range(_N)],
            "booked_at": pd.date_range("2024-01-01", periods=_N, freq="h"),
            **_numbers(r, "amount_eur", "distance_from_home"),
            **_codes(r, merchant_type=("food", "travel", "online", "fuel"), is_fraud=(0, 0, 0, 0, 1)),
            "chargeback_filed": r.choice([0, 1], _N),
        },
        "energy": {
            "timestamp": pd.date_range("2023-01-01", periods=_N, freq="h"),
            **_numbers(r, "temp_c", "humidity", "wind_speed", "load_mw"),
            **_codes(r, is_holiday=(0, 1)),
        },
        "hospital": {
            "patient_nbr": [i // 3 for i in range(_N)],
            **_codes(
                r, race=("A", "B", "C"), age_band=("[0-10)", "[50-60)", "[70-80)"), insulin=("Up", "Down", "Steady")
            ),
            "time_in_hospital": r.integers(1, 15, _N),
            "num_medications": r.integers(1, 60, _N),
            **_codes(r, readmitted=yes_no),
            "discharge_code": r.integers(1, 28, _N),
        },
        "heart": {
            **_numbers(r, "trestbps", "chol", "thalach", "oldpeak"),
            **_codes(r, sex=(0, 1), cp=(0, 1, 2, 3), target=(0, 1)),
            "age": r.integers(29, 77, _N),
        },
    }


def profiles() -> dict[str, TableProfile]:
    """The profiles of all tables, by name."""
    return {name: profile_table(normalise(pd.DataFrame(columns))) for name, columns in _tables().items()}
