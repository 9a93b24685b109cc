from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from models import run_table

from cotune.data import RunTable, build_run_table, complete_spec, write_snapshot
from cotune.deliver.final import assemble, constant_model
from cotune.deliver.fitting import fit
from cotune.deliver.holdout import holdout_score
from cotune.errors import DataError
from cotune.model.space import Configuration


def test_a_model_is_scored_on_the_sealed_rows_alone() -> None:
    table = run_table()
    model = assemble(table, [(1.0, [fit(Configuration(family="linear"), table, table.dev, 0)])])
    score, error, n_rows = holdout_score(model, table)
    assert n_rows == len(table.holdout) == 24
    assert 0.8 < score <= 1
    assert error is not None
    assert 0 <= error < 0.2


def test_guessing_scores_as_guessing() -> None:
    table = run_table()
    assert holdout_score(constant_model(table), table)[0] == 0.5


def test_the_model_of_last_resort_decides_for_the_better_label() -> None:
    table = run_table(metric="f1")
    rare = replace(table, y=np.where(np.arange(len(table.y)) % 10 == 0, 1, 0))
    model = constant_model(rare)
    assert set(model.predict(rare.X)) == {rare.classes[1]}
    assert model.predict_proba(rare.X)[0, 1] == pytest.approx(rare.y[rare.dev].mean())


def test_resamples_whose_rows_weigh_nothing_are_passed_over() -> None:
    table = run_table(metric="accuracy")
    weights = np.zeros(len(table.X))
    weights[table.holdout[0]] = 1.0
    score, error, _ = holdout_score(constant_model(table), replace(table, weights=weights))
    assert score in (0.0, 1.0)
    assert error == 0.0


def test_sealed_rows_of_one_class_are_refused_for_metrics_that_compare_two() -> None:
    table = run_table()
    of_one_class = replace(table, holdout=table.holdout[table.y[table.holdout] == 1])
    with pytest.raises(DataError, match="rows of one class only"):
        holdout_score(constant_model(table), of_one_class)
    assert holdout_score(constant_model(table), replace(of_one_class, metric="log_loss"))[0] < 0


def clustered(tmp_path: Path, **fields: object) -> RunTable:
    """A target that is nearly the same for ten rows in a row, which share a `group` and follow each other in `time`."""
    random = np.random.default_rng(0)
    level = np.repeat(random.normal(size=120), 10)
    frame = pd.DataFrame({"x": random.normal(size=1200), "group": np.repeat(np.arange(120), 10), "time": range(1200)})
    profile = write_snapshot(frame.assign(y=level + 0.1 * random.normal(size=1200)), tmp_path)
    spec = {"target": "y", "metric": "mae", "holdout_fraction": 0.5, **fields}
    return build_run_table(tmp_path, complete_spec(spec, profile))


@pytest.mark.parametrize("column", ["group", "time"])
def test_rows_that_depend_on_each_other_are_drawn_together(column: str, tmp_path: Path) -> None:
    """60 groups of ten say as much as 60 rows: the error is some root of ten times that of 600 rows."""
    table = clustered(tmp_path, **{f"{column}_column": column})
    _, error, _ = holdout_score(constant_model(table), table)
    _, of_rows, _ = holdout_score(constant_model(table), replace(table, groups=None, times=None))
    assert error is not None
    assert of_rows is not None
    assert 2 < error / of_rows < 5


def test_a_single_sealed_group_tells_no_error(tmp_path: Path) -> None:
    table = clustered(tmp_path, group_column="group")
    one = replace(table, holdout=table.holdout[:10])
    assert holdout_score(constant_model(one), one)[1] is None


def test_resamples_that_the_metric_cannot_be_taken_of_are_passed_over() -> None:
    """With one positive in 24 sealed rows, every third resample has none: its 0.5 would be made up."""
    table = run_table()
    model = assemble(table, [(1.0, [fit(Configuration(family="linear"), table, table.dev, 0)])])
    sure = table.holdout[np.argsort(model.predict_proba(table.X.iloc[table.holdout])[:, 1])]
    y = table.y.copy()
    y[sure] = np.arange(24) == 23
    assert holdout_score(model, replace(table, y=y))[:2] == (1.0, 0.0)


def test_no_sealed_rows_is_told() -> None:
    table = run_table(holdout_fraction=0)
    with pytest.raises(DataError, match="no sealed rows"):
        holdout_score(constant_model(table), table)
