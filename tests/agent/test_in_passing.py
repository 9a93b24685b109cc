"""Words of the grammar that say something else where they stand make nothing; the same wishes, said, do."""

from __future__ import annotations

import pytest
from goal_tables import profiles

from cotune.agent import plan

PENGUINS = profiles()["penguins"]
TREES = ("xgboost", "hist_gradient_boosting", "random_forest", "extra_trees", "decision_tree")


def stated(words: str) -> dict[str, object]:
    found = dict(plan(f"Predict species. {words}", PENGUINS).stated)
    return {name: value for name, value in found.items() if name not in ("target", "task")}


@pytest.mark.parametrize(
    "words",
    [
        "Could you reconstruct it from everything else?",
        "Will they follow the link?",
        "The island was entered by hand, I'm told.",
        "The same person applies to six jobs at a time.",
        "Some come to our desk a second time.",
        "That took 9 hours the last time.",
        "Un contrôle prend deux minutes.",
    ],
)
def test_what_is_said_in_passing_is_no_wish(words: str) -> None:
    assert stated(words) == {}


@pytest.mark.parametrize(
    ("words", "wish"),
    [
        ("My colleagues must follow the reasoning.", {"interpretable": True}),
        ("It has to be done by hand afterwards.", {"interpretable": True}),
        ("Use 4 jobs.", {"workers": 4}),
        ("Take only 4 of its cores.", {"workers": 4}),
        ("A hundred seconds will do.", {"seconds": 100.0}),
        ("Nothing on a graphics card, please.", {"device": "cpu"}),
        ("Nur mit dem Prozessor.", {"device": "cpu"}),
        ("Logistic regression versus naive Bayes, and these two alone.", {"families_only": ("linear", "naive_bayes")}),
        ("Ein einzelner Entscheidungsbaum und sonst gar nichts.", {"families_only": ("decision_tree",)}),
        ("Extra trees excepted, try what you like.", {"families_excluded": ("extra_trees",)}),
        (
            "Random forest or naive Bayes whichever wins, nothing else.",
            {"families_only": ("random_forest", "naive_bayes")},
        ),
        ("No models that are based on trees.", {"families_excluded": TREES}),
        ("On the grafics card.", {"device": "cuda"}),
        ("KNN and naive bayes needn't be tried.", {"families_excluded": ("knn", "naive_bayes")}),
        ("Sin redes neuronales ni SVM.", {"families_excluded": ("svm", "mlp")}),
        ("Leave sex in, but take island out.", {"exclude_columns": ("island",)}),
        ("Leave island out. No, on second thoughts leave that in, but drop sex.", {"exclude_columns": ("sex",)}),
        ("8 folds. Hmm, tiny table, make that 4.", {"folds": 4}),
        ("8 folds... nah thats too many, 6", {"folds": 6}),
        ("None of the boosters.", {"families_excluded": ("xgboost", "hist_gradient_boosting")}),
        ("xgboost no, anything else is fine.", {"families_excluded": ("xgboost",)}),
        ("knn, svm, naive bayes: please not.", {"families_excluded": ("svm", "knn", "naive_bayes")}),
        ("A linear model is too dull for her.", {"families_excluded": ("linear",)}),
        ("Nothing with trees in it.", {"families_excluded": TREES}),
        ("Pas de machine à vecteurs de support.", {"families_excluded": ("svm",)}),
        ("Let svm and knn fight it out.", {"families_only": ("svm", "knn")}),
        ("It answers 200 single requests a second, one after the other.", {"max_predict_ms": 5.0}),
        ("Never mind the metric.", {}),
    ],
)
def test_a_wish_is_read(words: str, wish: dict[str, object]) -> None:
    assert stated(words) == wish
