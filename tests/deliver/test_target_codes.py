"""Mean targets of levels are learned as folds are drawn: of other groups, or of other times."""

from __future__ import annotations

import pickle
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from cotune.data import RunTable, build_run_table, complete_spec, write_snapshot
from cotune.deliver.fitting import fit, fit_fold
from cotune.deliver.preparations import Preparations
from cotune.model.space import Configuration
from cotune_runtime import TargetCodes

MEANS = Configuration(family="decision_tree", params={"encoding": "target"})
SPLITS = [{}, {"group_column": "patient"}, {"time_column": "week"}]


def table_of(place: Path, split: dict[str, str]) -> RunTable:
    """Twenty patients of ten rows, one a week, each in a ward of its own, which tells all of its patient's target."""
    patient = np.repeat(np.arange(20), 10)
    order = np.random.default_rng(0).permutation(len(patient))
    ill = np.random.default_rng(1).permutation(20) % 2
    frame = pd.DataFrame({"ward": [f"w{p}" for p in patient], "week": patient, "patient": patient, "y": ill[patient]})
    profile = write_snapshot(frame.iloc[order], place)
    spec = complete_spec({"target": "y", "task": "binary", "holdout_fraction": 0.0, **split}, profile)
    return build_run_table(place, spec)


@pytest.mark.parametrize("split", SPLITS)
def test_a_level_that_stands_for_a_group_or_a_time_says_nothing_of_its_own_rows(
    tmp_path: Path, split: dict[str, str]
) -> None:
    """Rows that are tested come from groups or times of which nothing is known: there such a level is unknown."""
    table = table_of(tmp_path, split)
    last = len(table.folds) - 1
    train, _ = table.folds[last]
    _, prepared = fit_fold(MEANS, table, (last, train), Preparations(tmp_path / "kept", table), 0, "cpu")
    trained, tested = (set(rows[:, 0]) for rows in (prepared.train, prepared.test))
    assert trained == tested if split else len(trained) > 5


@pytest.mark.parametrize("split", SPLITS)
def test_a_model_that_is_fitted_anew_forgets_which_rows_stood_together(tmp_path: Path, split: dict[str, str]) -> None:
    table = table_of(tmp_path, split)
    step = pickle.loads(pickle.dumps(fit(MEANS, table, table.dev, 0)[0]))
    assert {p.groups is None for p in step.named_transformers_["means"] if isinstance(p, TargetCodes)} == {True}


def test_a_single_group_is_split_by_rows() -> None:
    X, y = np.arange(40)[:, None] % 4, np.arange(40) % 2
    alone = TargetCodes(groups=np.zeros(40)).fit_transform(X, y)
    np.testing.assert_array_equal(alone, TargetCodes().fit_transform(X, y))
