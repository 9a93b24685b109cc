"""What a model says of the rows of a table, whatever the table is given as."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cotune.errors import DataError, UserError

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from cotune_runtime import TableModel

    Array = np.ndarray[Any, Any]
    Table = pd.DataFrame | str | Path


def predictions(model: TableModel, X: Table) -> Array:
    """The predicted target of each row. Raises DataError when a column is missing."""
    return _conforming(model, model.predict, X)


def probabilities(model: TableModel, X: Table) -> Array:
    """Class probabilities, shape (rows, classes), in the order of `model.classes_`.

    Raises:
        UserError: the target is a number.
        DataError: a column is missing.
    """
    if model.task == "regression":
        raise UserError("a predicted number has no class probabilities", fix="use predict")
    return _conforming(model, model.predict_proba, X)


def _conforming(model: TableModel, predict: Callable[[pd.DataFrame], Array], X: Table) -> Array:
    from cotune.data import read_table
    from cotune_runtime import UnusableTable

    where = str(X) if isinstance(X, str | Path) else "the table to predict"
    try:
        return predict(read_table(X, as_written=tuple(model.schema.as_written)))
    except UnusableTable as error:
        raise DataError(str(error), where=where, fix="pass a table with the columns of the study's table") from None
