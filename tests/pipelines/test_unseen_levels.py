"""A level that no training row had is prepared as cross-validation saw it: as one that the fold's rows lack."""

from __future__ import annotations

from typing import get_args

import numpy as np
import pandas as pd
import pytest
from tables_for_pipelines import shape_of

from cotune.model.space import Configuration
from cotune.model.words import Family, Task
from cotune.pipelines import BuildJob, family, fit
from cotune_runtime import TableSchema

TASKS: tuple[Task, ...] = get_args(Task)
ENCODINGS: list[tuple[Family, str]] = [
    *[("random_forest", encoding) for encoding in ("ordinal", "mixed", "target", "onehot")],
    *[("linear", encoding) for encoding in ("mixed", "target", "onehot")],
    *[("xgboost", encoding) for encoding in ("native", "target", "both")],
]


@pytest.mark.parametrize("task", TASKS)
@pytest.mark.parametrize(("name", "encoding"), ENCODINGS)
def test_a_new_level_is_one_that_a_fold_lacks_and_only_native_splits_take_it_for_missing(
    name: Family, encoding: str, task: Task
) -> None:
    rows = np.arange(120)
    y = (rows % 4 == 0) * 2 + rows % 2 if task != "binary" else (rows % 4 == 0).astype(int)
    towns = pd.Series([None if k % 4 == 0 else f"t{k % 15}" for k in rows])
    frame = pd.DataFrame({"town": towns, "n": rows % 7}).astype({"town": "category"})
    frame["town"] = frame["town"].cat.add_categories("elsewhere")
    schema = TableSchema.of(frame)
    n_classes = 0 if task == "regression" else len(set(y))
    job = BuildJob.of(schema, shape_of(schema, task, 120, n_classes), "log_loss", random_state=0)
    built = family(name).build(Configuration(family=name, params={"encoding": encoding}), job)
    step = fit(built, schema.conform(frame), y)[0]
    asked = pd.DataFrame({"town": ["elsewhere", "never heard of", None], "n": [1, 1, 1]})
    of_fold, new, missing = step.transform(schema.conform(asked))
    np.testing.assert_array_equal(new, of_fold)
    assert np.array_equal(new, missing, equal_nan=True) == (encoding == "native")
