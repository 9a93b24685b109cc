"""What an exported folder says of itself: how to predict with it, and what of the training table is in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cotune.model.markdown import as_code
from cotune_runtime import TableModel

_KEEP_ROWS = {"KNeighborsClassifier", "KNeighborsRegressor", "SVC", "SVR", "Nystroem"}


def readme(model: TableModel) -> str:
    """The text of README.md."""
    held = "".join(f"- {line}\n" for line in _held(model))
    return _README.format(columns=_listed(model.schema.names), held=held)


def _held(model: TableModel) -> Iterator[str]:
    """What of the training table can be read from the model."""
    yield "the names of the columns" + (", and of the classes" if model.classes else "")
    if categories := model.schema.named("category"):
        yield f"every value of {_listed(categories)}"
    if texts := model.schema.named("text"):
        yield f"words, and pairs of words, that more than one cell of {_listed(texts)} has"
    if model.schema.named("number", "boolean", "datetime") or not model.classes:
        yield "means, quantiles and thresholds of numbers and dates: single values of the table are among them"
    parts = {type(part).__name__ for _, pipelines in model.members for p in pipelines for part in _parts(p[-1])}
    if parts & _KEEP_ROWS:
        yield "**rows of the table**, as numbers: nearest neighbours and support vector machines predict from them"


def _parts(estimator: Any) -> Iterator[Any]:
    """A fitted estimator with all that it has inside."""
    yield estimator
    inner = vars(estimator).get("model_")
    for part in (*([] if inner is None else [inner]), *(step for _, step in getattr(estimator, "steps", ()))):
        yield from _parts(part)


def _listed(names: list[str]) -> str:
    return ", ".join(map(as_code, names))


_README = """# A model made by cotune

It runs without cotune. After `pip install -r requirements.txt`:

```python
import sys
from pathlib import Path

import pandas as pd
import skops.io

folder = Path(".")  # where this file lies
sys.path.insert(0, str(folder))  # for cotune_runtime.py
types = skops.io.get_untrusted_types(file=folder / "model.skops")  # look at them: cotune_runtime, scikit-learn, numpy
model = skops.io.load(folder / "model.skops", trusted=types)
print(model.predict(pd.read_csv("rows.csv", dtype=model.schema.as_written)))
```

That runs `cotune_runtime.py`: do it with a folder from people you trust.

Columns, in any order; others are ignored, missing values and unknown categories are fine: {columns}.

## What of the training table is in it

Whoever has `model.skops` can read from it:

{held}
The other files hold nothing of the table but the names of its columns, here.
"""
