"""What a study says of its table and its specification, in the words of an estimator's user."""

from __future__ import annotations

import warnings

from cotune.errors import UserError
from cotune.model.gate import Verdict
from cotune.model.profile import TableProfile, WarningKind
from cotune.model.view import RunView

_PARAMETERS = {"seconds": "time_budget_s", "trials": "max_trials", "target": "y", "task": "y"}
_CHANGED: tuple[WarningKind, ...] = ("constant", "mixed_types", "too_large")
_CALLS_AFTER_FIT = 5
_ADVICE = "Name the column as group_column or time_column, or leave it out of X."
_ADVISED = {"rows_depend_by_group", "rows_depend_by_time"}


class TableWarning(UserWarning):
    """Columns or folds were left out, values taken for something else than they were given as, or scores mean less than
    they seem."""


def for_estimator(error: UserError, target: str) -> ValueError:
    """The error with the parameter in place of the field, and `y` for the column that it became."""
    where = None if error.where is None else _PARAMETERS.get(error.where, error.where)
    return ValueError(str(UserError(error.what.replace(f"'{target}'", "y"), where=where, fix=error.fix)))


def warn_of_table(profile: TableProfile, target: str) -> None:
    """One TableWarning of all columns that a search leaves out or takes otherwise than they were given."""
    left_out = {column.name for column in profile.columns if column.is_id_like and column.name != target}
    told = [w.message for w in profile.warnings if w.kind in _CHANGED or (w.kind == "id" and w.column in left_out)]
    if told:
        text = " ".join(told).replace(f"olumn '{target}'", "olumn y")
        warnings.warn(text, TableWarning, stacklevel=_CALLS_AFTER_FIT)


def warn_of_risks(verdict: Verdict, target: str) -> None:
    """One TableWarning of what a person would have been asked about: leaks, or rows that depend on each other."""
    if verdict.risks:
        said = "; ".join(verdict.risks).replace(f"'{target}'", "y")
        advice = f". {_ADVICE}" if _ADVISED & set(verdict.asking) else ""
        warnings.warn(said + advice, TableWarning, stacklevel=_CALLS_AFTER_FIT)


def warn_of_folds(view: RunView) -> None:
    """One TableWarning of the folds that the metric can't be taken of."""
    if view.run.cautions:
        warnings.warn(" ".join(view.run.cautions), TableWarning, stacklevel=_CALLS_AFTER_FIT)
