"""What a fitted cotune model is made of. This one file travels with an exported model: it needs no cotune.

It needs numpy, pandas, scikit-learn and, where the model has boosted trees of that family, xgboost. In order:

    TableSchema                              brings any table into the form that pipelines are fitted on
    CategoryCodes, TargetCodes, DateParts,   preparation steps that scikit-learn has not
    TextParts, Clipped, Screened
    ClassGuard, TargetGuard                  the last step of every pipeline: odd targets, sane predictions
    XGBoostTrees, HistogramTrees,            estimators inside the guards; the first two are boosted, and can be
    MarginCalibrated, BinnedRegressor        watched and cut
    TableModel                               schema + weighted pipelines: what is exported

Everywhere inside, y is int codes 0..K-1 (classification) or float64 (regression).
"""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Literal, Self

import numpy as np
import pandas as pd
from sklearn.base import (
    BaseEstimator,
    ClassifierMixin,
    OneToOneFeatureMixin,
    RegressorMixin,
    TransformerMixin,
    clone,
)
from sklearn.decomposition import TruncatedSVD
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.feature_selection import f_classif, r_regression
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, KFold, train_test_split
from sklearn.pipeline import Pipeline
from sklearn.utils import ClassifierTags, RegressorTags
from sklearn.utils.metaestimators import available_if
from sklearn.utils.validation import has_fit_parameter

Kind = Literal["number", "boolean", "category", "text", "datetime"]
Table = pd.DataFrame | Mapping[str, Any] | np.ndarray


class UnusableTable(ValueError):
    """The rows given to a model can't be read as the table that it was trained on."""


class MissingColumns(UnusableTable):
    """Columns that the model was trained on are absent."""

    def __init__(self, names: list[str]) -> None:
        self.names = names
        shown = ", ".join(repr(n) for n in names[:10]) + (f" and {len(names) - 10} more" if len(names) > 10 else "")
        columns = "a column" if len(names) == 1 else f"{len(names)} columns"
        super().__init__(f"the table lacks {columns} that the model was trained on: {shown}")


class UnreadableValues(UserWarning):
    """Values of a column of numbers, dates or truth values that are none, and count as missing."""


MISSING_MARKS = frozenset(
    {
        *("", "?", "-", "--", ".", "na", "n/a", "#n/a", "nan", "null", "none", "nil", "<na>"),
        *("0000-00-00", "0000-00-00 00:00:00"),
    }
)
"""Words, in lower case, that stand for a missing value among numbers and dates."""


UNSEEN = "\0unseen"
"""Stands in a category column for every level that no training row had: none of them is a missing value."""


_NOTHING = frozenset({"#N/A", "<NA>", "N/A", "NA", "NULL", "NaN", "None", "n/a", "nan", "null"})
"""Words that pandas.read_csv takes for missing values. In free text they are."""


