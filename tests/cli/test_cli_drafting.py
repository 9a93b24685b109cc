"""What a goal and the options of `cotune run` amount to together: options win."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

from cotune.cli.app import app
from cotune.cli.drafting import drafted_fields
from cotune.data import complete_spec, normalise, profile_table
from cotune.errors import SpecError, UserError
from cotune.model.profile import TableProfile


@pytest.fixture(scope="module")
def profile() -> TableProfile:
    r = np.random.default_rng(0)
    table = {"age": r.integers(18, 80, 200), "income": r.normal(3000, 500, 200), "churn": r.choice(["yes", "no"], 200)}
    return profile_table(normalise(pd.DataFrame(table)))


@pytest.mark.parametrize(
    ("goal", "target", "task", "metric"),
    [
        ("predict income", "churn", "binary", "roc_auc"),
        ("predict income as a regression by rmse", "churn", "binary", "roc_auc"),
        ("predict income by f1", "churn", "binary", "f1"),
        ("predict churn by f1", "income", "regression", "rmse"),
        ("predict churn, leave income out", "income", "regression", "rmse"),
        ("predict churn by f1", "churn", "binary", "f1"),
    ],
)
def test_the_target_of_the_options_wins_with_all_that_hangs_on_it(
    profile: TableProfile, goal: str, target: str, task: str, metric: str
) -> None:
    fields = drafted_fields(goal, profile, {"target": target})
    spec = complete_spec(fields, profile)
    assert (spec.target, spec.task, spec.metric) == (target, task, metric)


def test_other_wishes_of_the_goal_stay(profile: TableProfile) -> None:
    fields = drafted_fields("predict income in 2 minutes, no neural nets, 4 folds", profile, {"target": "churn"})
    assert (fields["seconds"], fields["folds"]) == (120, 4)
    assert "mlp" not in str(fields["families"])


def test_what_a_goal_asks_for_and_cannot_be_is_not_passed_over(profile: TableProfile) -> None:
    fields = drafted_fields("predict churn with 400 workers", profile, {"target": "churn"})
    with pytest.raises(SpecError, match="400 is out of range"):
        complete_spec(fields, profile)


def test_a_question_names_an_option_only_where_one_answers_it(profile: TableProfile) -> None:
    with pytest.raises(UserError) as asked:
        drafted_fields("predict churn by rmse", profile, {"random_state": 0})
    assert "--metric" in str(asked.value.fix)
    with pytest.raises(UserError) as asked:
        drafted_fields("predict churn with 3 folds and 5 folds", profile, {"target": "churn"})
    assert "--" not in str(asked.value.fix)
    assert "say it in the goal" in str(asked.value.fix)


def test_a_plan_says_what_is_not_possible(tmp_path: Path) -> None:
    file = tmp_path / "rows.csv"
    pd.DataFrame({"age": range(40), "churn": ["yes", "no"] * 20}).to_csv(file, index=False)
    told = CliRunner().invoke(app, ["plan", str(file), "predict churn with 400 workers"]).output
    assert "400 is out of range (workers)" in told
