"""The goals of the book through `plan` with the built-in planner, and what must hold for all of them."""

from __future__ import annotations

import re

import pytest
from goal_book import Goal, goals_in, misread, profile_of

from cotune.agent import plan
from cotune.agent.planner.understand import understand

LEARNED = goals_in("learned")
PARAPHRASES = [
    (
        "attrition",
        {"target": "Attrition", "task": "binary", "seconds": 300.0, "families_excluded": ("svm",)},
        (
            "Predict Attrition in 5 minutes, no SVM.",
            "No support vector machines; five minutes; the target is Attrition.",
            "Attrition. You have three hundred seconds. Skip svms.",
            "In at most 5 min I'd like to know who leaves (Attrition), but without SVM.",
            "Sag Attrition voraus, höchstens fünf Minuten, ohne SVM.",
        ),
    ),
    (
        "ames",
        {"target": "Sale_Price", "task": "regression", "metric": "mae", "exclude_columns": ("Longitude", "Latitude")},
        (
            "Sale_Price by mean absolute error, without Longitude and Latitude",
            "What does a house sell for? MAE. Longitude and Latitude must not be used.",
            "mae; target = Sale_Price; drop Longitude, Latitude",
            "Estimate the sale price. Longitude and Latitude? Leave them out. Judge it by MAE.",
            "Longitude and Latitude are off limits when you predict Sale_Price. Mean abs. error counts.",
        ),
    ),
]


SAMPLE = LEARNED[::4]


def test_the_goals_it_was_made_with_are_understood() -> None:
    """A quarter of them; how it fares with others is for benchmarks/understanding.py to say."""
    wrong = {goal.goal: found for goal in SAMPLE if (found := misread(goal, plan(goal.goal, profile_of(goal.table))))}
    assert len(wrong) <= 0.04 * len(SAMPLE), wrong


COSTS = [
    ("It's worse to miss a leaver than to bother a happy customer.", "f2"),
    ("Every leaver we don't catch costs 400 euros, a wasted call costs 3.", "f2"),
    ("Better to bother a few too many than to lose one.", "recall"),
    ("If in doubt, flag them.", "recall"),
    ("Nobody who leaves may slip through.", "recall"),
    ("When it says churn, it had better be churn.", "precision"),
    ("Annoying a loyal customer by mistake is a no-go.", "precision"),
    ("False positives are the expensive ones.", "precision"),
    ("I need the probabilities, and they should mean what they say.", "log_loss"),
    ("Sort the customers by risk; only the order matters.", "roc_auc"),
    ("Balance precision and recall.", "f1"),
    ("Just get as many right as possible.", "accuracy"),
    ("Lieber zehn Fehlalarme als einen Kündiger übersehen.", "recall"),
    ("Mieux vaut une fausse alerte qu'un départ manqué.", "recall"),
    ("Las falsas alarmas son muy caras.", "precision"),
]


@pytest.mark.parametrize(("words", "metric"), COSTS)
def test_what_errors_cost_says_which_metric_counts(words: str, metric: str) -> None:
    found = understand(f"Predict churn. {words}", profile_of("mlc_churn")).fields["metric"]
    assert (found.value, found.words in words) == (metric, True)


@pytest.mark.parametrize(("table", "expected", "sayings"), PARAPHRASES)
def test_a_paraphrase_gives_the_same_plan(table: str, expected: dict[str, object], sayings: tuple[str, ...]) -> None:
    for goal in sayings:
        assert plan(goal, profile_of(table)).stated == expected, goal


@pytest.mark.parametrize("goal", LEARNED[::5], ids=lambda goal: goal.goal[:40])
def test_each_stated_field_carries_words_that_stand_in_the_goal(goal: Goal) -> None:
    for field, stated in understand(goal.goal, profile_of(goal.table)).fields.items():
        assert stated.words or field == "task", field
        assert all(part in goal.goal for part in re.split(r"; ", stated.words)), stated