@dataclass(frozen=True)
class TableSchema:
    """The columns a model was trained on: names, kinds, and the levels of each category column.

    `unsaid` holds the levels that pandas.read_csv takes for missing, such as 'None', of columns in which nothing was
    missing: what is missing there is that level.

    `conform` brings any table with at least these columns into the one form that pipelines are fitted on: float64 for
    numbers and booleans (missing is NaN), `category` with the known levels (and UNSEEN, where others stand), object for
    text (missing is None), datetime64[us] without time zone.
    """

    names: list[str]
    kinds: list[Kind]
    levels: dict[str, list[str]] = field(default_factory=dict)
    unsaid: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, frame: pd.DataFrame) -> TableSchema:
        """The schema of a normalised frame (columns of float, int, bool, category, str or datetime64)."""
        names = [str(name) for name in frame.columns]
        kinds = [_kind_of(frame.dtypes.iloc[i]) for i in range(len(names))]
        levels = {
            name: [str(level) for level in frame.iloc[:, i].cat.categories]
            for i, (name, kind) in enumerate(zip(names, kinds, strict=True))
            if kind == "category"
        }
        words = {name: _NOTHING.intersection(of_column) for name, of_column in levels.items()}
        unsaid = {
            name: next(iter(found))
            for name, found in words.items()
            if len(found) == 1 and not frame.iloc[:, names.index(name)].hasnans
        }
        return cls(names=names, kinds=kinds, levels=levels, unsaid=unsaid)

    def named(self, *kinds: Kind) -> list[str]:
        """The names of the columns of these kinds, in table order."""
        return [name for name, kind in zip(self.names, self.kinds, strict=True) if kind in kinds]

    @property
    def as_written(self) -> dict[str, type[str]]:
        """For `pandas.read_csv(file, dtype=...)`: columns of words, in which 00501 is a code and no number."""
        words = [name for name in self.named("category") if not {"True", "False"}.issuperset(self.levels[name])]
        return dict.fromkeys([*words, *self.named("text")], str)

    def conform(self, X: Table) -> pd.DataFrame:
        """X as a frame of exactly these columns, in this order and these dtypes; the index is kept.

        Named levels of the index count as columns, and so do dates that are the index. Extra columns are dropped, an
        unreadable value is missing. Warns of values that are no numbers in a column of numbers;
        dates and truth values likewise. Raises MissingColumns when a column is absent, and UnusableTable when X is no
        table, has a needed column twice, or has values in such a column of which none is one.
        """
        frame = self._with_index_columns(self._as_frame(X))
        missing = [name for name in self.names if name not in frame.columns]
        if missing:
            raise MissingColumns(missing)
        twice = sorted({str(n) for n in frame.columns[frame.columns.duplicated()] if n in self.names})
        if twice:
            raise UnusableTable(f"the table has more than one column named {', '.join(map(repr, twice))}")
        plain = self._plain_numbers(frame)
        numbers = _finite_numbers(frame[plain])
        if len(plain) == len(self.names):
            return numbers
        of_plain = set(plain)
        columns = {
            name: _READERS[kind](frame[name], self.levels.get(name, []))
            for name, kind in zip(self.names, self.kinds, strict=True)
            if name not in of_plain
        }
        for name, level in self.unsaid.items():
            columns[name] = columns[name].mask(frame[name].isna(), level)
        return pd.concat([numbers, pd.DataFrame(columns, index=frame.index)], axis=1)[self.names]

    def _plain_numbers(self, frame: pd.DataFrame) -> list[str]:
        """The number columns that numpy holds as numbers: read together, thousands of them take no time."""
        dtypes = dict(zip(frame.columns, frame.dtypes, strict=True))
        return [n for n in self.named("number") if isinstance(dtypes[n], np.dtype) and dtypes[n].kind in "fiu"]

    def _with_index_columns(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The levels of the index as columns where the schema asks for them by name and no column has it.

        As in training, dates without a name are called "index". Raises UnusableTable when a level is there twice.
        """
        is_dates = isinstance(frame.index, pd.DatetimeIndex | pd.PeriodIndex)
        found = ["index"] if is_dates and frame.index.name is None else frame.index.names
        names = [None if name is None else str(name) for name in found]
        wanted = [name for name in names if name in self.names and name not in frame.columns]
        if twice := sorted({repr(name) for name in wanted if wanted.count(name) > 1}):
            raise UnusableTable(f"the index has more than one level named {', '.join(twice)}")
        return frame.assign(**{str(name): frame.index.get_level_values(names.index(name)) for name in wanted})

    def _as_frame(self, X: Table) -> pd.DataFrame:
        if callable(convert := getattr(X, "to_pandas", None)):
            X = convert()
        if isinstance(X, pd.DataFrame):
            return X.set_axis([str(c) for c in X.columns], axis=1)
        if isinstance(X, Mapping):
            return _of_columns({str(name): values for name, values in X.items()})
        if hasattr(X, "columns"):
            raise UnusableTable(f"the columns of a {type(X).__name__} can't be read by name; pass a pandas DataFrame")
        values = np.asarray(X)
        if values.ndim != 2 or values.shape[1] != len(self.names):
            raise UnusableTable(f"expected a table of {len(self.names)} columns, got an array of shape {values.shape}")
        return pd.DataFrame(values, columns=self.names)


def _of_columns(columns: dict[str, Any]) -> pd.DataFrame:
    """A table of these columns, or of one row where each is a single value."""
    is_row = all(pd.api.types.is_scalar(value) for value in columns.values())
    try:
        return pd.DataFrame(columns, index=[0] if is_row else None)
    except ValueError as problem:
        raise UnusableTable(f"these columns make no table: {problem}") from None


def _kind_of(dtype: Any) -> Kind:
    if isinstance(dtype, pd.CategoricalDtype):
        return "category"
    if pd.api.types.is_bool_dtype(dtype):
        return "boolean"
    if pd.api.types.is_datetime64_any_dtype(dtype):
        return "datetime"
    return "number" if pd.api.types.is_numeric_dtype(dtype) else "text"


_LARGEST = 1e30  # larger numbers counted as missing in training too


def _finite_numbers(frame: pd.DataFrame) -> pd.DataFrame:
    """Columns of numpy numbers as float64, what is too large as NaN; a column's values lie side by side in memory."""
    by_column = np.ascontiguousarray(frame.to_numpy(dtype=np.float64).T)
    finite = np.where(np.abs(by_column) <= _LARGEST, by_column, np.nan)
    return pd.DataFrame(finite.T, index=frame.index, columns=list(frame.columns))


def _read_numbers(column: pd.Series, levels: list[str]) -> pd.Series:
    """A column of numbers; tells of values that are none, such as `30.000,50`."""
    if not (isinstance(column.dtype, np.dtype) and column.dtype.kind in "fiub"):
        _tell_of_unread(column, _parsed(column), "number", "30000.5")
    return _read_number(column, levels)


def _tell_of_unread(column: pd.Series, read: pd.Series, noun: str, example: str) -> None:
    """Warn of values that are there and were not read. Raises UnusableTable when none of several was."""
    lost = read.isna().to_numpy() & column.notna().to_numpy()
    if not lost.any():
        return
    there = np.array([value is not None and not _is_nothing(value) for value in _cells(column)], dtype=bool)
    n_values, n_lost = int(there.sum()), int((lost & there).sum())
    if n_lost == n_values >= _FEWEST_TO_JUDGE:
        raise UnusableTable(
            f"none of the {n_values} values of column '{column.name}' is a {noun}, as they were in training; "
            f"a {noun} is written like {example}"
        )
    if n_lost:
        are = f"is no {noun} and counts" if n_lost == 1 else f"are no {noun}s and count"
        text = f"column '{column.name}': {n_lost} of {n_values} values {are} as missing"
        warnings.warn(text, UnreadableValues, stacklevel=2)


_FEWEST_TO_JUDGE = 2
"""A single value may be a stray one, of those that counted as missing in training too."""


def _is_nothing(value: Any) -> bool:
    return isinstance(value, str) and value.strip().lower() in MISSING_MARKS


def _read_number(column: pd.Series, _levels: list[str]) -> pd.Series:
    values = _parsed(column).to_numpy(dtype=np.float64, na_value=np.nan)
    return pd.Series(np.where(np.abs(values) <= _LARGEST, values, np.nan), index=column.index)


def _parsed(column: pd.Series) -> pd.Series:
    """The values as numbers of any size; missing where they are none."""
    if pd.api.types.is_datetime64_any_dtype(column.dtype):
        return pd.Series(np.nan, index=column.index, dtype="Float64")
    if pd.api.types.is_timedelta64_dtype(column.dtype):
        column = column.dt.total_seconds()
    elif not pd.api.types.is_numeric_dtype(column.dtype) or pd.api.types.is_complex_dtype(column.dtype):
        bare = [_number_or_text(value) for value in _cells(column)]
        column = pd.Series(np.array(bare, dtype=object), index=column.index, dtype=object)
    elif not isinstance(column.dtype, np.dtype):  # of Arrow decimals pandas would drop the missing ones
        column = pd.Series(column.to_numpy(dtype=np.float64, na_value=np.nan), index=column.index)
    return pd.to_numeric(column, errors="coerce").astype("Float64")


_TIME_SPAN = re.compile(r"^\s*-?\d{1,6} days?( [+-]?\d{1,2}:\d{2}:\d{2}(\.\d{1,9})?)?\s*$")  # as pandas writes it


def _number_or_text(value: Any) -> float | str | None:
    if isinstance(value, str):
        return pd.Timedelta(value).total_seconds() if _TIME_SPAN.match(value) else value
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, np.timedelta64):
        return float(value / np.timedelta64(1, "s"))
    try:
        return float(value) if isinstance(value, _NUMBERS) else None
    except OverflowError:
        return None


_TRUTH = {"true": 1.0, "yes": 1.0, "t": 1.0, "y": 1.0, "false": 0.0, "no": 0.0, "f": 0.0, "n": 0.0}


def _read_boolean(column: pd.Series, levels: list[str]) -> pd.Series:
    truth = column
    if not pd.api.types.is_numeric_dtype(column.dtype):
        values = [_TRUTH.get(v.strip().lower(), v) if isinstance(v, str) else v for v in _cells(column)]
        truth = pd.Series(_objects(values), index=column.index)
    numbers = _read_number(truth, levels)
    read = numbers.where(numbers.isin([0.0, 1.0]))
    _tell_of_unread(column, read, "truth value", "True, or yes")
    return read


