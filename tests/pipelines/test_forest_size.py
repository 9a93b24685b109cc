"""A forest takes about 100 MB on a fold at most, whatever the search makes of its settings."""

from __future__ import annotations

import pickle

import numpy as np
import pytest
from sklearn.ensemble import ExtraTreesClassifier, ExtraTreesRegressor

from cotune.model.space import IntParam, Param
from cotune.pipelines import family
from shapes import shape_of

TREES = 3


def bounds(params: tuple[Param, ...], name: str) -> IntParam:
    (found,) = (p for p in params if p.name == name)
    assert isinstance(found, IntParam)
    return found


@pytest.mark.parametrize("n_rows", [4_000, 12_000])
@pytest.mark.parametrize(
    ("task", "n_classes"), [("regression", 0), ("binary", 2), ("multiclass", 6)], ids=["numbers", "two", "six"]
)
def test_its_largest_forest_is_bounded_where_nothing_can_be_learned(task: str, n_classes: int, n_rows: int) -> None:
    params = family("extra_trees").params(shape_of(task=task, n_rows=n_rows, n_classes=n_classes))
    trees, leaf = bounds(params, "n_estimators"), bounds(params, "min_samples_leaf")
    rng = np.random.default_rng(0)
    X = rng.normal(size=(n_rows, 5))
    y = rng.integers(n_classes, size=n_rows) if n_classes else rng.normal(size=n_rows)
    kind = ExtraTreesClassifier if n_classes else ExtraTreesRegressor
    forest = kind(TREES, min_samples_leaf=leaf.low, max_features=0.4, random_state=0).fit(X, y)
    assert len(pickle.dumps(forest)) / TREES * trees.high < 150e6


def test_small_tables_may_have_many_trees_and_large_ones_have_a_choice() -> None:
    for n_rows, most in ((500, 300), (1_000_000, 50)):
        trees = bounds(family("random_forest").params(shape_of(task="regression", n_rows=n_rows)), "n_estimators")
        assert trees.high == most
        assert trees.low < trees.default <= trees.high
