"""Figures that no search can have are refused as they were said, and never become plain defaults."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from cotune.agent import plan
from cotune.data import normalise, profile_table
from cotune.model.plan import Plan

_R = np.random.default_rng(0)
_N = 300
CUSTOMERS = profile_table(
    normalise(
        pd.DataFrame(
            {
                "age": _R.integers(18, 80, _N),
                "income": _R.normal(3000, 500, _N).round(2),
                "delay_minutes": _R.integers(0, 50, _N),
                "churn": _R.choice(["yes", "no"], _N),
            }
        )
    )
)


def drafted(goal: str) -> Plan:
    return plan(goal, CUSTOMERS)


@pytest.mark.parametrize(
    ("goal", "refused"),
    [
        ("predict churn with 400 workers", "400 is out of range (workers)"),
        ("predict churn, run the search with over 400 workers", "400 is out of range (workers)"),
        ("predict churn, search for 8 days", "691200 is out of range (seconds)"),
        ("predict churn in -5 minutes", "-300 is out of range (seconds)"),
        ("predict churn, time budget: \u22122 hours", "-7200 is out of range (seconds)"),
        ("predict churn with -3 trials", "-3 is out of range (trials)"),
        ("predict churn, trials=-3", "-3 is out of range (trials)"),
        ("predict churn with -2 workers", "-2 is out of range (workers)"),
        ("predict churn, seed -7", "-7 is out of range (random_state)"),
        ("predict churn with -4 GB of memory", "-4096 is out of range (memory_mb)"),
        ("predict churn with -5 folds", "-5 is out of range (folds)"),
        ("predict churn, 0 seconds", "0 is out of range (seconds)"),
        ("predict churn, budget 0 minutes", "0 is out of range (seconds)"),
        ("predict churn, 0 trials", "0 is out of range (trials)"),
        ("predict churn, 500 folds", "500 is out of range (folds)"),
        ("predict churn with 30-fold cross-validation", "30 is out of range (folds)"),
        ("predict churn, 0 folds", "0 is out of range (folds)"),
        ("predict churn, holdout 90%", "0.9 is out of range (holdout_fraction)"),
        ("predict churn with a 70 % holdout", "0.7 is out of range (holdout_fraction)"),
        ("predict churn; holdout: 0.8", "0.8 is out of range (holdout_fraction)"),
        ("predict churn, seal 60% of the rows", "0.6 is out of range (holdout_fraction)"),
        ("predict churn, 3 months of search", "7776000 is out of range (seconds)"),
        ("predict churn with 3000000 trials", "3000000 is out of range (trials)"),
        ("predict churn, search for 2 years", "63072000 is out of range (seconds)"),
    ],
)
def test_a_figure_out_of_range_is_refused_with_what_is_in_range(goal: str, refused: str) -> None:
    found = drafted(goal)
    assert (found.spec, found.question) == (None, None)
    assert refused in " ".join(found.notes)
    assert "use a number" in " ".join(found.notes)


@pytest.mark.parametrize(
    ("goal", "field", "value"),
    [
        ("predict churn, 2 TB memory", "memory_mb", 2 * 1024 * 1024),
        ("predict churn, holdout 0%", "holdout_fraction", 0.0),
        ("predict churn; 10-15 minutes", "seconds", 900),
        ("predict churn in 10 - 15 minutes", "seconds", 900),
        ("predict churn with 5-fold cross-validation", "folds", 5),
        ("predict churn.\n-5 folds\n-10 minutes", "folds", 5),
        ("predict churn - 5 folds", "folds", 5),
        ("predict churn, at most 20 trials - 3 workers", "workers", 3),
        ("predict churn with data of 2020-2021, 5 minutes", "seconds", 300),
        ("We have 2 TB of data and 8 GB of memory. Predict churn.", "memory_mb", 8192),
        ("predict churn by roc_auc, no, f1", "metric", "f1"),
        ("predict churn by the balance of precision and recall", "metric", "f1"),
        ("predict churn with fast predictions, no, with a small model file", "objectives", ("score", "size_mb")),
        ("predict churn without the TPU, on the CPU", "device", "cpu"),
    ],
)
def test_what_only_looks_like_one_is_read_as_before(goal: str, field: str, value: object) -> None:
    found = drafted(goal)
    assert found.question is None
    assert found.spec is not None
    assert found.stated[field] == value


@pytest.mark.parametrize(
    "goal",
    [
        "Predict churn. It took 3 months to collect the data.",
        "Predict churn. The contract is 500 folds of paper.",
        "Predict churn. Income is between -20 and 120, and -5 % is common.",
        "Predict churn. A delay of -5 minutes means that somebody came early.",
        "Predict churn. Customers with a delay of 0 minutes are happy.",
        "Predict churn. It grew 30-fold, and 0 customers came back.",
        "Predict churn. 90% of the rows are of customers who stay.",
        "Predict churn. A few monster contracts run for seven years.",
        "Predict churn, n_jobs=-1",
        "Predict churn. We are a plant of 300 workers, and 900 workers stay with us for long.",
        "Predict churn. We are a plant with 300 workers.",
        "Predict churn of farms with over 900 workers.",
        "Predict churn in a factory with about 400 workers.",
        "Predict churn, no TPU",
        "Predict churn. They trained for 3 months on a TPU.",
    ],
)
def test_other_figures_mean_nothing_to_the_search(goal: str) -> None:
    found = drafted(goal)
    assert found.question is None
    assert found.spec is not None
    assert set(found.stated) <= {"target", "task"}


@pytest.mark.parametrize(
    ("goal", "candidates"),
    [
        ("predict churn on the TPU", ("cpu", "cuda")),
        ("predict churn, use a google TPU", ("cpu", "cuda")),
        ("predict churn by roc_auc and f1", ("roc_auc", "f1")),
        ("predict income, optimise both MAE and RMSE", ("mae", "rmse")),
        ("predict churn, I want fast predictions and a small model file", ("prediction time", "model size")),
    ],
)
def test_of_two_wishes_for_one_thing_it_is_asked_which_counts(goal: str, candidates: tuple[str, ...]) -> None:
    asked = drafted(goal).question
    assert asked is not None
    assert asked.candidates == candidates