def _read_category(column: pd.Series, levels: list[str]) -> pd.Series:
    dtype = pd.CategoricalDtype(levels)
    if column.dtype == dtype:
        return column
    codes = {level: i for i, level in enumerate(levels)}
    if isinstance(column.dtype, pd.CategoricalDtype):
        of_level = np.array([_code(value, codes) for value in column.cat.categories] + [-1])
        found = of_level[column.cat.codes.to_numpy()]
    else:
        found = np.array([_code(value, codes) for value in _cells(column)], dtype=np.intp)
    if (found == len(levels)).any():
        dtype = pd.CategoricalDtype([*levels, UNSEEN])
    return pd.Series(pd.Categorical.from_codes(found, dtype=dtype), index=column.index)


def _code(value: Any, codes: dict[str, int]) -> int:
    """The place of the level that a raw value stands for: 1, 1.0 and " 1" all find the level "1".

    -1 where nothing stands, and the place after the last for a level that no training row had.

    Numbers and words such as "yes" stand for truth values, and truth values for numbers, only where those are all the
    levels there are.
    """
    text = _text(value)
    if text in codes:
        return codes[text]
    candidates = [text.strip()]
    if codes.keys() <= {"False", "True"} and text.strip().lower() in _TRUTH:
        candidates.append(str(bool(_TRUTH[text.strip().lower()])))
    number = _number_or_text(value)
    if isinstance(number, float) and not isinstance(value, timedelta | np.timedelta64):
        candidates.append(str(number))
        if number in (0.0, 1.0) and (codes.keys() <= {"False", "True"} or codes.keys() <= {"0", "1"}):
            candidates += [str(bool(number)), str(int(number))]
    nothing = not text.strip() or text in _NOTHING
    return next((codes[found] for found in candidates if found in codes), -1 if nothing else len(codes))


def _read_text(column: pd.Series, _levels: list[str]) -> pd.Series:
    texts = [_text(value) for value in _cells(column)]
    values = _objects([text if text.strip() and text not in _NOTHING else None for text in texts])
    return pd.Series(values, index=column.index, dtype=object)


def _read_datetime(column: pd.Series, _levels: list[str]) -> pd.Series:
    read = _dates(column)
    _tell_of_unread(column, read, "date", "2024-01-31")
    return read


def _dates(column: pd.Series) -> pd.Series:
    if pd.api.types.is_numeric_dtype(column.dtype):
        return pd.Series(pd.NaT, index=column.index, dtype="datetime64[us]")
    if isinstance(column.dtype, pd.PeriodDtype):
        column = column.dt.to_timestamp()
    if not isinstance(column.dtype, np.dtype | pd.DatetimeTZDtype) or column.dtype.kind != "M":
        dates = _without_unclear([_date_or_text(value) for value in _cells(column)])
        column = pd.to_datetime(
            pd.Series(_objects(dates), index=column.index), errors="coerce", format="mixed", utc=True
        )
    column = column if column.dt.tz is None else column.dt.tz_convert("UTC").dt.tz_localize(None)
    return column.where(column.dt.year.abs() < _LAST_YEAR).astype("datetime64[us]")


_LAST_YEAR = 290_000  # of those that fit into microseconds


_YEAR = re.compile(r"(?<![\d.,:])\d{4}")


def _date_or_text(value: Any) -> Any:
    """None also for a text without a year: pandas reads "now" and "12:30" off the clock, and "may" as of the year 1."""
    if isinstance(value, pd.Period):
        return value.to_timestamp()
    if isinstance(value, str) and not _YEAR.search(value):
        return None
    return value if isinstance(value, str | date | np.datetime64) else None


_MAY_BE_DAY_FIRST = re.compile(r"\s*(\d{1,2})([-./])\d{1,2}\2(\d{4}|\d{2})(?!\d)")


def _without_unclear(dates: list[Any]) -> list[Any]:
    """None for texts in which the day may come first, as in training: 03.02.2024, and 03/02/2024 beside 31/01/2024."""
    found = [_MAY_BE_DAY_FIRST.match(value) if isinstance(value, str) else None for value in dates]
    slashed = [m is not None and m[2] == "/" and len(m[3]) == 4 for m in found]
    if any(int(m[1]) > 12 for m, is_slashed in zip(found, slashed, strict=True) if m and is_slashed):
        slashed = [False] * len(dates)
    return [
        value if m is None or is_slashed else None for value, m, is_slashed in zip(dates, found, slashed, strict=True)
    ]


_NUMBERS = (bool, int, float, Decimal, np.integer, np.floating, np.bool_)


def _cells(column: pd.Series) -> list[Any]:
    """The values as Python objects, all kinds of missing values as None."""
    values = column.astype(object).to_numpy()
    return [None if missing else value for value, missing in zip(values, column.isna(), strict=True)]


def _objects(values: list[Any]) -> np.ndarray:
    """One object per cell, also where the objects are lists."""
    out = np.empty(len(values), dtype=object)
    out[:] = values
    return out


def _text(value: Any) -> str:
    """The text that stood for this value in training; missing is the empty text."""
    if isinstance(value, str):
        return value if value.isascii() else value.encode("utf-8", "replace").decode()
    if value is None:
        return ""
    if isinstance(value, bytes | bytearray):
        return bytes(value).decode("utf-8", errors="replace")
    if isinstance(value, float | Decimal | np.floating):
        number = float(value)
        return str(int(number)) if number.is_integer() and abs(number) < 2**53 else repr(number)
    return str(value).encode("utf-8", "replace").decode()


_READERS: dict[Kind, Callable[[pd.Series, list[str]], pd.Series]] = {
    "number": _read_numbers,
    "boolean": _read_boolean,
    "category": _read_category,
    "text": _read_text,
    "datetime": _read_datetime,
}


def _names_in(step: Any, given: Any) -> list[str]:
    """The names of the columns that a step was fitted on: as given, else x0, x1, ..."""
    return [f"x{i}" for i in range(step.n_features_in_)] if given is None else [str(name) for name in given]


def _as_names(names: list[str]) -> np.ndarray:
    return np.array(names, dtype=object)


class CategoryCodes(OneToOneFeatureMixin, TransformerMixin, BaseEstimator):
    """Category columns (n, p) as float codes (n, p), 0 for the most frequent level; missing is NaN.

    Beyond the `max_levels` most frequent, levels share one more code. A level that the training rows lack gets that
    shared code where there is one, else NaN; with `unseen_apart` that code is there for it, so that it never is NaN.
    """

    def __init__(self, max_levels: int = 254, unseen_apart: bool = False) -> None:
        self.max_levels = max_levels
        self.unseen_apart = unseen_apart

    def fit(self, X: pd.DataFrame, _y: Any = None) -> Self:
        self.n_features_in_ = X.shape[1]
        self.levels_: list[list[str]] = []
        self.has_rare_: list[bool] = []
        for name in X.columns:
            counts = X[name].value_counts()
            frequent = sorted(counts[counts > 0].items(), key=lambda item: (-item[1], str(item[0])))
            self.levels_.append([str(level) for level, _ in frequent[: self.max_levels]])
            self.has_rare_.append(self.unseen_apart or len(frequent) > self.max_levels)
        return self

    def transform(self, X: pd.DataFrame) -> np.ndarray:
        out = np.empty(X.shape, dtype=np.float64)
        for i, (levels, has_rare) in enumerate(zip(self.levels_, self.has_rare_, strict=True)):
            column = X.iloc[:, i]
            codes = column.cat.set_categories(levels).cat.codes.to_numpy().astype(np.float64)
            codes[codes < 0] = len(levels) if has_rare else np.nan
            codes[column.isna().to_numpy()] = np.nan
            out[:, i] = codes
        return out


