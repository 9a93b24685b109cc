"""A small zoo of nasty tables, for the tests of any room: `from tables import ZOO`.

Each animal is a function (n_rows, seed) -> DataFrame with a target column 'y'; `ZOO` names them all with their task.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import pandas as pd


@dataclass(frozen=True)
class Animal:
    """A nasty table: `make(n_rows, seed)`, whose column 'y' is the target of a `task`."""

    name: str
    make: Callable[[int, int], pd.DataFrame]
    task: str


def plain(n_rows: int = 200, seed: int = 0) -> pd.DataFrame:
    """Two informative numbers, a category and a binary target of words."""
    r = np.random.default_rng(seed)
    a, b = r.normal(size=n_rows), r.normal(size=n_rows)
    y = np.where(a + 0.5 * b + 0.5 * r.normal(size=n_rows) > 0, "yes", "no")
    return pd.DataFrame({"a": a, "b": b, "c": r.choice(["red", "green", "blue"], n_rows), "y": y})


def several_classes(n_rows: int = 200, seed: int = 0) -> pd.DataFrame:
    """Four classes, one of them with a single row."""
    frame = plain(n_rows, seed).drop(columns="y")
    labels = np.array(["low", "mid", "high"])[pd.qcut(frame["a"], 3, labels=False)].astype(object)
    labels[n_rows // 2] = "once"
    return frame.assign(y=labels)


def skewed_numbers(n_rows: int = 200, seed: int = 0) -> pd.DataFrame:
    """A positive, heavy-tailed regression target."""
    frame = plain(n_rows, seed).drop(columns="y")
    return frame.assign(y=np.exp(frame["a"] + 0.3 * frame["b"]))


def holes_everywhere(n_rows: int = 200, seed: int = 0) -> pd.DataFrame:
    """Every column a third missing, the target a tenth, one column wholly; one row has nothing but a target."""
    r = np.random.default_rng(seed)
    frame = plain(n_rows, seed).assign(flag=r.random(n_rows) > 0.5, empty=None).astype({"flag": object})
    for name in ("a", "b", "c", "flag"):
        frame.loc[r.random(n_rows) < 1 / 3, name] = None
    frame.loc[0, ["a", "b", "c", "flag"]] = None
    frame.loc[r.random(n_rows) < 0.1, "y"] = None
    frame.loc[:3, "y"] = ["yes", "no", "yes", "no"]
    return frame


def infinite_values(n_rows: int = 200, seed: int = 0) -> pd.DataFrame:
    """Infinities of both signs, numbers at both edges of float64."""
    frame = plain(n_rows, seed)
    frame.loc[::7, "a"] = np.inf
    frame.loc[3::7, "a"] = -np.inf
    return frame.assign(huge=np.where(frame["b"] > 0, 1e300, frame["b"]), tiny=frame["b"] * 1e-300)


def odd_names(n_rows: int = 200, seed: int = 0) -> pd.DataFrame:
    """Column names that trip libraries: brackets, '<', spaces, quotes, unicode, numbers, an empty one."""
    r = np.random.default_rng(seed)
    names = ["a[0]", "b<1>", " spaced ", "quote'\"", "naïve ☃", 7, "", "class", "a\nb", "x" * 300]
    columns = {name: r.normal(size=n_rows) for name in names}
    return pd.DataFrame(columns).assign(y=np.where(columns["a[0]"] > 0, 1, 0))


def mixed_types(n_rows: int = 200, seed: int = 0) -> pd.DataFrame:
    """Objects of several types in one column; numbers as text with blanks; decimals; lists and dicts."""
    frame = plain(n_rows, seed)
    anything = [[1, "one", 2.5, None, "1"][i % 5] for i in range(n_rows)]
    as_text = [" " if i % 11 == 0 else f"{v:.2f}" for i, v in enumerate(frame["a"])]
    return frame.assign(
        anything=anything,
        as_text=as_text,
        decimal=[Decimal(f"{v:.3f}") for v in frame["b"]],
        nested=[[i % 3, i % 2] if i % 4 else {"k": i % 3} for i in range(n_rows)],
    )


def many_dtypes(n_rows: int = 200, seed: int = 0) -> pd.DataFrame:
    """Nullable, small, unsigned, categorical, interval, period, time span and sparse dtypes."""
    r = np.random.default_rng(seed)
    numbers = r.integers(0, 100, n_rows)
    return pd.DataFrame(
        {
            "nullable_int": pd.array([None if i % 9 == 0 else int(v) for i, v in enumerate(numbers)], dtype="Int64"),
            "nullable_bool": pd.array([None if i % 5 == 0 else bool(v % 2) for i, v in enumerate(numbers)], "boolean"),
            "small": numbers.astype(np.int8),
            "half": numbers.astype(np.float16),
            "unsigned": numbers.astype(np.uint64) + np.uint64(2**63),
            "level": pd.Categorical(np.array([1, 2, 3])[numbers % 3], categories=[3, 2, 1, 99], ordered=True),
            "interval": pd.cut(numbers, 4),
            "period": pd.period_range("2020-01", periods=n_rows, freq="D"),
            "span": pd.to_timedelta(numbers, unit="h"),
            "sparse": pd.arrays.SparseArray((numbers > 90).astype(float)),
            "y": numbers + r.normal(size=n_rows),
        }
    )


def dates(n_rows: int = 200, seed: int = 0) -> pd.DataFrame:
    """Dates as datetimes, with a time zone, as ISO text, as date objects, and out of order."""
    r = np.random.default_rng(seed)
    when = pd.Timestamp("2021-03-01") + pd.to_timedelta(r.permutation(n_rows), unit="h")
    frame = pd.DataFrame({"when": when, "zoned": when.tz_localize("Europe/Berlin", ambiguous=True, nonexistent="NaT")})
    frame["iso"] = when.strftime("%Y-%m-%d %H:%M:%S")
    frame["day"] = when.date
    frame.loc[::10, "when"] = pd.NaT
    return frame.assign(y=np.sin(np.arange(n_rows) / 10) + when.hour / 24)


def free_text(n_rows: int = 200, seed: int = 0) -> pd.DataFrame:
    """Sentences, an identifier of single words, and a category of many levels."""
    r = np.random.default_rng(seed)
    good, bad = ["great", "lovely", "fast", "kind"], ["slow", "broken", "rude", "late"]
    y = r.integers(0, 2, n_rows)
    words = [" ".join(r.choice(good if v else bad, 6)) + f" order number {i}" for i, v in enumerate(y)]
    frame = pd.DataFrame({"review": words, "code": [f"K{i:06d}" for i in range(n_rows)]})
    return frame.assign(shop=[f"shop {v}" for v in r.integers(0, n_rows // 3, n_rows)], y=np.array(["bad", "good"])[y])


def useless_columns(n_rows: int = 200, seed: int = 0) -> pd.DataFrame:
    """Constants (number, text, and one that half of the rows lack), an empty column and a running number."""
    frame = plain(n_rows, seed)
    part = pd.Series(np.where(np.arange(n_rows) % 2, 3.0, np.nan))
    return frame.assign(one=1, word="same", part=part, nothing=np.nan, row_id=np.arange(n_rows))


def unbalanced(n_rows: int = 200, seed: int = 0) -> pd.DataFrame:
    """Five positives."""
    frame = plain(n_rows, seed)
    return frame.assign(y=(frame["a"].rank(ascending=False) <= 5).astype(int))


def repeated_patients(n_rows: int = 200, seed: int = 0) -> pd.DataFrame:
    """About ten rows per patient; the target is nearly the patient's own."""
    r = np.random.default_rng(seed)
    patient = np.sort(r.integers(0, max(4, n_rows // 10), n_rows))
    level = r.normal(size=patient.max() + 1)
    return pd.DataFrame(
        {"patient_id": patient, "age": (40 + 10 * level[patient]).round(), "voice": r.normal(size=n_rows)}
    ).assign(y=level[patient] + 0.1 * r.normal(size=n_rows))


def leaking(n_rows: int = 200, seed: int = 0) -> pd.DataFrame:
    """'call_duration' is known only after the outcome; the honest columns are weak."""
    r = np.random.default_rng(seed)
    frame = plain(n_rows, seed).assign(a=r.normal(size=n_rows))
    answered = np.where(frame["y"] == "yes", 300.0, 60.0)
    return frame.assign(call_duration=answered + 20 * r.normal(size=n_rows))


def copies(n_rows: int = 200, seed: int = 0) -> pd.DataFrame:
    """Every row twice, and an index that repeats."""
    frame = plain(n_rows // 2, seed)
    return pd.concat([frame, frame])


def wide(n_rows: int = 60, seed: int = 0) -> pd.DataFrame:
    """More columns than rows."""
    r = np.random.default_rng(seed)
    frame = pd.DataFrame(r.normal(size=(n_rows, n_rows + 50)))
    return frame.assign(y=(frame[0] > 0).map({True: "up", False: "down"}))


ZOO: tuple[Animal, ...] = (
    Animal("plain", plain, "binary"),
    Animal("several_classes", several_classes, "multiclass"),
    Animal("skewed_numbers", skewed_numbers, "regression"),
    Animal("holes_everywhere", holes_everywhere, "binary"),
    Animal("infinite_values", infinite_values, "binary"),
    Animal("odd_names", odd_names, "binary"),
    Animal("mixed_types", mixed_types, "binary"),
    Animal("many_dtypes", many_dtypes, "regression"),
    Animal("dates", dates, "regression"),
    Animal("free_text", free_text, "binary"),
    Animal("useless_columns", useless_columns, "binary"),
    Animal("unbalanced", unbalanced, "binary"),
    Animal("repeated_patients", repeated_patients, "regression"),
    Animal("leaking", leaking, "binary"),
    Animal("copies", copies, "binary"),
    Animal("wide", wide, "binary"),
)
