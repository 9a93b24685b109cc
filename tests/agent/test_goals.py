"""Goals in plain words through `plan` with the built-in planner: what is stated, and when it asks."""

from __future__ import annotations

import pandas as pd
import pytest
from goal_tables import profiles

from cotune.agent import plan
from cotune.data import normalise, profile_table
from cotune.model.profile import TableProfile
from cotune.model.spec import SearchSpec

CLEAR = [
    ("penguins", "Which species is it?", {"target": "species", "task": "multiclass"}),
    (
        "penguins",
        "body mass in grams, mean absolute error",
        {"target": "body_mass_g", "task": "regression", "metric": "mae"},
    ),
    (
        "penguins",
        "predict sex but don't use the island. ten minutes at most",
        {"target": "sex", "task": "binary", "exclude_columns": ("island",), "seconds": 600.0},
    ),
    (
        "penguins",
        "Tell me how heavy a penguin is. Only linear models please.",
        {"target": "body_mass_g", "task": "regression", "families_only": ("linear",)},
    ),
    (
        "penguins",
        "Adelie, Gentoo or Chinstrap? every species should count the same",
        {"target": "species", "task": "multiclass", "metric": "f1_macro"},
    ),
    (
        "penguins",
        "Bestimme die Art (species) in höchstens fünf Minuten, ohne neuronale Netze.",
        {"target": "species", "task": "multiclass", "seconds": 300.0, "families_excluded": ("mlp",)},
    ),
    (
        "attrition",
        "Who is going to quit? We can not afford to miss anybody.",
        {"target": "Attrition", "task": "binary", "metric": "recall"},
    ),
    (
        "attrition",
        "Attrition with f1. EmployeeNumber is meaningless, drop it. ExitInterviewScore is only known after they left.",
        {
            "target": "Attrition",
            "task": "binary",
            "metric": "f1",
            "exclude_columns": ("EmployeeNumber", "ExitInterviewScore"),
        },
    ),
    (
        "attrition",
        "Predict the monthly income, 20 trials, seed 7",
        {"target": "MonthlyIncome", "task": "regression", "trials": 20, "random_state": 7},
    ),
    (
        "attrition",
        "Will an employee leave us? HR must be able to explain each case. 45 seconds.",
        {"target": "Attrition", "task": "binary", "interpretable": True, "seconds": 45.0},
    ),
    (
        "attrition",
        "target: OverTime; exclude: Age, Department; metric: roc_auc; folds: 3",
        {
            "target": "OverTime",
            "task": "binary",
            "exclude_columns": ("Age", "Department"),
            "metric": "roc_auc",
            "folds": 3,
        },
    ),
    (
        "attrition",
        "Qui va quitter l'entreprise ? Dix minutes, sans réseau de neurones, sans utiliser Age.",
        {
            "target": "Attrition",
            "task": "binary",
            "seconds": 600.0,
            "families_excluded": ("mlp",),
            "exclude_columns": ("Age",),
        },
    ),
    ("cars", "mpg", {"target": "mpg", "task": "regression"}),
    (
        "cars",
        "How fast does the car accelerate? r2, two hours on the GPU",
        {"target": "acceleration", "task": "regression", "metric": "r2", "seconds": 7200.0, "device": "cuda"},
    ),
    (
        "cars",
        "Where does a car come from (origin)? xgboost or random forest only, accuracy",
        {"target": "origin", "task": "multiclass", "families_only": ("xgboost", "random_forest"), "metric": "accuracy"},
    ),
    (
        "cars",
        "fuel consumption please, big errors hurt us most, leave out name and model_year",
        {"target": "mpg", "task": "regression", "metric": "rmse", "exclude_columns": ("name", "model_year")},
    ),
    (
        "cars",
        "Quiero predecir horsepower con el menor error absoluto medio en media hora",
        {"target": "horsepower", "task": "regression", "metric": "mae", "seconds": 1800.0},
    ),
    (
        "fraud",
        "Catch fraud. Missing one is far worse than a false alarm.",
        {"target": "is_fraud", "task": "binary", "metric": "f2"},
    ),
    (
        "fraud",
        "is_fraud, average precision, 15 min, all transactions of the same card_id must stay in the same fold",
        {
            "target": "is_fraud",
            "task": "binary",
            "metric": "average_precision",
            "seconds": 900.0,
            "split": "group",
            "group_column": "card_id",
        },
    ),
    (
        "fraud",
        "Detect fraudulent payments; train on the past and test on the future by booked_at. chargeback_filed "
        "comes later, so ignore it.",
        {
            "target": "is_fraud",
            "task": "binary",
            "split": "time",
            "time_column": "booked_at",
            "exclude_columns": ("chargeback_filed",),
        },
    ),
    (
        "fraud",
        "predict is_fraud. Scoring must take less than 5 ms per transaction. don't use more than 2 cores",
        {"target": "is_fraud", "task": "binary", "max_predict_ms": 5.0, "workers": 2},
    ),
    ("fraud", "is_fraud in twenty, no wait, five minutes", {"target": "is_fraud", "task": "binary", "seconds": 300.0}),
    (
        "fraud",
        "My colleague ran a neural net for 6 hours. I want is_fraud in 3 minutes with at most 1 GB of memory.",
        {"target": "is_fraud", "task": "binary", "seconds": 180.0, "memory_mb": 1024},
    ),
    (
        "energy",
        "Forecast load_mw chronologically, MAPE",
        {"target": "load_mw", "task": "regression", "metric": "mape", "split": "time", "time_column": "timestamp"},
    ),
    (
        "energy",
        "What will the load be? keep 30% aside as a test set",
        {"target": "load_mw", "task": "regression", "holdout_fraction": 0.3},
    ),
    (
        "energy",
        "temperature (temp_c) from the rest, 1 hour 15 minutes, without svm and knn",
        {"target": "temp_c", "task": "regression", "seconds": 4500.0, "families_excluded": ("svm", "knn")},
    ),
    ("hospital", "Who comes back to hospital within 30 days?", {"target": "readmitted", "task": "binary"}),
    (
        "hospital",
        "readmitted; several rows per patient, so group by patient_nbr; 10-fold cross validation",
        {"target": "readmitted", "task": "binary", "split": "group", "group_column": "patient_nbr", "folds": 10},
    ),
    (
        "hospital",
        "how long will a patient stay? we look at the average error in days. No GPU.",
        {"target": "time_in_hospital", "task": "regression", "metric": "mae", "device": "cpu"},
    ),
    (
        "hospital",
        "readmited yes or no, race must not be used, 90 secs",
        {"target": "readmitted", "task": "binary", "exclude_columns": ("race",), "seconds": 90.0},
    ),
    (
        "heart",
        "Does the patient have heart disease? The probabilities must be well calibrated.",
        {"target": "target", "task": "binary", "metric": "log_loss"},
    ),
    (
        "heart",
        "predict chol with gradient boosting",
        {"target": "chol", "task": "regression", "families_only": ("xgboost", "hist_gradient_boosting")},
    ),
    (
        "heart",
        "Sick or healthy? use everything except age and sex, 100 runs",
        {"target": "target", "task": "binary", "exclude_columns": ("age", "sex"), "trials": 100},
    ),
    (
        "penguins",
        "bill depth; leave island and species alone, they're noise. 3 min",
        {
            "target": "bill_depth_mm",
            "task": "regression",
            "exclude_columns": ("island", "species"),
            "seconds": 180.0,
        },
    ),
    ("penguins", "Male or female?", {"target": "sex", "task": "binary"}),
    (
        "attrition",
        "Find the ones who'll resign. False alarms are no problem but missing someone is.",
        {"target": "Attrition", "task": "binary", "metric": "recall"},
    ),
    (
        "energy",
        "Prévoir load_mw avec le moins d'erreur absolue, 15 minutes, en respectant l'ordre du temps",
        {
            "target": "load_mw",
            "task": "regression",
            "metric": "mae",
            "seconds": 900.0,
            "split": "time",
            "time_column": "timestamp",
        },
    ),
    (
        "hospital",
        "The same patient must never be in both train and test (patient_nbr). readmitted. Top metric: PR-AUC",
        {
            "target": "readmitted",
            "task": "binary",
            "metric": "average_precision",
            "split": "group",
            "group_column": "patient_nbr",
        },
    ),
    (
        "heart",
        "predict target. 100 iterations. Actually make that 50.",
        {"target": "target", "task": "binary", "trials": 50},
    ),
    (
        "hospital",
        "target=readmitted drop=discharge_code,race models=hist_gradient_boosting,random_forest cv=3 trials=40",
        {
            "target": "readmitted",
            "task": "binary",
            "exclude_columns": ("discharge_code", "race"),
            "families_only": ("hist_gradient_boosting", "random_forest"),
            "folds": 3,
            "trials": 40,
        },
    ),
    (
        "attrition",
        "About 16% of the people in here left, so let's go by the F1 of the leavers. Attrition.",
        {"target": "Attrition", "task": "binary", "metric": "f1"},
    ),
    (
        "attrition",
        "One decision tree, drawn on a page of the handbook, for Attrition.",
        {"target": "Attrition", "task": "binary", "families_only": ("decision_tree",)},
    ),
    (
        "attrition",
        "Attrition please, not OverTime as I wrote yesterday. One and a half hours.",
        {"target": "Attrition", "task": "binary", "seconds": 5400.0},
    ),
    (
        "heart",
        "Vorhersage von target, bitte die Fläche unter der Precision-Recall-Kurve. Anderthalb Stunden.",
        {"target": "target", "task": "binary", "metric": "average_precision", "seconds": 5400.0},
    ),
    (
        "cars",
        "mpg. A few crazy cars don't matter, the typical error is what counts.",
        {"target": "mpg", "task": "regression", "metric": "median_ae"},
    ),
    (
        "fraud",
        "Wir wollen Betrug erkennen. Kein Betrugsfall darf übersehen werden. 20 Minuten.",
        {"target": "is_fraud", "task": "binary", "metric": "recall", "seconds": 1200.0},
    ),
]
UNCLEAR = [
    ("penguins", "Make me a good model", "target"),
    ("penguins", "Predict the bill", "target"),
    ("penguins", "How old is the penguin?", "target"),
    ("attrition", "Predict the customer lifetime value", "target"),
    ("attrition", "Attrition, but use only lightgbm", "other"),
    ("attrition", "Attrition, but it has to be LightGBM, our platform can't load anything else.", "other"),
    ("attrition", "predict MonthlyIncome as classes", "task"),
    ("cars", "predict mpg and horsepower", "target"),
    ("cars", "Predict the price", "target"),
    ("cars", "classify origin by RMSE", "metric"),
    ("fraud", "is_fraud, on the GPU, but CPU only", "other"),
    ("fraud", "predict is_fraud without the ip_address column", "column"),
    ("energy", "forecast wind and humidity", "target"),
    ("heart", "What is the patient's blood sugar?", "target"),
    ("energy", "temperature or humidity", "target"),
    ("hospital", "predict readmitted with r2", "metric"),
]  # fmt: skip


