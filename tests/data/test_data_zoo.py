"""Every nasty table goes the whole way: normal form, snapshot, spec, run table, save, load."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from cotune.data import (
    RunTable,
    build_run_table,
    complete_spec,
    normalise,
    profile_table,
    profile_target,
    read_profile,
    read_snapshot,
    write_snapshot,
)
from cotune.data.content import content_hash
from tables import ZOO, Animal

each_animal = pytest.mark.parametrize("animal", ZOO, ids=lambda animal: animal.name)
NORMAL = ("float64", "int64", "bool", "category", "str", "object", "datetime64[us]")


@each_animal
def test_normal_form_has_six_dtypes_and_is_idempotent(animal: Animal) -> None:
    raw = animal.make(200, 0)
    before = raw.copy(deep=True)
    once = normalise(raw)
    assert len(once) == len(raw)
    assert {str(dtype) for dtype in once.dtypes} <= set(NORMAL)
    assert all(isinstance(name, str) for name in once.columns)
    assert once.columns.is_unique
    assert isinstance(once.index, pd.RangeIndex)
    for name in once.select_dtypes("number"):
        assert not np.isinf(once[name]).any()
    pd.testing.assert_frame_equal(normalise(once), once)
    pd.testing.assert_frame_equal(raw, before)


@each_animal
def test_a_snapshot_gives_back_the_same_table_and_profile(animal: Animal, tmp_path: Path) -> None:
    raw = animal.make(200, 1)
    profile = write_snapshot(raw, tmp_path)
    back = read_snapshot(tmp_path)
    pd.testing.assert_frame_equal(back, normalise(raw))
    assert read_profile(tmp_path) == profile
    assert content_hash(back) == profile.data_hash == profile_table(raw.set_index(raw.index)).data_hash


@each_animal
def test_a_run_table_is_whole_sealed_and_loadable(animal: Animal, tmp_path: Path) -> None:
    raw = animal.make(200, 2)
    profile = write_snapshot(raw, tmp_path)
    spec = complete_spec({"target": "y"}, profile)
    assert spec.task == animal.task
    target = profile_target(read_snapshot(tmp_path), profile, "y")
    assert spec.task == target.tasks[0]
    table = build_run_table(tmp_path, spec)
    n = target.n_usable_rows
    assert len(table.X) == len(table.y) == n
    assert sorted([*table.dev, *table.holdout]) == list(range(n))
    assert abs(len(table.holdout) - 0.2 * n) <= 2
    for train, test in table.folds:
        assert set(train) | set(test) <= set(table.dev)
        assert not set(train) & set(test)
        assert len(test)
    assert table.shape.n_features == table.X.shape[1] > 0
    assert table.shape.n_rows == len(table.dev)
    assert table.y.dtype == (np.float64 if spec.task == "regression" else np.int64)
    table.save(tmp_path / "run")
    loaded = RunTable.load(tmp_path / "run")
    assert loaded.X.equals(table.X)
    assert loaded.folds_digest == table.folds_digest
    assert loaded.classes == table.classes
    assert np.array_equal(loaded.y, table.y)


@each_animal
def test_one_row_at_a_time_conforms_like_the_whole_table(animal: Animal, tmp_path: Path) -> None:
    raw = animal.make(200, 3).drop(columns="nested", errors="ignore")
    profile = write_snapshot(raw, tmp_path)
    table = build_run_table(tmp_path, complete_spec({"target": "y"}, profile))
    whole = table.schema.conform(raw.set_axis(range(len(raw))))
    single = pd.concat([table.schema.conform(raw.iloc[[i]]) for i in range(5)], ignore_index=True)
    assert single.equals(whole.iloc[:5])
