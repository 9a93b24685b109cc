"""Which class is which family. A family's module (and its libraries) is imported when it is first asked for."""

from __future__ import annotations

import importlib
from functools import cache
from typing import TYPE_CHECKING

from cotune.model.words import Family

if TYPE_CHECKING:
    from cotune.pipelines.model_family import ModelFamily

_CLASSES: dict[Family, str] = {
    "xgboost": "XGBoost",
    "hist_gradient_boosting": "HistGradientBoosting",
    "random_forest": "RandomForest",
    "extra_trees": "ExtraTrees",
    "linear": "Linear",
    "svm": "SVM",
    "knn": "KNN",
    "mlp": "MLP",
    "naive_bayes": "NaiveBayes",
    "decision_tree": "DecisionTree",
}


@cache
def family(name: Family) -> ModelFamily:
    """The model family of that name; each lives in the module of the same name."""
    module = importlib.import_module(f"cotune.pipelines.{name}")
    made: ModelFamily = getattr(module, _CLASSES[name])()
    return made