class TargetCodes(TransformerMixin, BaseEstimator):
    """Replaces codes (n, p) by the mean target of the rows that share the code, shrunk to the overall mean.

    One output column per input column, or one per class with three and more classes. Training rows are coded from the
    other folds (Micci-Barreca 2001 with cross-fitting), so that a model doesn't see a row's own target.

    `groups` (n,) says which training rows stay together in a fold: where new rows come from new groups, the code of a
    row must not tell of its own group either.
    """

    def __init__(
        self,
        smoothing: float = 10.0,
        folds: int = 5,
        random_state: int = 0,
        classify: bool = True,
        groups: np.ndarray | None = None,
    ) -> None:
        self.smoothing = smoothing
        self.folds = folds
        self.random_state = random_state
        self.classify = classify
        self.groups = groups

    def fit(self, X: np.ndarray, y: np.ndarray) -> Self:
        targets = self._targets(y)
        return self._learn(np.asarray(X), targets, targets.mean(axis=0))

    def fit_transform(self, X: np.ndarray, y: np.ndarray) -> np.ndarray:
        X, targets = np.asarray(X), self._targets(y)
        overall = targets.mean(axis=0)
        out = self._learn(X, targets, overall)._coded(X)
        for train, test in self._splits(X) if len(X) >= 2 * self.folds else ():
            part = TargetCodes(self.smoothing, self.folds, self.random_state, self.classify)
            out[test] = part._learn(X[train], targets[train], overall)._coded(X[test])
        return out

    def transform(self, X: np.ndarray) -> np.ndarray:
        return self._coded(np.asarray(X))

    def _splits(self, X: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        n_groups = 0 if self.groups is None else len(np.unique(self.groups))
        if n_groups > 1:
            return GroupKFold(min(self.folds, n_groups)).split(X, groups=self.groups)
        return KFold(self.folds, shuffle=True, random_state=self.random_state).split(X)

    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray:
        widths = [means.shape[1] for means in self.means_]
        names = zip(_names_in(self, input_features), widths, strict=True)
        return _as_names([name if n == 1 else f"{name}_{k}" for name, n in names for k in range(n)])

    def _coded(self, X: np.ndarray) -> np.ndarray:
        return np.hstack([means[self._rows_of(X[:, i], len(means))] for i, means in enumerate(self.means_)])

    def _targets(self, y: np.ndarray) -> np.ndarray:
        if not self.classify:
            return np.asarray(y, dtype=np.float64)[:, None]
        classes = np.unique(y)
        wanted = classes if len(classes) > 2 else classes[-1:]
        return np.asarray(np.asarray(y)[:, None] == wanted, dtype=np.float64)

    def _learn(self, X: np.ndarray, targets: np.ndarray, overall: np.ndarray) -> Self:
        """`means_[i]` has a row per code of column i, then one for missing, then one for unknown codes.

        Codes differ from the `overall` mean as targets do from their own, or they would tell which fold they are of.
        """
        self.n_features_in_ = X.shape[1]
        differences = targets - targets.mean(axis=0)
        self.means_: list[np.ndarray] = []
        for i in range(X.shape[1]):
            n_codes = int(np.nanmax(X[:, i], initial=-1)) + 1
            rows = self._rows_of(X[:, i], n_codes + 2)
            counts = np.bincount(rows, minlength=n_codes + 2)[:, None]
            sums = np.stack([np.bincount(rows, weights=d, minlength=n_codes + 2) for d in differences.T], axis=1)
            self.means_.append(overall + sums / (counts + self.smoothing))
        return self

    @staticmethod
    def _rows_of(codes: np.ndarray, n_means: int) -> np.ndarray:
        missing, unknown = n_means - 2, n_means - 1
        known = np.where(codes < missing, codes, unknown)
        return np.where(np.isnan(codes), missing, known).astype(np.intp)

    def __getstate__(self) -> dict[str, Any]:
        """Of a fitted encoder without the groups of its training rows."""
        state: dict[str, Any] = super().__getstate__()
        return {**state, "groups": None} if "means_" in state else state


_EPOCH = pd.Timestamp(0).as_unit("s")  # nanoseconds, the unit of Timestamp(0), hold no date outside 1677-2262


class DateParts(TransformerMixin, BaseEstimator):
    """Datetime columns (n, p) as numbers (n, 6p): days since 1970, day of year, month, day, weekday, hour."""

    def fit(self, X: pd.DataFrame, _y: Any = None) -> Self:
        self.n_features_in_ = X.shape[1]
        return self

    def transform(self, X: pd.DataFrame) -> np.ndarray:
        parts = []
        for i in range(X.shape[1]):
            at = X.iloc[:, i].dt
            days = (X.iloc[:, i] - _EPOCH) / pd.Timedelta(days=1)
            parts += [days, at.day_of_year, at.month, at.day, at.day_of_week, at.hour + at.minute / 60]
        return np.column_stack([np.asarray(part, dtype=np.float64) for part in parts])

    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray:
        parts = ("days", "day_of_year", "month", "day", "day_of_week", "hour")
        return _as_names([f"{name}_{part}" for name in _names_in(self, input_features) for part in parts])


class TextParts(TransformerMixin, BaseEstimator):
    """Text columns (n, p) as numbers: per column TF-IDF of words reduced by SVD, the log length, and missingness."""

    def __init__(self, components: int = 16, max_words: int = 5000, random_state: int = 0) -> None:
        self.components = components
        self.max_words = max_words
        self.random_state = random_state

    def fit(self, X: pd.DataFrame, _y: Any = None) -> Self:
        self.n_features_in_ = X.shape[1]
        self.models_ = [self._fit_one(_texts(X.iloc[:, i])) for i in range(X.shape[1])]
        return self

    def transform(self, X: pd.DataFrame) -> np.ndarray:
        parts = []
        for i, model in enumerate(self.models_):
            texts = _texts(X.iloc[:, i])
            lengths = np.log1p([len(text) for text in texts])
            parts.append(np.column_stack([lengths, X.iloc[:, i].isna().to_numpy(dtype=np.float64)]))
            if model is not None:
                words, reduction = model
                parts.append(reduction.transform(words.transform(texts)))
        return np.hstack(parts)

    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray:
        names = []
        for name, model in zip(_names_in(self, input_features), self.models_, strict=True):
            n_components = 0 if model is None else model[1].n_components
            names += [f"{name}_{part}" for part in ("length", "missing", *range(n_components))]
        return _as_names(names)

    def _fit_one(self, texts: list[str]) -> tuple[TfidfVectorizer, TruncatedSVD] | None:
        words = TfidfVectorizer(
            max_features=self.max_words, ngram_range=(1, 2), min_df=2, sublinear_tf=True, strip_accents="unicode"
        )
        try:
            counts = words.fit_transform(texts)
        except ValueError:  # scikit-learn's only signal that no word occurs twice
            return None
        components = min(self.components, min(counts.shape) - 1)
        if components < 1:
            return None
        return words, TruncatedSVD(components, random_state=self.random_state).fit(counts)


def _texts(column: pd.Series) -> list[str]:
    return ["" if missing else str(value) for value, missing in zip(column, column.isna(), strict=True)]


class Clipped(OneToOneFeatureMixin, TransformerMixin, BaseEstimator):
    """Numbers cut to [-limit, limit], so that an outlier in scaled inputs can't carry a model away."""

    def __init__(self, limit: float = 5.0) -> None:
        self.limit = limit

    def fit(self, X: np.ndarray, _y: Any = None) -> Self:
        self.n_features_in_ = np.shape(X)[1]
        return self

    def transform(self, X: np.ndarray) -> np.ndarray:
        return np.clip(np.asarray(X, dtype=np.float64), -self.limit, self.limit)


class Screened(TransformerMixin, BaseEstimator):
    """The `kept` number columns whose means differ most between classes, or that go most with the target, one by one.

    Ordered as before; missing values count as their column's mean and stay missing.
    """

    def __init__(self, kept: int, classify: bool) -> None:
        self.kept = kept
        self.classify = classify

    def fit(self, X: Any, y: np.ndarray) -> Self:
        values = np.asarray(X, dtype=np.float64)
        self.n_features_in_ = values.shape[1]
        filled = SimpleImputer(keep_empty_features=True).fit_transform(values)
        with np.errstate(all="ignore"):
            strength = (f_classif if self.classify else r_regression)(filled, y)
        strength = np.nan_to_num(np.abs(strength[0] if self.classify else strength), nan=0.0)
        self.columns_ = np.sort(np.argsort(-strength, kind="stable")[: self.kept])
        return self

    def transform(self, X: Any) -> np.ndarray:
        return np.asarray(X, dtype=np.float64)[:, self.columns_]

    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray:
        return _as_names(_names_in(self, input_features))[self.columns_]


class ClassGuard(ClassifierMixin, BaseEstimator):
    """A classifier that takes any class counts and always gives proper probabilities.

    Inside, classes are 0..k-1; classes with fewer than `min_class_rows` rows are left out and keep their prior share;
    with a single class left the answer is constant. `balance` 0..1 weighs rows by 1 / class frequency ** balance.
    `doubt` 0..1 is the share of the class frequencies in each answer: no class is ever held impossible.
    """

    def __init__(self, model: Any, balance: float = 0.0, min_class_rows: int = 1, doubt: float = 0.0) -> None:
        self.model = model
        self.balance = balance
        self.min_class_rows = min_class_rows
        self.doubt = doubt

    def fit(
        self, X: np.ndarray, y: np.ndarray, sample_weight: np.ndarray | None = None, watch: Rows | None = None
    ) -> Self:
        X, y = np.asarray(X), np.asarray(y)
        self.classes_, counts = np.unique(y, return_counts=True)
        self.prior_ = self._shares(y, sample_weight)
        kept = counts >= self.min_class_rows
        self.kept_ = np.flatnonzero(kept if kept.sum() > 1 else counts >= 1)
        self.model_ = None
        if len(self.kept_) > 1:
            train = self._kept(Rows(X, y, sample_weight))
            balance = self._balance(train.y)
            watched = None if watch is None else self._balanced(self._kept(watch), balance)
            self.model_ = _fit(clone(self.model), self._balanced(train, balance), watched)
        return self

    def predict_proba(self, X: np.ndarray) -> np.ndarray:
        out = np.tile(self.prior_, (len(X), 1))
        if self.model_ is not None:
            found = np.nan_to_num(self.model_.predict_proba(np.asarray(X)), nan=0.0, posinf=0.0).clip(0.0)
            total = found.sum(axis=1, keepdims=True)
            prior = self.prior_[self.kept_]
            share = np.where(total > 0, found / np.where(total > 0, total, 1.0), prior / prior.sum())
            out[:, self.kept_] = (1 - self.doubt) * share * prior.sum() + self.doubt * prior
        return out

    def predict(self, X: np.ndarray) -> np.ndarray:
        return self.classes_[self.predict_proba(X).argmax(axis=1)]

    def _shares(self, y: np.ndarray, weights: np.ndarray | None) -> np.ndarray:
        """The share of each class, by weight unless a class has none."""
        codes = np.searchsorted(self.classes_, y)
        totals = np.bincount(codes, weights=weights).astype(np.float64)
        totals = totals if (totals > 0).all() else np.bincount(codes).astype(np.float64)
        return totals / totals.sum()

    def _kept(self, rows: Rows) -> Rows:
        """The rows whose class is learned, with codes 0..k-1."""
        wanted = self.classes_[self.kept_]
        known = np.isin(rows.y, wanted)
        if not known.all():
            rows = rows.at(known)
        return replace(rows, y=np.searchsorted(wanted, rows.y))

    def _balance(self, codes: np.ndarray) -> np.ndarray | None:
        """The weight of each class."""
        counts = np.bincount(codes)
        return (len(codes) / (len(counts) * counts)) ** self.balance if self.balance else None

    @staticmethod
    def _balanced(rows: Rows, balance: np.ndarray | None) -> Rows:
        if balance is None:
            return rows
        weights = balance[rows.y]
        return replace(rows, weights=weights if rows.weights is None else weights * rows.weights)


class TargetGuard(RegressorMixin, BaseEstimator):
    """A regressor fitted on the standardised target (of its signed log1p with `log`), with predictions kept finite.

    Predictions stay within the training targets widened by half their range on both sides.
    """

    def __init__(self, model: Any, log: bool = False) -> None:
        self.model = model
        self.log = log

    def fit(
        self, X: np.ndarray, y: np.ndarray, sample_weight: np.ndarray | None = None, watch: Rows | None = None
    ) -> Self:
        y = np.asarray(y, dtype=np.float64)
        margin = (y.max() - y.min()) / 2
        self.low_, self.high_ = float(y.min() - margin), float(y.max() + margin)
        if y.min() >= 0:
            self.low_ = max(self.low_, 0.0)
        inner = self._inner(y)
        self.centre_, spread = float(inner.mean()), float(inner.std())
        self.scale_ = spread if spread > 0 else 1.0
        self.model_ = _fit(
            clone(self.model),
            self._scaled(Rows(np.asarray(X), y, sample_weight)),
            None if watch is None else self._scaled(watch),
        )
        return self

    def predict(self, X: np.ndarray) -> np.ndarray:
        raw = np.asarray(self.model_.predict(np.asarray(X)), dtype=np.float64).reshape(len(X))
        inner = np.nan_to_num(raw, nan=0.0, posinf=0.0, neginf=0.0) * self.scale_ + self.centre_
        if self.log:
            inner = np.sign(inner) * np.expm1(np.minimum(np.abs(inner), 700.0))
        return np.clip(inner, self.low_, self.high_)

    def _inner(self, y: np.ndarray) -> np.ndarray:
        return np.sign(y) * np.log1p(np.abs(y)) if self.log else np.asarray(y, dtype=np.float64)

    def _scaled(self, rows: Rows) -> Rows:
        return replace(rows, y=(self._inner(rows.y) - self.centre_) / self.scale_)


@dataclass(frozen=True)
class Rows:
    """X (n, p) with its targets (n,) and weights (n,): what is fitted on, and what boosting is watched on."""

    X: np.ndarray
    y: np.ndarray
    weights: np.ndarray | None = None

    def at(self, rows: np.ndarray) -> Rows:
        weights = None if self.weights is None else np.asarray(self.weights)[rows]
        return Rows(np.asarray(self.X)[rows], np.asarray(self.y)[rows], weights)


def _fit(model: Any, rows: Rows, watched: Rows | None = None) -> Any:
    """Fit, with weights and watched rows where the estimator takes them: of a pipeline, the last step."""
    options: dict[str, Any] = {}
    last_name, last = model.steps[-1] if isinstance(model, Pipeline) else ("", model)
    if rows.weights is not None and has_fit_parameter(last, "sample_weight"):
        options[f"{last_name}__sample_weight" if last_name else "sample_weight"] = rows.weights
    if watched is not None and len(watched.y) and has_fit_parameter(last, "watch"):
        options["watch"] = watched
    return model.fit(rows.X, rows.y, **options)


def _inner_split(y: np.ndarray, fraction: float, classify: bool, random_state: int) -> tuple[np.ndarray, np.ndarray]:
    """Positions to train on and to watch; stratified when every class has two rows and both parts hold all classes."""
    n_watched = max(1, round(fraction * len(y)))
    stratify = None
    if classify:
        counts = np.unique(y, return_counts=True)[1]
        if counts.min() >= 2 and n_watched >= len(counts):
            stratify = y
    return tuple(train_test_split(np.arange(len(y)), test_size=n_watched, stratify=stratify, random_state=random_state))


class XGBoostTrees(BaseEstimator):
    """XGBoost that can be watched while it grows, and cut to fewer rounds afterwards.

    `fit` grows `rounds` rounds; with rows to watch it grows until their loss was not better for `patience` rounds, at
    most `max_rounds`, and `curve_` holds that loss after each round. `cut` says how many rounds count from then on.

    `params` are XGBoost's own names. `categorical` are the positions of columns that hold category codes. `ran_on_` is
    the device that really trained: XGBoost only warns when there is no GPU. The fitted booster is kept as UBJSON bytes.
    """

    def __init__(
        self,
        classify: bool,
        params: dict[str, Any],
        *,
        categorical: tuple[int, ...] = (),
        rounds: int = 100,
        max_rounds: int = 1000,
        patience: int = 30,
        device: str = "cpu",
        n_threads: int = 1,
        random_state: int = 0,
    ) -> None:
        self.classify = classify
        self.params = params
        self.categorical = categorical
        self.rounds = rounds
        self.max_rounds = max_rounds
        self.patience = patience
        self.device = device
        self.n_threads = n_threads
        self.random_state = random_state

    def fit(
        self, X: np.ndarray, y: np.ndarray, sample_weight: np.ndarray | None = None, watch: Rows | None = None
    ) -> Self:
        import xgboost

        y = np.asarray(y)
        self.n_classes_ = int(y.max()) + 1 if self.classify else 0
        rows = self._matrix(Rows(X, y, sample_weight))
        losses: dict[str, dict[str, list[float]]] = {}
        watched = {} if watch is None else {"evals": [(self._matrix(watch, like=rows), "watched")]}
        self._live = xgboost.train(
            self._booster_params(),
            rows,
            num_boost_round=self.rounds if watch is None else self.max_rounds,
            early_stopping_rounds=None if watch is None else self.patience,
            evals_result=losses,
            verbose_eval=False,
            **watched,
        )
        self.curve_ = np.asarray(next(iter(losses["watched"].values()))) if losses else np.empty(0)
        self.n_rounds_ = int(self.curve_.argmin()) + 1 if losses else self.rounds
        config = json.loads(self._live.save_config())
        self.ran_on_ = "cuda" if config["learner"]["generic_param"]["device"].startswith("cuda") else "cpu"
        return self

    def cut(self, rounds: int) -> None:
        """Let the first `rounds` rounds count, of those that were grown."""
        self.n_rounds_ = min(rounds, len(self.curve_) or self.rounds)

    def predict_proba(self, X: np.ndarray) -> np.ndarray:
        found = self._predict(X)
        return found if found.ndim == 2 else np.column_stack([1 - found, found])

    def predict(self, X: np.ndarray) -> np.ndarray:
        return self.predict_proba(X).argmax(axis=1) if self.classify else self._predict(X)

    def _booster_params(self) -> dict[str, Any]:
        if self.n_classes_ > 2:
            target = {"objective": "multi:softprob", "num_class": self.n_classes_}
        else:
            target = {"objective": "binary:logistic"} if self.classify else {}
        machine = {"tree_method": "hist", "device": self.device, "nthread": self.n_threads, "seed": self.random_state}
        return {**target, **machine, "verbosity": 0, **self.params}

    def _matrix(self, rows: Rows, like: Any = None) -> Any:
        import xgboost

        X = np.asarray(rows.X, dtype=np.float32)
        return xgboost.QuantileDMatrix(
            X,
            label=rows.y,
            weight=rows.weights,
            feature_types=np.where(np.isin(np.arange(X.shape[1]), self.categorical), "c", "q").tolist(),
            enable_categorical=True,
            max_bin=self.params.get("max_bin", 256),
            nthread=self.n_threads,
            ref=like,
        )

    def _predict(self, X: np.ndarray) -> np.ndarray:
        found = self._booster().inplace_predict(np.asarray(X, dtype=np.float32), iteration_range=(0, self.n_rounds_))
        return np.asarray(found, dtype=np.float64)

    def _booster(self) -> Any:
        import xgboost

        if self.__dict__.get("_live") is None:
            self._live = xgboost.Booster({"nthread": self.n_threads}, model_file=bytearray(self.raw_))
        return self._live

    def __getstate__(self) -> dict[str, Any]:
        """Without the live booster and the rounds that don't count."""
        state = {name: value for name, value in super().__getstate__().items() if name != "_live"}
        if self.__dict__.get("_live") is not None:
            state["raw_"] = bytes(self._live[: self.n_rounds_].save_raw("ubj"))
            state["curve_"] = self.curve_[: self.n_rounds_]
        return state


class _UnweighedBins:
    """Bins by plain percentiles: scikit-learn 1.9 weighs them one by one, and that took 90 % of a small fit."""

    def _bin_data(self, X: np.ndarray, *weights: Any, is_training_data: bool) -> np.ndarray:
        return super()._bin_data(X, *(None for _ in weights), is_training_data=is_training_data)  # type: ignore[misc]


class HistogramClassifier(_UnweighedBins, HistGradientBoostingClassifier):
    """scikit-learn's, with weights in its losses alone."""


class HistogramRegressor(_UnweighedBins, HistGradientBoostingRegressor):
    """scikit-learn's, with weights in its losses alone."""


class HistogramTrees(BaseEstimator):
    """scikit-learn's histogram gradient boosting, watched and cut as XGBoostTrees is.

    A column with hardly any value is left out: scikit-learn 1.9 can't bin one that is all missing.
    """

    _FEWEST_VALUES = 20

    def __init__(self, model: Any, rounds: int = 100, max_rounds: int = 1000, patience: int = 20) -> None:
        self.model = model
        self.rounds = rounds
        self.max_rounds = max_rounds
        self.patience = patience

    def fit(
        self, X: np.ndarray, y: np.ndarray, sample_weight: np.ndarray | None = None, watch: Rows | None = None
    ) -> Self:
        self.left_out_ = np.count_nonzero(~np.isnan(X), axis=0) < min(self._FEWEST_VALUES, len(X) // 2)
        model, options = clone(self.model), {}
        if watch is None:
            model.set_params(early_stopping=False, max_iter=self.rounds)
        else:
            model.set_params(early_stopping=True, max_iter=self.max_rounds, n_iter_no_change=self.patience)
            options = {"X_val": self._usable(watch.X), "y_val": watch.y, "sample_weight_val": watch.weights}
        self.model_ = model.fit(self._usable(X), y, sample_weight, **options)
        self.curve_ = -np.asarray(self.model_.validation_score_[1:], dtype=np.float64)
        self._grown = self.model_._predictors
        self.cut(int(self.curve_.argmin()) + 1 if len(self.curve_) else self.rounds)
        return self

    def cut(self, rounds: int) -> None:
        """Let the first `rounds` rounds count, of those that were grown."""
        # scikit-learn counts and predicts by this list; its only public way, staged predictions, is slow
        self.model_._predictors = self._grown[:rounds]
        self.n_rounds_ = len(self.model_._predictors)

    def predict(self, X: np.ndarray) -> np.ndarray:
        return self.model_.predict(self._usable(X))

    def predict_proba(self, X: np.ndarray) -> np.ndarray:
        return self.model_.predict_proba(self._usable(X))

    def _usable(self, X: np.ndarray) -> np.ndarray:
        return np.where(self.left_out_, 0.0, X) if self.left_out_.any() else X

    def __getstate__(self) -> dict[str, Any]:
        return {name: value for name, value in super().__getstate__().items() if name != "_grown"}


class MarginCalibrated(ClassifierMixin, BaseEstimator):
    """Proper probabilities from a decision function, or from overconfident probabilities.

    Learned on a quarter of the rows that a first fit didn't see: for two classes a logistic regression on the margin
    (Platt 1999), for more one temperature of a softmax over the margins (Guo et al. 2017) and a share for the class
    frequencies. The second fit has all rows. Classes must be 0..K-1.
    """

    _TEMPERATURES = np.geomspace(0.02, 50, 30)
    _DOUBTS = (0.0, 0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.75, 1.0)

    def __init__(self, model: Any, random_state: int = 0) -> None:
        self.model = model
        self.random_state = random_state

    def fit(self, X: np.ndarray, y: np.ndarray, sample_weight: np.ndarray | None = None) -> Self:
        self.classes_ = np.unique(y)
        train, held = _inner_split(y, 0.25, True, self.random_state)
        weights = None if sample_weight is None else np.asarray(sample_weight)
        self.model_ = _fit(clone(self.model), Rows(X, y, weights))
        judged, rows = self.model_, np.arange(len(y))
        if len(np.unique(y[train])) == len(np.unique(y[held])) == len(self.classes_):
            judged = _fit(clone(self.model), Rows(X, y, weights).at(train))
            rows = held
        self._calibrate(self._margins(judged, X[rows]), y[rows], None if weights is None else weights[rows])
        return self

    def predict_proba(self, X: np.ndarray) -> np.ndarray:
        margins = self._margins(self.model_, X)
        if margins.ndim == 1:
            return self.platt_.predict_proba(margins[:, None])
        return (1 - self.doubt_) * _softmax(margins / self.temperature_) + self.doubt_ * self.prior_

    def predict(self, X: np.ndarray) -> np.ndarray:
        return self.classes_[self.predict_proba(X).argmax(axis=1)]

    def _calibrate(self, margins: np.ndarray, y: np.ndarray, weights: np.ndarray | None) -> None:
        if margins.ndim == 1:
            self.platt_ = LogisticRegression(C=100, max_iter=300).fit(margins[:, None], y, weights)
            return
        self.prior_ = np.bincount(y, weights=weights, minlength=len(self.classes_)).astype(np.float64)
        self.prior_ /= self.prior_.sum()
        tried = []
        for temperature in self._TEMPERATURES:
            found = _softmax(margins / temperature)[np.arange(len(y)), y]
            for doubt in self._DOUBTS:
                losses = -np.log((1 - doubt) * found + doubt * self.prior_[y] + 1e-12)
                tried.append((float(np.average(losses, weights=weights)), float(temperature), doubt))
        _, self.temperature_, self.doubt_ = min(tried)

    @staticmethod
    def _margins(model: Any, X: np.ndarray) -> np.ndarray:
        """(n,) for two classes, (n, K) for more."""
        if hasattr(model, "decision_function"):
            margins = np.asarray(model.decision_function(X))
        else:
            logs = np.log(np.clip(model.predict_proba(X), 1e-12, 1))
            margins = logs if logs.shape[1] > 2 else logs[:, 1] - logs[:, 0]
        return np.clip(margins, -50, 50)


def _softmax(margins: np.ndarray) -> np.ndarray:
    powers = np.exp(margins - margins.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


class BinnedRegressor(RegressorMixin, BaseEstimator):
    """Regression by a classifier over `bins` quantile bins of the target: the expectation of the bins' means."""

    def __init__(self, model: Any, bins: int = 10) -> None:
        self.model = model
        self.bins = bins

    def fit(self, X: np.ndarray, y: np.ndarray, sample_weight: np.ndarray | None = None) -> Self:
        edges = np.unique(np.quantile(y, np.linspace(0, 1, self.bins + 1)[1:-1]))
        codes = np.unique(np.searchsorted(edges, y), return_inverse=True)[1]
        weights = np.ones(len(y)) if sample_weight is None else np.asarray(sample_weight, dtype=np.float64)
        weights = np.where(np.bincount(codes, weights=weights)[codes] > 0, weights, 1.0)
        self.means_ = np.bincount(codes, weights=weights * y) / np.bincount(codes, weights=weights)
        self.model_ = None
        if len(self.means_) > 1:
            self.model_ = _fit(clone(self.model), Rows(X, codes, None if sample_weight is None else weights))
        return self

    def predict(self, X: np.ndarray) -> np.ndarray:
        if self.model_ is None:
            return np.full(len(X), self.means_[0])
        return self.model_.predict_proba(X) @ self.means_


def class_probabilities(pipeline: Any, X: pd.DataFrame | np.ndarray, n_classes: int) -> np.ndarray:
    """(n, n_classes) probabilities of a fitted pipeline; a class that its training rows lacked has probability 0."""
    out = np.zeros((len(X), n_classes))
    out[:, np.asarray(pipeline.classes_, dtype=np.intp)] = pipeline.predict_proba(X)
    return out


def labels(probabilities: np.ndarray, threshold: float) -> np.ndarray:
    """Codes (n,) of the predicted classes of (n, K) probabilities: of two classes, class 1 above the threshold."""
    if probabilities.shape[1] == 2:
        return (probabilities[:, 1] > threshold).astype(np.intp)
    return np.asarray(probabilities.argmax(axis=1))


Member = tuple[float, list[Any]]


def sharpened(probabilities: np.ndarray, exponent: float) -> np.ndarray:
    """Probabilities (n, K) raised to a power, in rows that sum to one: above 1 surer, below 1 more modest."""
    if exponent == 1.0:
        return probabilities
    powers = np.asarray(probabilities, dtype=np.float64) ** exponent
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def _classifies(model: TableModel) -> bool:
    return model.task != "regression"


class TableModel(BaseEstimator):
    """A model of a table: the weighted mean of members, each the mean of its fitted pipelines.

    A fitted scikit-learn estimator: it is inspected, scored and, as `FrozenEstimator(model)`, calibrated; a clone of it
    is itself.

    `classes` are the labels of codes 0..K-1 (empty for regression). Of two classes the second is predicted where its
    probability is above `threshold`. Probabilities are raised to the power of `sharpness`. X may be a DataFrame, a
    mapping of columns or an array; see TableSchema.conform for what is mended.
    """

    def __init__(
        self,
        schema: TableSchema,
        task: Literal["binary", "multiclass", "regression"],
        classes: tuple[Any, ...],
        members: list[Member],
        threshold: float = 0.5,
        sharpness: float = 1.0,
    ) -> None:
        self.schema = schema
        self.task = task
        self.classes = tuple(classes)
        self.threshold = float(threshold)
        self.sharpness = float(sharpness)
        self.members = [(float(weight), list(pipelines)) for weight, pipelines in members]

    @property
    def classes_(self) -> np.ndarray:
        """The class labels, in the order of predict_proba's columns."""
        same_type = len({type(c) for c in self.classes}) <= 1
        return np.asarray(self.classes, dtype=None if same_type else object)

    @property
    def feature_names_in_(self) -> np.ndarray:
        return np.asarray(self.schema.names, dtype=object)

    @property
    def n_features_in_(self) -> int:
        return len(self.schema.names)

    def __repr__(self) -> str:
        n_pipelines = sum(len(pipelines) for _, pipelines in self.members)
        return f"TableModel(task={self.task!r}, columns={len(self.schema.names)}, pipelines={n_pipelines})"

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.estimator_type = "classifier" if _classifies(self) else "regressor"
        tags.classifier_tags = ClassifierTags() if _classifies(self) else None
        tags.regressor_tags = None if _classifies(self) else RegressorTags()
        tags.target_tags.required = True
        tags.input_tags.allow_nan = tags.input_tags.string = tags.input_tags.categorical = True
        return tags

    def __sklearn_is_fitted__(self) -> bool:
        return True

    def __sklearn_clone__(self) -> Self:
        return self

    def fit(self, *_: Any, **__: Any) -> Self:
        """Raises NotImplementedError: a search makes models, and this one is made."""
        raise NotImplementedError(
            "this model is fitted and can't be fitted again: to what would fit it pass "
            "sklearn.frozen.FrozenEstimator(model), or search anew with cotune"
        )

    def score(self, X: Table, y: Any, sample_weight: Any = None) -> float:
        """The accuracy of the predicted classes, or R² for regression, as scikit-learn's estimators have it."""
        from sklearn.metrics import accuracy_score, r2_score

        measure = accuracy_score if _classifies(self) else r2_score
        return float(measure(y, self.predict(X), sample_weight=sample_weight))

    def predict(self, X: Table) -> np.ndarray:
        """(n,) class labels, or float values for regression. Raises MissingColumns."""
        if self.task == "regression":
            return self._blend(X, lambda pipeline, frame: np.asarray(pipeline.predict(frame), dtype=np.float64))
        return self.classes_[labels(self.predict_proba(X), self.threshold)]

    @available_if(_classifies)
    def predict_proba(self, X: Table) -> np.ndarray:
        """(n, K) probabilities in the order of `classes_`; a regression model has none. Raises MissingColumns."""
        n_classes = len(self.classes)
        blended = self._blend(X, lambda pipeline, frame: class_probabilities(pipeline, frame, n_classes))
        return sharpened(blended, self.sharpness)

    def _blend(self, X: Table, answer: Callable[[Any, Any], np.ndarray]) -> np.ndarray:
        frame = self.schema.conform(X)
        if len(frame) == 0:
            return np.empty((0,) if self.task == "regression" else (0, len(self.classes)))
        total = sum(weight for weight, _ in self.members)
        blended = np.zeros(())
        prepared: dict[int, Any] = {}
        for weight, pipelines in self.members:
            for pipeline in pipelines:
                step = id(pipeline[0])
                if step not in prepared:
                    prepared[step] = pipeline[:-1].transform(frame) if len(pipeline.steps) > 1 else frame
                blended = blended + answer(pipeline[-1], prepared[step]) * (weight / total / len(pipelines))
        return np.asarray(blended)
