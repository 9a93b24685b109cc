"""The one normaliser: any pandas frame -> a frame that can be stored, hashed, profiled and modelled.

A normalised frame has unique column names (`str` of whatever they were, as in a model's schema), a RangeIndex, and
columns of six dtypes only: float64, int64, bool, category (with str categories), str (free text; object on pandas 2)
and datetime64[us] without time zone. Named levels of the index have become columns, and so have
dates that are the index.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from cotune.data.column import NormalColumn, normal_column
from cotune.data.csv_text import ROW_NAMES
from cotune.data.csv_words import READ_AS_MISSING, without_words
from cotune.data.given import FROM_TEXT, given_labels
from cotune.data.load import check_frame
from cotune.errors import DataError
from cotune.model.base import Scalar
from cotune.model.profile import DataWarning


@dataclass(frozen=True)
class NormalForm:
    """A normalised frame, what had to be bent to get there, and by column the labels that have another type in it."""

    frame: pd.DataFrame
    warnings: tuple[DataWarning, ...]
    given: dict[str, dict[str, Scalar]]


def normalise(frame: pd.DataFrame) -> pd.DataFrame:
    """`frame` in normal form; doing it twice changes nothing. Raises DataError for what no column can hold."""
    return normal_form(frame).frame


def normal_form(frame: pd.DataFrame) -> NormalForm:
    """`frame` in normal form, with a warning for each column that had to be bent, and for row names without a name."""
    if not isinstance(frame, pd.DataFrame):
        raise DataError(f"expected a DataFrame, got {type(frame).__name__}", fix="load it with cotune.data.read_table")
    from_text, given = FROM_TEXT in frame.attrs, dict[str, dict[str, Scalar]]()
    missing_words = frame.attrs.get(READ_AS_MISSING, {})
    has_row_names = frame.index.name == ROW_NAMES
    frame = _with_index_columns(frame)
    names = [str(name) for name in frame.columns]
    check_frame(frame.set_axis(names, axis=1))
    columns: dict[str, pd.Series] = {}
    warnings = [_about_row_names()] if has_row_names else []
    for i, name in enumerate(names):
        values, warning = frame.iloc[:, i].reset_index(drop=True), None
        if name in missing_words:
            values, warning = without_words(values, missing_words[name])
        column = _normal_column(values, name)
        columns[name] = column.values
        if not from_text:
            given[name] = given_labels(values, column.values)
        warnings += [found for found in (warning, column.warning) if found is not None]
    return NormalForm(pd.DataFrame(columns, columns=pd.Index(names)), tuple(warnings), given)


def _about_row_names() -> DataWarning:
    message = (
        "The rows have one field more than the first line has names: the first is taken as the names of the rows, "
        f"in a column '{ROW_NAMES}'. If another column lacks its name, put it into the first line."
    )
    return DataWarning(kind="id", column=ROW_NAMES, message=message, strength=0.8)


def _with_index_columns(frame: pd.DataFrame) -> pd.DataFrame:
    """The named levels of the index as first columns, less those that share their name with a column.

    Dates without a name are named as pandas' `reset_index` names them. Raises DataError when levels share their name.
    """
    present = {str(name) for name in frame.columns}
    is_dates = isinstance(frame.index, pd.DatetimeIndex | pd.PeriodIndex)
    names = ["index"] if is_dates and frame.index.name is None else list(frame.index.names)
    used = [(i, name) for i, name in enumerate(names) if name is not None and str(name) not in present]
    if not used:
        return frame
    texts = [str(name) for _, name in used]
    if twice := sorted({text for text in texts if texts.count(text) > 1}):
        what = f"the index has more than one level named {', '.join(map(repr, twice))}"
        raise DataError(what, fix="give each level a name of its own with frame.index.set_names")
    columns = pd.DataFrame({name: frame.index.get_level_values(i) for i, name in used}).set_axis(frame.index)
    return pd.concat([columns, frame.set_axis(frame.columns.to_flat_index(), axis=1)], axis=1)


def _normal_column(column: pd.Series, name: str) -> NormalColumn:
    """A cell may hold any object, and pandas may stumble over it in any way: that is the table's fault, not ours."""
    try:
        return normal_column(column, name)
    except (ValueError, TypeError, ArithmeticError, AttributeError, NotImplementedError) as problem:
        what = f"the values can't be read ({type(problem).__name__})"
        fix = "turn them into numbers, text or dates, or drop the column"
        raise DataError(what, where=f"column '{name}'", fix=fix) from problem
