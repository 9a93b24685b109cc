"""Sealed rows and folds: properties that hold for any rows, seed and split."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tables
from cotune.data import RunTable, build_run_table, complete_spec, read_snapshot, write_snapshot
from cotune.data.split import (
    SplitRows,
    automatic_folds,
    automatic_repeats,
    digest_of,
    draw_folds,
    draw_holdout,
    time_blocks,
)
from cotune.errors import SpecError

classes = st.lists(st.integers(0, 3), min_size=20, max_size=120).map(np.array)
seeds = st.integers(0, 2**32 - 1)


@settings(max_examples=50)
@given(y=classes, folds=st.integers(2, 8), seed=seeds, kind=st.sampled_from(["random", "stratified"]))
def test_folds_partition_the_rows_and_spread_each_class(y: np.ndarray, folds: int, seed: int, kind: str) -> None:
    drawn = draw_folds(SplitRows(kind, y, True), folds, seed)
    assert len(drawn) == folds
    tested = np.concatenate([test for _, test in drawn])
    assert len(tested) == len(set(tested))
    untested = set(range(len(y))) - set(tested)
    assert {int(y[i]) for i in untested} == {int(c) for c in np.flatnonzero(np.bincount(y) == 1)}
    for train, test in drawn:
        assert sorted([*train, *test]) == list(range(len(y)))
        if kind == "stratified":
            assert set(y[test]) <= set(y[train])
            shares = np.bincount(y[test], minlength=4) - np.bincount(y, minlength=4) / folds
            assert np.abs(shares).max() < 1.01


@settings(max_examples=50)
@given(y=classes, fraction=st.floats(0.05, 0.5), seed=seeds)
def test_a_stratified_holdout_keeps_shares_and_spares_rare_classes(y: np.ndarray, fraction: float, seed: int) -> None:
    sealed = draw_holdout(SplitRows("stratified", y, True), fraction, seed)
    assert np.array_equal(sealed, draw_holdout(SplitRows("stratified", y, True), fraction, seed))
    assert len(np.unique(sealed)) == len(sealed)
    counts, got = np.bincount(y, minlength=4), np.bincount(y[sealed], minlength=4)
    common = counts >= 3
    assert np.abs(got - fraction * counts)[common].max() <= 1.01
    assert got[~common].sum() == 0


@settings(max_examples=40)
@given(groups=st.lists(st.integers(0, 9), min_size=30, max_size=100), folds=st.integers(2, 5), seed=seeds)
def test_no_group_is_on_both_sides(groups: list[int], folds: int, seed: int) -> None:
    codes = np.unique(np.array([0, 1, 2, 3, *groups]), return_inverse=True)[1]
    y = np.arange(len(codes)) % 2
    rows = SplitRows("group", y, True, groups=codes)
    sealed = draw_holdout(rows, 0.2, seed)
    assert 0 < len(sealed) < len(codes)
    rest = np.setdiff1d(np.arange(len(codes)), sealed)
    assert not set(codes[sealed]) & set(codes[rest])
    for train, test in draw_folds(rows.at(rest), folds, seed):
        assert len(test)
        assert not set(codes[rest][train]) & set(codes[rest][test])


@settings(max_examples=40)
@given(times=st.lists(st.integers(0, 30), min_size=20, max_size=100), folds=st.integers(1, 5))
def test_time_never_runs_backwards(times: list[int], folds: int) -> None:
    when = np.array([*times, -1, -2, 31, 32, 33], dtype=float)
    rows = SplitRows("time", np.zeros(len(when)), False, times=when)
    sealed = draw_holdout(rows, 0.2, 0)
    rest = np.setdiff1d(np.arange(len(when)), sealed)
    assert when[rest].max() < when[sealed].min()
    for train, test in draw_folds(rows.at(rest), folds, 0):
        assert when[rest][train].max() < when[rest][test].min()


def test_rows_of_one_instant_cannot_be_split_by_time() -> None:
    rows = SplitRows("time", np.zeros(20), False, times=np.ones(20))
    with pytest.raises(SpecError, match="different times"):
        draw_holdout(rows, 0.2, 0)


def test_the_only_members_of_classes_leave_no_fold_empty() -> None:
    y = np.array([0, 1, 1, 1, 1, 2, 3, 3, 3, 3])
    for kind in ("stratified", "random"):
        for repeat in range(20):
            folds = draw_folds(SplitRows(kind, y, True), 5, 0, repeat)
            assert [len(test) > 0 for _, test in folds] == [True] * 5
            assert {*np.concatenate([test for _, test in folds])} == {*np.flatnonzero(np.isin(y, (1, 3)))}


def test_the_number_of_folds_follows_the_number_of_rows() -> None:
    assert [automatic_folds(n) for n in (100, 299, 300, 2500, 2501, 20_000)] == [5, 5, 10, 10, 5, 5]
    assert [automatic_folds(n) for n in (20_001, 100_000, 100_001)] == [3, 3, 1]
    assert [automatic_folds(n, seconds=120) for n in (299, 300, 5000, 5001)] == [5, 10, 10, 5]
    assert automatic_folds(1000, may_be_ten=False) == 5
    y = np.arange(1000) % 2
    ((train, test),) = draw_folds(SplitRows("stratified", y, True), 1, 0)
    assert len(test) == 250
    assert len(train) == 750


@pytest.mark.parametrize(
    ("n_rows", "cells", "seconds", "folds"),
    [
        (80_000, 80_000 * 21, None, 3),
        (80_000, 80_000 * 21, 120.0, 3),
        (80_000, 80_000 * 21, 15.0, 1),
        (16_000, 16_000 * 16 * 26, 60.0, 1),
        (16_000, 16_000 * 23, 60.0, 5),
        (16_000, 16_000 * 23, 30.0, 3),
        (3_200, 3_200 * 3 * 200, 15.0, 3),
        (480, 480 * 2_000, 15.0, 3),
        (200, 200 * 5_000, 15.0, 5),
        (300_000, 300_000 * 5, 15.0, 1),
        (100, 0, 15.0, 5),
        (1_000, 0, 15.0, 5),
        (1_000, 1_000 * 301, 60.0, 5),
    ],
)
def test_a_short_budget_gets_fewer_folds_of_a_table_that_boosting_is_slow_on(
    n_rows: int, cells: int, seconds: float | None, folds: int
) -> None:
    assert automatic_folds(n_rows, cells, seconds) == folds


def test_stretches_of_time_are_about_alike_and_never_cut_a_time() -> None:
    times = np.array([3.0, 1.0, 1.0, 1.0, 2.0, -np.inf, 5.0, 4.0, 9.0, 8.0])
    assert time_blocks(times, 5).tolist() == [2, 0, 0, 0, 2, 0, 3, 3, 4, 4]
    assert time_blocks(np.zeros(4), 5).tolist() == [0, 0, 0, 0]


def test_digests_see_order_and_borders() -> None:
    a, b = np.array([1, 2]), np.array([3])
    assert digest_of(a, b) == digest_of(a.astype(np.int32), b)
    assert len({digest_of(a, b), digest_of(b, a), digest_of(np.array([1]), np.array([2, 3]))}) == 3


def test_sealed_rows_are_drawn_once_and_kept_for_other_targets_and_seeds(tmp_path: Path) -> None:
    profile = write_snapshot(tables.plain(300), tmp_path)
    first = build_run_table(tmp_path, complete_spec({"target": "y"}, profile))
    again = build_run_table(tmp_path, complete_spec({"target": "y"}, profile))
    assert (first.folds_digest, first.holdout_digest) == (again.folds_digest, again.holdout_digest)
    other = build_run_table(tmp_path, complete_spec({"target": "a", "random_state": 7}, profile))
    assert np.array_equal(other.holdout, first.holdout)
    assert other.folds_digest != first.folds_digest


@pytest.mark.parametrize(("before", "after"), [(0.2, 0.0), (0.0, 0.2), (0.2, 0.4)])
def test_another_fraction_seals_that_fraction(before: float, after: float, tmp_path: Path) -> None:
    profile = write_snapshot(tables.plain(300), tmp_path)
    for fraction in (before, after):
        table = build_run_table(tmp_path, complete_spec({"target": "y", "holdout_fraction": fraction}, profile))
        assert len(table.holdout) == pytest.approx(300 * fraction, abs=3)


def test_a_change_of_the_sealed_rows_that_was_cut_off_leaves_those_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The power goes when the new rows stand and the record of how they were drawn does not."""
    profile = write_snapshot(tables.plain(300), tmp_path)
    spec = complete_spec({"target": "y"}, profile)
    before = build_run_table(tmp_path, spec).holdout

    def cut_off(source: Path, target: Path, replace=os.replace) -> None:
        if target.suffix == ".json":
            raise KeyboardInterrupt
        replace(source, target)

    with monkeypatch.context() as patched:
        patched.setattr("cotune.data.whole_file.os.replace", cut_off)
        with pytest.raises(KeyboardInterrupt):
            build_run_table(tmp_path, spec.having(holdout_fraction=0.4))
    assert np.array_equal(build_run_table(tmp_path, spec).holdout, before)
    assert len(build_run_table(tmp_path, spec.having(holdout_fraction=0.4)).holdout) == 2 * len(before)


