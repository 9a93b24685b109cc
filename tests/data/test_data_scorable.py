"""Folds that a metric can't be taken of have no part in a score: it would be made up."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from cotune.data import RunTable, build_run_table, complete_spec, write_snapshot
from cotune.data.scorable import lack, scorable_folds
from cotune.errors import SpecError
from cotune.model.words import METRICS, REGRESSION_METRICS, Metric
from cotune.pipelines import score

NEGATIVES = np.zeros(40, dtype=np.int64)


def rare_events(positives: tuple[int, ...], tmp_path: Path, **fields: object) -> RunTable:
    """120 rows in time, two classes, with positives at these rows; five folds, the first 20 rows are never tested."""
    y = np.zeros(120, dtype=int)
    y[list(positives)] = 1
    frame = pd.DataFrame({"x": np.arange(120) % 7, "when": np.arange(120), "y": y})
    profile = write_snapshot(frame, tmp_path)
    spec = {"target": "y", "time_column": "when", "holdout_fraction": 0.0, "folds": 5, **fields}
    return build_run_table(tmp_path, complete_spec(spec, profile))


@pytest.mark.parametrize("metric", [m for m in METRICS if m not in REGRESSION_METRICS])
def test_what_scores_alike_for_all_models_is_no_score(metric: Metric) -> None:
    """Of rows of one class a metric either tells a good model from a bad one, or it lacks something."""
    sure, unsure = (np.column_stack([np.full(40, p), np.full(40, 1 - p)]) for p in (0.9, 0.4))
    if not lack(metric, NEGATIVES):
        assert score(metric, NEGATIVES, sure, n_classes=2) > score(metric, NEGATIVES, unsure, n_classes=2)
    else:
        assert metric in {*("roc_auc", "average_precision", "f1", "f2", "recall", "precision")} | {
            *("f1_macro", "balanced_accuracy")
        }


def test_a_fold_without_positives_is_left_out_and_said(tmp_path: Path) -> None:
    table = rare_events((2, 5, 25, 30, 65, 85, 105), tmp_path, metric="roc_auc")
    assert [int(table.y[test].sum()) for _, test in table.folds] == [2, 1, 1, 1]
    assert table.n_folds == 4
    (caution,) = table.cautions
    assert "1 of 5 folds" in caution
    assert "ROC AUC" in caution


def test_a_fold_in_time_tests_more_for_what_it_trains_on(tmp_path: Path) -> None:
    """1/1, 1/2, ... 1/5: on average .46, where five folds that partition the rows have 1/4."""
    table = rare_events((2, 25, 45, 65, 85, 105), tmp_path)
    assert table.tested_per_trained == pytest.approx(np.mean([1 / k for k in range(1, 6)]))


def test_a_metric_of_single_rows_needs_no_positives(tmp_path: Path) -> None:
    table = rare_events((2, 5, 25, 30, 65, 85, 105), tmp_path, metric="log_loss")
    assert (len(table.folds), table.cautions) == (5, ())


def test_without_a_fold_to_score_the_search_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SpecError, match=r"can't be taken of any fold") as refused:
        rare_events((2, 5, 7), tmp_path, metric="average_precision")
    assert refused.value.where == "metric"


def test_sealed_rows_without_positives_are_said_at_the_start(tmp_path: Path) -> None:
    table = rare_events((2, 5, 25, 45, 60, 75, 90), tmp_path, metric="recall", holdout_fraction=0.2)
    assert table.y[table.holdout].sum() == 0
    assert any("sealed rows can't be scored" in caution for caution in table.cautions)


def test_repeated_partitions_keep_equally_many_folds() -> None:
    """Each of three partitions of six rows, two of them positives, which one partition has in one fold."""
    y = np.array([1, 1, 0, 0, 0, 0])
    parts = [
        [(np.setdiff1d(np.arange(6), test), np.array(test)) for test in partition]
        for partition in ([[0, 2, 3], [1, 4, 5]], [[0, 1, 2], [3, 4, 5]], [[0, 4, 5], [1, 2, 3]])
    ]
    kept = scorable_folds("roc_auc", y, parts)
    assert (len(kept.folds), kept.repeats) == (4, 2)
    assert kept.caution.startswith("2 of 6 folds")
