"""Words such as 'None' and 'NA' in a CSV file: pandas takes each for a missing value, but they may be a class."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import pandas as pd

from cotune.data.strings import from_strings
from cotune.model.profile import DataWarning

WORDS = frozenset({"None", "NA", "N/A", "n/a", "null", "NULL"})
READ_AS_MISSING = "cotune: words that count as missing"
"""Key of `DataFrame.attrs`: the words, by column."""

_FREQUENT = 0.03
_MOST_NUMBER_COLUMNS = 20


def with_words(frame: pd.DataFrame, as_written: Callable[[list[str]], pd.DataFrame]) -> pd.DataFrame:
    """`frame` with the words back in its columns of text: a model that learned one as a class meets it so again.

    `attrs[READ_AS_MISSING]` says in which columns they count as missing: all but those of words that repeat, where a
    single one is frequent and isn't what number columns have in place of a number. `as_written` reads some columns
    anew, as plain text.
    """
    gaps = {name: frame[name].isna() for name in frame.columns if frame[name].hasnans}
    texts = [name for name in gaps if pd.api.types.infer_dtype(frame[name], skipna=True) == "string"]
    if not texts:
        return frame
    others = [name for name in gaps if name not in texts][:_MOST_NUMBER_COLUMNS]
    written = as_written([*texts, *others]).set_axis(frame.index)
    words = {name: written[name][gaps[name]].dropna() for name in (*texts, *others)}
    marks = {word for name in others for word in words[name].unique()}
    missing = {n: sorted(words[n].unique()) for n in texts if not _is_class(frame[n], words[n], marks)}
    for name in texts:
        frame[name] = frame[name].where(~gaps[name], written[name])
    if any(missing.values()):
        frame.attrs[READ_AS_MISSING] = {name: found for name, found in missing.items() if found}
    return frame


def _is_class(column: pd.Series, words: pd.Series, marks: set[str]) -> bool:
    distinct = set(words.unique())
    return len(distinct) == 1 and distinct <= WORDS - marks and _may_be_class(column, len(words))


def _may_be_class(column: pd.Series, n_words: int) -> bool:
    """Whether the column without them is one of words that repeat, and they are frequent among those."""
    if n_words < _FREQUENT * (n_words + column.notna().sum()):
        return False
    others = from_strings(column, str(column.name)).values
    if not isinstance(others.dtype, pd.CategoricalDtype):
        return False
    return bool(others.cat.categories.str.contains(r"[^\W\d_]", regex=True).all())


def without_words(column: pd.Series, words: list[str]) -> tuple[pd.Series, DataWarning | None]:
    """`column` with these words as missing values, and a warning where they might be a class."""
    gone = column.isin(words)
    n_words = int(gone.sum())
    column = column.mask(gone, None)
    if not WORDS.intersection(words) or not _may_be_class(column, n_words):
        return column, None
    message = (
        f"In column '{column.name}' {n_words:,} cells hold a word such as 'NA' or 'None'; it counts as missing. "
        "Write another word if it is a value."
    )
    return column, DataWarning(kind="mixed_types", column=str(column.name), message=message, strength=0.4)


def about_classes(name: str, levels: Iterable[str]) -> Iterator[DataWarning]:
    """A warning for each of the words that counts as a value of column `name`."""
    for word in WORDS.intersection(levels):
        message = (
            f"In column '{name}' the word '{word}' counts as a value of its own, not as missing. "
            "If it means that nothing is known, leave those cells empty."
        )
        yield DataWarning(kind="mixed_types", column=name, message=message, strength=0.4)
