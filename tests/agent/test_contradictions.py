"""What can't both be, what isn't there, and what isn't on offer: asked about, whatever else a goal says."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from cotune.agent import plan
from cotune.agent.planner.answers import continued
from cotune.agent.planner.understand import understand
from cotune.data import normalise, profile_table
from cotune.model.plan import Question

_R = np.random.default_rng(0)
_N = 400
LOANS = profile_table(
    normalise(
        pd.DataFrame(
            {
                "customer_id": [f"c{k // 4}" for k in range(_N)],
                "branch_id": [f"b{k // 40}" for k in range(_N)],
                "opened_on": pd.date_range("2024-01-01", periods=_N),
                "income": _R.normal(3000, 500, _N).round(2),
                "purpose": _R.choice(["car", "house", "other"], _N),
                "grade": _R.integers(1, 8, _N),
                "amount": _R.gamma(2.0, 900.0, _N).round(2),
                "defaulted": _R.choice(["no", "yes"], _N),
            }
        )
    )
)


def question(goal: str) -> Question:
    asked = plan(goal, LOANS).question
    assert asked is not None
    return asked


def stated(goal: str) -> dict[str, object]:
    drafted = plan(goal, LOANS)
    assert drafted.question is None, drafted.question
    return drafted.stated


@pytest.mark.parametrize(
    "goal",
    [
        "Predict defaulted. Use 5 folds, no more and no less, and do it with 10-fold cross-validation.",
        "Predict amount. It has to stop after 30 minutes at the latest and it has to run for 2 hours at least.",
        "Predict defaulted. Keep each customer_id in one fold, and shuffle the rows randomly over the folds.",
        "Predict defaulted with xgboost and nothing else. Boosting of any kind is forbidden.",
        "Predict defaulted. Run at least 100 trials, but never more than 20.",
        "Predict defaulted with AdaBoost and nothing else.",
        "Predict defaulted. 25 trials at most, no knn, 60 trials at most.",
        "Predict defaulted, seed 7, up to 40 trials, cpu, random_state=42",
        "defaulted, AUC. It's a shared server, so 2 workers. Use 16 workers.",
        "Predict defaulted. It must be finished within 10 minutes and it must run for at least an hour.",
        "Predict defaulted in under 5 minutes, and don't stop searching before a full hour is over.",
        "Predict defaulted. No more than 20 trials in total, but run at least 50 of them.",
        "Linear models and nothing else, our auditors said. Predict defaulted. It must be a random forest.",
        "Predict defaulted, support vector machines only. And leave the SVMs out, they took forever last time.",
        "Predict defaulted. income has to be among the inputs, and please make sure income isn't used.",
        "Predict defaulted by f1 instead of accuracy. Leave income out. Income must be used.",
        "Predict defaulted. Income must be used. Leave income out. Use xgboost instead.",
        "Predict defaulted. Leave purpose out. Oh, and purpose is the best input we have, so it has to be used.",
    ],
)
def test_what_can_not_be_had_is_asked_about(goal: str) -> None:
    assert question(goal).about == "other"


def test_either_answer_settles_a_column_left_out_and_wanted() -> None:
    goal = "Predict defaulted. Leave out purpose and grade. purpose has to be among the inputs."
    first = understand(goal, LOANS)
    left_out = continued(first, "left out", LOANS).fields["exclude_columns"].value
    used = continued(first, "used", LOANS).fields["exclude_columns"].value
    assert (left_out, used) == (("purpose", "grade"), ("grade",))


@pytest.mark.parametrize("answer", ["7", "42"])
def test_the_number_that_is_chosen_counts(answer: str) -> None:
    first = understand("Predict defaulted, seed 7, random_state=42", LOANS)
    assert continued(first, answer, LOANS).fields["random_state"].value == int(answer)


def test_an_answer_names_the_column_that_was_not_there_and_changes_no_other_word() -> None:
    odd = LOANS.model_copy(
        update={
            "columns": tuple(
                c.model_copy(update={"name": "area\\quarter"}) if c.name == "purpose" else c for c in LOANS.columns
            )
        }
    )
    first = understand("Predict defaulted without the cat column, in any category.", odd)
    goal = continued(first, "area\\quarter", odd).goal
    assert goal == "Predict defaulted without the area\\quarter column, in any category."


def test_two_columns_at_the_head_are_two_targets() -> None:
    assert question("I need the income and the amount of every customer predicted.").candidates == ("income", "amount")


@pytest.mark.parametrize(
    ("goal", "folds"),
    [("Predict defaulted with 5 folds. No, make it 10.", 10), ("Predict defaulted, 5 folds, no wait, 8 folds.", 8)],
)
def test_a_figure_that_is_taken_back_is_no_contradiction(goal: str, folds: int) -> None:
    assert stated(goal)["folds"] == folds


@pytest.mark.parametrize(
    ("goal", "field", "value"),
    [
        ("Predict defaulted with 5 folds. Hold on, 10 folds.", "folds", 10),
        ("Predict defaulted on the GPU. Oops, only on the CPU.", "device", "cpu"),
        ("Predict defaulted with linear models only. I changed my mind, it must be xgboost.", "target", "defaulted"),
        ("Predict defaulted. Leave income out. Hang on, income must be used.", "target", "defaulted"),
        ("Predict income, hold on, defaulted.", "target", "defaulted"),
        ("Predict income. On second thoughts the defaulted.", "target", "defaulted"),
    ],
)
def test_second_thoughts_are_the_same_words_for_every_wish(goal: str, field: str, value: object) -> None:
    assert stated(goal)[field] == value


@pytest.mark.parametrize(
    ("goal", "name"),
    [
        ("Predict defaulted, and whatever you do don't let it see credit_score.", "credit_score"),
        ("Predict defaulted. Leave out income and PaymentDelay.", "PaymentDelay"),
        ("Predict defaulted with the folds grouped by household_id.", ""),
    ],
)
def test_a_column_that_is_not_there_is_asked_about(goal: str, name: str) -> None:
    asked = question(goal)
    assert asked.about == "column"
    assert name in asked.text


@pytest.mark.parametrize(
    "goal",
    [
        "Predict defaulted by log_loss with random_state 3 and a random_forest.",
        "Predict defaulted from the table loans_2024, 5 minutes.",
        "Predict defaulted from loans_2024.csv, 5 minutes.",
        "Predict defaulted without income, on Linux with JupyterLab.",
        "Predict defaulted. The income column leaks, skip it.",
        "Predict defaulted. Every column matters.",
    ],
)
def test_other_names_are_no_columns(goal: str) -> None:
    assert stated(goal)["target"] == "defaulted"


@pytest.mark.parametrize(
    ("goal", "about"),
    [
        ("Predict defaulted, and the metric must be the Matthews correlation coefficient.", "metric"),
        ("grade as classes, quadratic weighted kappa", "metric"),
        ("amount as a binary classification", "task"),
        ("I need an ordinary regression for purpose.", "task"),
        ("Predict amount, but not as a number, I just want to hear low or high.", "task"),
        (
            "grade. My boss says classification, I'd say regression, so check with me which one before you start.",
            "task",
        ),
        ("Sort our customers into five natural segments, we have no labels for them.", "target"),
    ],
)
def test_what_is_not_on_offer_is_asked_about(goal: str, about: str) -> None:
    assert question(goal).about == about


def test_a_number_that_is_meant_as_classes() -> None:
    assert stated("grade, as classes and not as a number. Macro F1.") == {
        "target": "grade",
        "task": "multiclass",
        "metric": "f1_macro",
    }


@pytest.mark.parametrize(
    ("words", "columns"),
    [
        ("Use nothing but grade, income and purpose.", ("customer_id", "branch_id", "opened_on", "amount")),
        (
            "At the desk we know grade and income. Use only these two.",
            ("customer_id", "branch_id", "opened_on", "purpose", "amount"),
        ),
        ("The ID columns are only labels, leave them out.", ("customer_id", "branch_id")),
        ("Ignore both identifiers.", ("customer_id", "branch_id")),
        ("It must be w/o income and purpose.", ("income", "purpose")),
    ],
)
def test_columns_that_are_left_out_by_what_they_are(words: str, columns: tuple[str, ...]) -> None:
    assert stated(f"Predict defaulted. {words}")["exclude_columns"] == columns


@pytest.mark.parametrize(
    ("words", "column"),
    [
        ("Never the same customer in two folds!", "customer_id"),
        ("The same customer may not be in both train and test.", "customer_id"),
        ("No branch_id may be spread over two folds.", "branch_id"),
    ],
)
def test_what_must_stay_together_without_the_word_group(words: str, column: str) -> None:
    found = stated(f"Predict amount. {words} MAE.")
    assert (found["split"], found["group_column"]) == ("group", column)
    assert "folds" not in found


@pytest.mark.parametrize(
    "words", ["I have a training set of 400 rows.", "A 5-fold cv on one split.", "Train on one set of 300 rows."]
)
def test_one_set_of_rows_is_no_wish_for_groups(words: str) -> None:
    assert "split" not in stated(f"Predict defaulted. {words}")


@pytest.mark.parametrize(
    ("goal", "expected"),
    [
        (
            "Predict defaulted. Leave income out. Wait, income must be used.",
            {"target": "defaulted", "task": "binary"},
        ),
        (
            "defaulted / roc auc / 12 min / seed 7",
            {"target": "defaulted", "task": "binary", "metric": "roc_auc", "seconds": 720.0, "random_state": 7},
        ),
        (
            "Each branch has its own ways. amount, median absolute error, no GPU.",
            {"target": "amount", "task": "regression", "metric": "median_ae", "device": "cpu"},
        ),
        (
            "Predict income... er, amount I mean, RMSE.",
            {"target": "amount", "task": "regression", "metric": "rmse"},
        ),
    ],
)
def test_lists_of_settings_and_second_thoughts(goal: str, expected: dict[str, object]) -> None:
    assert stated(goal) == expected