@pytest.fixture(scope="module")
def tables() -> dict[str, TableProfile]:
    return profiles()


@pytest.mark.parametrize(("table", "goal", "expected"), CLEAR)
def test_a_goal_states_exactly_this(tables, table: str, goal: str, expected: dict[str, object]) -> None:
    drafted = plan(goal, tables[table])
    assert drafted.question is None
    assert drafted.stated == expected
    assert isinstance(drafted.spec, SearchSpec)


@pytest.mark.parametrize(("table", "goal", "about"), UNCLEAR)
def test_an_unclear_goal_is_asked_about(tables, table: str, goal: str, about: str) -> None:
    drafted = plan(goal, tables[table])
    assert drafted.spec is None
    assert drafted.question is not None
    assert drafted.question.about == about


@pytest.mark.parametrize("goal", ["predict y", "Predict y. 20 seconds, only decision trees.", "I am predicting `y`"])
def test_a_target_of_one_letter_is_a_column_after_the_word_predict(goal: str) -> None:
    table = profile_table(normalise(pd.DataFrame({"x": range(60), "y": [0, 1] * 30})))
    assert plan(goal, table).stated["target"] == "y"


def test_the_model_is_no_column_of_that_name() -> None:
    prices = [float(k % 37) for k in range(120)]
    cars = pd.DataFrame({"Model": list("abcd") * 30, "price": prices, "km": range(120)})
    found = plan(
        "Predict price. The model explained to him must be a linear regression.", profile_table(normalise(cars))
    )
    assert "exclude_columns" not in found.stated
    assert plan("Predict price without Model", profile_table(normalise(cars))).stated["exclude_columns"] == ("Model",)


def test_words_that_look_a_little_like_a_name_are_none() -> None:
    rows = pd.DataFrame(
        {"tip_amount": [k % 7 + 0.5 for k in range(90)], "toll_amount": [k % 5 + 0.5 for k in range(90)]}
    )
    asked = plan("Predict the amount in dollars, within 5 minutes.", profile_table(normalise(rows)))
    assert asked.question is not None


def test_of_two_groups_none_is_sealed_away() -> None:
    """Two schools give two folds; the refusal of the whole goal would help nobody."""
    rows = pd.DataFrame(
        {"school": ["GP", "MS"] * 60, "G1": [k % 11 for k in range(120)], "G3": [k % 13 for k in range(120)]}
    )
    found = plan("Grouped CV by school for G3 as a number.", profile_table(normalise(rows)))
    assert found.spec is not None
    assert (found.spec.group_column, found.spec.holdout_fraction) == ("school", 0.0)
