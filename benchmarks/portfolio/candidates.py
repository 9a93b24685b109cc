"""What may become part of the portfolio: random configurations of each family, for any table of a kind."""

from __future__ import annotations

from itertools import zip_longest
from typing import Literal

import numpy as np

from cotune.model.profile import TableShape
from cotune.model.space import Configuration
from cotune.model.words import Family
from cotune.pipelines import family
from cotune.search.space import JointSpace

Kind = Literal["classification", "regression"]
COUNTS: dict[Family, int] = {
    "xgboost": 14,
    "hist_gradient_boosting": 12,
    "extra_trees": 8,
    "random_forest": 4,
    "linear": 7,
    "svm": 9,
    "mlp": 9,
    "knn": 3,
    "naive_bayes": 2,
}


def kind_of(task: str) -> Kind:
    return "regression" if task == "regression" else "classification"


def candidates(kind: Kind, seed: int = 0) -> list[Configuration]:
    """Families in turns, so that any beginning of the list holds some of each."""
    drawn = [_of_family(name, count, kind, seed) for name, count in COUNTS.items()]
    return [c for turn in zip_longest(*drawn) for c in turn if c is not None]


def _of_family(name: Family, count: int, kind: Kind, seed: int) -> list[Configuration]:
    space = JointSpace([family(name).space(_typical(kind))])
    return [space.decode(point) for point in space.sample(count, np.random.default_rng([seed, len(name), count]))]


def _typical(kind: Kind) -> TableShape:
    """A table that has a bit of everything, so that every hyperparameter is there."""
    return TableShape(
        task="regression" if kind == "regression" else "binary",
        n_rows=5000,
        n_numeric=15,
        n_categorical=6,
        n_text=0,
        n_datetime=0,
        max_cardinality=30,
        n_classes=0 if kind == "regression" else 2,
        has_missing=True,
    )