def test_sealed_rows_of_an_older_study_stay_sealed(tmp_path: Path) -> None:
    profile = write_snapshot(tables.plain(300), tmp_path)
    spec = complete_spec({"target": "y"}, profile)
    before = build_run_table(tmp_path, spec).holdout
    (tmp_path / "holdout-1.npy").rename(tmp_path / "holdout.npy")
    assert np.array_equal(build_run_table(tmp_path, spec.having(random_state=5)).holdout, before)


def test_a_group_split_draws_new_sealed_rows_that_share_no_group(tmp_path: Path) -> None:
    profile = write_snapshot(tables.repeated_patients(300), tmp_path)
    first = build_run_table(tmp_path, complete_spec({"target": "y"}, profile))
    grouped = build_run_table(tmp_path, complete_spec({"target": "y", "group_column": "patient_id"}, profile))
    patients = read_snapshot(tmp_path)["patient_id"].to_numpy()
    assert set(patients[first.holdout]) & set(patients[first.dev])
    assert not set(patients[grouped.holdout]) & set(patients[grouped.dev])
    assert "patient_id" not in grouped.X
    assert "patient_id" in first.X


def test_a_time_split_seals_the_latest_and_tests_forward(tmp_path: Path) -> None:
    profile = write_snapshot(tables.dates(300), tmp_path)
    table = build_run_table(tmp_path, complete_spec({"target": "y", "time_column": "iso"}, profile))
    when = read_snapshot(tmp_path)["iso"].to_numpy()
    assert when[table.dev].max() < when[table.holdout].min()
    assert len(table.tested()) < len(table.dev)


