"""Boosting is watched on the rows that a fold tests, and then all folds have the same number of rounds."""

from __future__ import annotations

import pickle

import numpy as np
import pytest
from tables_for_pipelines import Case

from cotune.model.space import Configuration
from cotune.model.words import Family, Task
from cotune.pipelines import family, predict
from cotune.pipelines.fitting import fit_model
from cotune.pipelines.rounds import best_rounds, cut_alike
from cotune_runtime import HistogramClassifier, Rows

BOOSTED: tuple[Family, ...] = ("xgboost", "hist_gradient_boosting")


def watched(name: Family, case: Case, test: slice):
    """A pipeline fitted on all rows but `test`, with those prepared."""
    pipeline = family(name).build(Configuration(family=name), case.job)
    rest = np.delete(np.arange(len(case.y)), test)
    train = Rows(pipeline[0].fit_transform(case.X.iloc[rest], case.y[rest]), case.y[rest])
    return fit_model(pipeline, train, Rows(pipeline[0].transform(case.X.iloc[test]), case.y[test]))


def test_the_least_mean_loss_counts_and_short_curves_go_on_at_their_end() -> None:
    assert best_rounds([np.array([3.0, 1.0, 2.0]), np.array([3.0, 3.0, 1.0, 0.5])]) == 4
    assert best_rounds([np.array([1.0, 2.0])]) == 1


@pytest.mark.parametrize("task", ["binary", "multiclass", "regression"])
@pytest.mark.parametrize("name", BOOSTED)
def test_all_folds_are_cut_to_one_number_of_rounds(name: Family, task: Task) -> None:
    case = Case(task)
    pipelines = [watched(name, case, slice(0, 40)), watched(name, case, slice(40, 80))]
    rounds = cut_alike(pipelines)
    models = [p[-1].model_ for p in pipelines]
    assert rounds == best_rounds([m.curve_ for m in models])
    assert [m.n_rounds_ for m in models] == [min(rounds, len(m.curve_)) for m in models]


@pytest.mark.parametrize("name", BOOSTED)
def test_rounds_that_are_cut_have_no_part_in_predictions_nor_in_what_is_stored(name: Family) -> None:
    case = Case("binary")
    pipeline = watched(name, case, slice(0, 40))
    model = pipeline[-1].model_
    whole = pickle.dumps(model)
    model.cut(len(model.curve_))
    before = predict(pipeline, case.X, "binary", 2)
    model.cut(2)
    after = predict(pipeline, case.X, "binary", 2)
    assert not np.allclose(before, after)
    assert len(pickle.dumps(model)) < len(whole)
    np.testing.assert_array_equal(predict(pickle.loads(pickle.dumps(pipeline)), case.X, "binary", 2), after)


def test_other_models_have_no_rounds() -> None:
    assert cut_alike([watched("linear", Case("binary"), slice(0, 40))]) is None


@pytest.mark.parametrize("name", BOOSTED)
def test_a_fold_whose_test_rows_are_of_an_unknown_class_grows_unwatched(name: Family) -> None:
    case = Case("multiclass")
    case.y = np.where(np.arange(len(case.y)) < 40, 2, case.y % 2)
    pipeline = watched(name, case, slice(0, 40))
    assert cut_alike([pipeline]) is None
    assert np.isfinite(predict(pipeline, case.X, "multiclass", 4)).all()


def test_weights_of_rows_do_not_make_the_bins() -> None:
    """They count in the loss; scikit-learn's weighted percentiles took most of the time of a small fit."""
    r = np.random.default_rng(0)
    X, y, weights = r.normal(size=(600, 3)), r.integers(0, 2, 600), r.uniform(0.1, 10, 600)
    plain, weighed = HistogramClassifier().fit(X, y), HistogramClassifier().fit(X, y, weights)
    bins = [np.concatenate(model._bin_mapper.bin_thresholds_) for model in (plain, weighed)]
    assert np.array_equal(*bins)
    assert not np.allclose(plain.predict_proba(X), weighed.predict_proba(X))
