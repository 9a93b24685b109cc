"""Whole runs from the shell."""

import json

import numpy as np
import pandas as pd
import pytest

from cotune.model.words import METRICS


@pytest.fixture(scope="module")
def finished(module_run, csv, tmp_path_factory):
    """One run with a trial budget, and where it saved its model."""
    saved = tmp_path_factory.mktemp("saved") / "model.joblib"
    done = module_run(
        "run", csv, "--target", "churn", "--trials", 3, "--families", "linear,decision_tree", "--workers", 1,
        "--name", "shop", "--yes", "--json", "--save", saved,
    )  # fmt: skip
    return done, saved


def test_json_is_one_object_that_says_it_all(finished):
    done, saved = finished

    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert result["status"] == "done"
    assert result["task"] == "binary"
    assert result["metric"] in METRICS
    assert result["trials"] == 3
    assert result["failed_trials"] == 0
    assert 0.6 < result["cv_score"] <= 1
    assert 0.6 < result["holdout_score"] <= 1
    assert result["holdout_openings"] == 1
    assert result["best"]["family"] in ("linear", "decision_tree")
    assert result["study"] == "shop"
    assert result["saved"] == str(saved)
    assert saved.stat().st_size > 0


def test_progress_goes_to_stderr(finished):
    assert "trials" in finished[0].stderr


@pytest.mark.usefixtures("finished")
def test_a_finished_study_is_listed_shown_and_used(run, csv, tmp_path):
    assert "shop" in run("list").stdout
    assert "linear" in run("show", "shop").stdout
    assert json.loads(run("show", "shop", "--json").stdout)["name"] == "shop"
    assert "nothing waits" in run("cards", "shop").stdout

    done = run("predict", "shop", csv, "--out", tmp_path / "predicted.csv")

    assert done.returncode == 0, done.stderr
    assert set(pd.read_csv(tmp_path / "predicted.csv")["prediction"]) <= {"yes", "no"}


def test_a_saved_model_predicts_without_its_study(run, csv, finished, tmp_path):
    saved = finished[1]

    done = run("predict", saved, csv, "--out", tmp_path / "by_file.csv")

    assert done.returncode == 0, done.stderr
    run("predict", "shop", csv, "--out", tmp_path / "by_name.csv")
    assert (tmp_path / "by_file.csv").read_text() == (tmp_path / "by_name.csv").read_text()
    assert run("predict", saved, csv, "--proba").stdout.startswith("p(no),p(yes)")
    (tmp_path / "torn.joblib").write_bytes(saved.read_bytes()[:100])
    torn = run("predict", tmp_path / "torn.joblib", csv)
    assert torn.returncode == 2
    assert "damaged" in torn.stderr


def test_the_roles_of_columns_and_the_sealed_share_are_options(run, tmp_path):
    rng = np.random.default_rng(0)
    frame = pd.DataFrame({"a": rng.normal(size=300), "w": rng.uniform(1, 2, 300), "g": np.repeat(np.arange(30), 10)})
    frame.assign(y=frame["a"] + rng.normal(size=300)).to_csv(tmp_path / "t.csv", index=False)

    done = run(
        "run", tmp_path / "t.csv", "--target", "y", "--weight-column", "w", "--group-column", "g", "--folds", 3,
        "--holdout", 0, "--trials", 1, "--families", "linear", "--name", "roles", "--yes", "--json",
    )  # fmt: skip

    result = json.loads(done.stdout)
    assert (result["holdout_rows"], result["holdout_score"], result["warnings"]) == (0, None, [])
    spec = json.loads(run("show", "roles", "--json").stdout)["spec"]
    assert (spec["weight_column"], spec["group_column"], spec["folds"]) == ("w", "g", 3)


def test_a_study_is_shown_with_the_budget_that_it_was_extended_to(run, finished):
    assert run("extend", "shop", "--trials", 2, "--yes").returncode == 0

    assert "3, extended to 5" in run("show", "shop").stdout


def test_a_model_that_beats_no_guess_says_so(run, tmp_path):
    rng = np.random.default_rng(3)
    frame = pd.DataFrame(rng.normal(size=(60, 12)), columns=list("abcdefghijkl"))
    frame.assign(y=rng.normal(size=60)).to_csv(tmp_path / "noise.csv", index=False)

    done = run("run", tmp_path / "noise.csv", "--target", "y", "--trials", 1, "--families", "decision_tree", "--yes")

    assert "! The model is no better than a guess." in done.stdout


@pytest.mark.usefixtures("finished")
def test_rows_that_lack_a_column_are_refused_with_its_name(run, tmp_path):
    (tmp_path / "rows.csv").write_text("plan\nbasic\n")

    done = run("predict", "shop", tmp_path / "rows.csv")

    assert done.returncode == 2
    assert "'age'" in done.stderr
    assert "rows.csv" in done.stderr


@pytest.mark.usefixtures("finished")
@pytest.mark.parametrize("out", ["no/such/predicted.csv", "predicted.xlsx"])
def test_predictions_are_written_only_where_and_how_they_can_be(run, csv, tmp_path, out):
    done = run("predict", "shop", csv, "--out", tmp_path / out)

    assert done.returncode == 2, done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("finished")
@pytest.mark.parametrize("ending", [".csv", ".parquet"])
def test_predictions_replace_earlier_ones_and_no_other_table(run, csv, tmp_path, ending):
    out, table = tmp_path / f"predicted{ending}", tmp_path / f"table{ending}"
    frame = pd.read_csv(csv)
    frame.to_csv(table, index=False) if ending == ".csv" else frame.to_parquet(table, index=False)
    before = table.read_bytes()
    assert [run("predict", "shop", csv, "--out", out).returncode for _ in range(2)] == [0, 0]

    done = run("predict", "shop", csv, "--out", table)

    assert (done.returncode, table.read_bytes()) == (2, before)
    assert "name a new file" in done.stderr


@pytest.mark.usefixtures("finished")
def test_nothing_is_deleted_where_nobody_can_say_yes(run):
    assert run("rm", "shop").returncode == 3
    assert run("show", "shop").returncode == 0


def test_without_a_yes_it_waits_with_exit_3_and_can_be_approved_later(run, csv):
    done = run("run", csv, "--target", "churn", "--trials", 1, "--families", "linear", "--name", "asks", "--json")

    assert done.returncode == 3
    told = json.loads(done.stdout)
    assert told["status"] == "waiting"
    assert told["cards"][0]["proposal"]["action"]["kind"] == "start_search"
    card = told["cards"][0]["id"]
    assert card in run("cards", "asks").stdout
    unnamed = run("approve", "asks")
    assert unnamed.returncode == 3
    assert f"cotune approve asks {card}" in unnamed.stderr
    assert run("approve", "asks", card).returncode == 0
    assert run("stop", "asks").returncode == 0
    assert run("rm", "asks", "--yes").returncode == 0
    assert run("show", "asks").returncode == 2


def test_a_goal_fills_in_what_no_option_says(run, csv):
    done = run(
        "run", csv, "--goal", "predict churn, balanced accuracy, no neural nets", "--trials", 1, "--yes", "--json"
    )  # fmt: skip

    result = json.loads(done.stdout)
    assert result["metric"] == "balanced_accuracy"


@pytest.mark.slow
def test_the_budget_counts_from_process_start_to_printed_result(run, csv):
    done = run("run", csv, "--target", "churn", "--seconds", 20, "--yes", "--json")

    result = json.loads(done.stdout)
    assert result["seconds"] <= 20 * 1.03
    assert result["cv_score"] > 0.6
