"""Ranks of a comparison of frameworks, and how an interrupted one goes on."""

from __future__ import annotations

from pathlib import Path

import pytest

from ranking import contests, ranks, shares, standings
from records import Cell, Outcome, Record, Usage, append, latest, missing, read


def record(
    framework: str, score: float | None, *, table: str = "t", budget_s: float = 30.0, metric: str = "rmse"
) -> Record:
    outcome = None if score is None else Outcome(score, {metric: score}, 30.0, 0.1, 1.0, 9, {}, {}, {}, [(1.0, score)])
    return Record(
        cell=Cell(framework, table, 0, budget_s),
        task="regression" if metric == "rmse" else "binary",
        metric=metric,
        cores=2,
        n_train=80,
        n_test=20,
        n_columns=3,
        when="2026-01-01T00:00:00+00:00",
        load_1m=0.0,
        machine="m",
        usage=Usage(100.0, None, 1.0, 31.0),
        outcome=outcome,
        failure="exit 1: killed" if outcome is None else None,
    )


def test_those_that_are_level_share_their_places() -> None:
    assert ranks({"a": 0.9, "b": 0.8, "c": 0.8, "d": 0.1}) == {"a": 1.0, "b": 2.5, "c": 2.5, "d": 4.0}


def test_a_low_loss_and_a_high_auc_are_good_and_failures_come_last() -> None:
    rmse = [record("a", 2.0), record("b", 1.0), record("c", None), record("d", float("nan"))]
    auc = [
        record(r.cell.framework, s, table="u", metric="roc_auc")
        for r, s in zip(rmse, (0.9, 0.8, 0.7, None), strict=True)
    ]
    found, left_out = contests([*rmse, *auc])
    assert left_out == 0
    assert {s.framework: (s.mean_rank, s.wins, s.contests) for s in standings(found)} == {
        "a": (1.5, 1, 2),
        "b": (1.5, 1, 2),
        "c": (3.25, 0, 2),
        "d": (3.75, 0, 2),
    }


def test_nobody_wins_where_all_fail() -> None:
    found, _ = contests([record("a", None), record("b", None)])
    assert [(s.mean_rank, s.wins) for s in standings(found)] == [(1.5, 0), (1.5, 0)]


def test_a_table_that_an_entrant_has_not_seen_ranks_nobody() -> None:
    runs = [record(name, score, table=table) for table in "tuv" for name, score in (("a", 1.0), ("b", 2.0))]
    found, left_out = contests(runs[:-1])
    assert ([c.table for c in found], left_out) == (["t", "u"], 1)


def test_one_more_framework_on_one_table_of_three_takes_no_part() -> None:
    runs = [record(name, score, table=table) for table in "tuv" for name, score in (("a", 1.0), ("b", 2.0))]
    found, left_out = contests([*runs, record("c", 0.5)])
    assert left_out == 0
    assert [s.framework for s in standings(found)] == ["a", "b"]


def test_score_against_time_is_the_share_of_the_way_to_the_best_at_any_budget() -> None:
    runs = [record("a", 3.0), record("b", 2.0), record("a", 2.0, budget_s=60), record("b", 1.0, budget_s=60)]
    only_at_30 = [record("a", 5.0, table="u"), record("b", 4.0, table="u")]
    found, _ = contests([*runs, *only_at_30])
    assert shares(found) == {"a": {30: 0.0, 60: pytest.approx(0.5)}, "b": {30: pytest.approx(0.5), 60: 1.0}}


def test_what_is_in_the_file_is_not_run_again(tmp_path: Path) -> None:
    file = tmp_path / "results.jsonl"
    well, badly = record("a", 1.0), record("b", None)
    append(file, well)
    append(file, badly)
    assert read(file) == [well, badly]
    wanted = [well.cell, badly.cell, Cell("c", "t", 0, 30.0)]
    assert missing(wanted, read(file)) == [Cell("c", "t", 0, 30.0)]
    assert missing(wanted, read(file), retry_failures=True) == [badly.cell, Cell("c", "t", 0, 30.0)]


def test_a_line_that_was_cut_off_costs_its_own_run_alone(tmp_path: Path) -> None:
    file = tmp_path / "results.jsonl"
    append(file, record("a", 1.0))
    with file.open("a") as lines:
        lines.write('{"cell": {"framework": "b"')
    append(file, record("c", 2.0))
    assert [r.cell.framework for r in read(file)] == ["a", "c"]


def test_a_run_that_was_tried_again_counts_once() -> None:
    assert [r.score for r in latest([record("a", None), record("b", 2.0), record("a", 1.0)])] == [1.0, 2.0]
