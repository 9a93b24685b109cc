"""Of very many number columns the telling ones are kept, inside the fold, with gaps and beside other kinds."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from cotune.model.words import FAMILIES, Family
from cotune.pipelines import BuildJob, family, fit, predict
from cotune_runtime import Screened, TableSchema
from shapes import shape_of

N_COLUMNS = 400


def wide_frame(rows: int = 150) -> tuple[pd.DataFrame, np.ndarray]:
    rng = np.random.default_rng(0)
    X = rng.normal(size=(rows, N_COLUMNS))
    y = (X[:, 7] + X[:, 300] > 0).astype(int)
    X[rng.random(X.shape) < 0.02] = np.nan
    frame = pd.DataFrame(X, columns=[f"c{i}" for i in range(N_COLUMNS)])
    frame["empty"] = np.nan
    frame["constant"] = 1.0
    frame["colour"] = pd.Categorical(rng.choice(["r", "g", "b"], rows))
    return frame, y


def test_the_telling_columns_are_kept_in_their_order() -> None:
    frame, y = wide_frame()
    numbers = frame.drop(columns="colour")
    screened = Screened(10, classify=True).fit(numbers, y)
    assert {7, 300} <= set(screened.columns_)
    assert list(screened.columns_) == sorted(screened.columns_)
    assert np.isnan(screened.transform(numbers)).any()
    followed = Screened(10, classify=False).fit(numbers, frame["c20"].fillna(0).to_numpy())
    assert 20 in followed.columns_


@pytest.mark.parametrize("name", FAMILIES)
def test_each_family_can_keep_few_of_many_columns(name: Family) -> None:
    frame, y = wide_frame()
    schema = TableSchema.of(frame)
    shape = shape_of(n_rows=150, n_numeric=N_COLUMNS + 2, n_categorical=1, max_cardinality=3, has_missing=True)
    job = BuildJob.of(schema, shape, "roc_auc", random_state=0)
    X = schema.conform(frame)
    values = family(name).complete({"numbers_kept": 100}, shape)
    assert values["numbers_kept"] == 100
    model = family(name).build(family(name).starts(shape)[0].configuration.having(params=values), job)
    few = fit(model, X.iloc[:100], y[:100])
    width = few[0].transform(X.iloc[:1]).shape[1]
    assert width < 250
    predicted = predict(few, X.iloc[100:], "binary", 2)
    assert np.isfinite(predicted).all()
    assert np.ptp(predicted[:, 1]) > 0


def test_narrow_tables_have_no_such_choice() -> None:
    assert "numbers_kept" not in {p.name for p in family("linear").space(shape_of(n_numeric=300)).params}