def test_without_a_holdout_all_rows_are_for_development(tmp_path: Path) -> None:
    profile = write_snapshot(tables.plain(100), tmp_path)
    table = build_run_table(tmp_path, complete_spec({"target": "y", "holdout_fraction": 0.0}, profile))
    assert len(table.holdout) == 0
    assert len(table.dev) == 100


def test_saving_a_run_table_again_replaces_it_and_leaves_nothing_behind(tmp_path: Path) -> None:
    table = build_run_table(tmp_path, complete_spec({"target": "y"}, write_snapshot(tables.plain(100), tmp_path)))
    for _ in range(2):
        table.save(tmp_path / "runs" / "1")
        assert [p.name for p in (tmp_path / "runs").iterdir()] == ["1"]
        assert RunTable.load(tmp_path / "runs" / "1", mmap=False).X.equals(table.X)


def test_small_tables_are_partitioned_again_and_each_time_differently() -> None:
    assert [automatic_repeats(n) for n in (299, 300, 1000, 1001)] == [3, 2, 2, 1]
    assert automatic_repeats(300, seconds=10) == 1
    assert automatic_repeats(300, cells=300 * 5000) == 1
    assert [automatic_repeats(n, seconds=120) for n in (299, 300, 1000, 1001)] == [5, 3, 3, 1]
    rows = SplitRows("stratified", np.arange(100) % 2, True)
    first, second = (draw_folds(rows, 5, 0, repeat) for repeat in (0, 1))
    assert not np.array_equal(first[0][1], second[0][1])
    assert sorted(np.concatenate([test for _, test in second])) == list(range(100))


def test_ten_folds_are_drawn_where_each_can_test_some_rows_of_the_rarer_class(tmp_path: Path) -> None:
    def folds_of(n_positive: int) -> int:
        frame = tables.plain(600).assign(y=np.where(np.arange(600) < n_positive, "yes", "no"))
        profile = write_snapshot(frame, tmp_path / str(n_positive))
        spec = complete_spec({"target": "y", "trials": 1, "holdout_fraction": 0}, profile)
        return build_run_table(tmp_path / str(n_positive), spec).n_folds

    assert [folds_of(n) for n in (19, 20)] == [5, 10]
