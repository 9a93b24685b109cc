"""Labels as the given table has them, where the normal form holds them as another type: 3 of a category, or "3"."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cotune.data.tasks import MAX_CLASSES
from cotune.data.values import level_text
from cotune.model.base import Scalar

FROM_TEXT = "cotune: read from text"
"""Key of `DataFrame.attrs` that says that a file without types decided what the values are."""


def given_labels(given: pd.Series, normal: pd.Series) -> dict[str, Scalar]:
    """The labels of `given` by the text of what they are in normal form; empty where those compare equal already.

    Of labels that fell together the first counts.
    """
    if isinstance(given.dtype, np.dtype) and given.dtype != object:
        return {}
    if isinstance(normal.dtype, pd.CategoricalDtype):
        codes, levels = normal.cat.codes.to_numpy(), normal.cat.categories
    elif normal.dtype.kind in "fi":
        codes, levels = pd.factorize(normal)
    else:
        return {}
    if len(levels) > MAX_CLASSES:
        return {}
    places, first = np.unique(codes, return_index=True)
    labels = {level_text(levels[k]): given.iloc[row] for k, row in zip(places, first, strict=True) if k >= 0}
    are_words = isinstance(normal.dtype, pd.CategoricalDtype) and not set(levels) <= {"True", "False"}
    found = {text: _scalar(label) for text, label in labels.items()}
    return {text: label for text, label in found.items() if label is not None and isinstance(label, str) != are_words}


def _scalar(label: object) -> Scalar | None:
    """None for what can't be written down."""
    plain = label.item() if isinstance(label, np.generic) else label
    if isinstance(plain, str):
        return str(plain) if plain.encode("utf-8", "replace").decode() == plain else None
    return plain if isinstance(plain, bool | int | float) else None
