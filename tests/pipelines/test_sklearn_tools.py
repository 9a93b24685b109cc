"""A model is one of scikit-learn's estimators: what inspects, scores and calibrates those takes it too."""

from __future__ import annotations

import pickle
from typing import get_args

import numpy as np
import pytest
import sklearn
from sklearn.base import clone, is_classifier, is_regressor
from sklearn.calibration import CalibratedClassifierCV
from sklearn.frozen import FrozenEstimator
from sklearn.inspection import partial_dependence, permutation_importance
from sklearn.metrics import accuracy_score, get_scorer, r2_score, roc_auc_score
from sklearn.model_selection import cross_val_score
from sklearn.utils import estimator_html_repr
from sklearn.utils.validation import check_is_fitted
from tables_for_pipelines import Case

from cotune.model.space import Configuration
from cotune.model.words import Family, Task
from cotune.pipelines import family, fit
from cotune_runtime import TableModel, TargetCodes


class Fitted:
    """A small model with the table and the labels that it was fitted on."""

    def __init__(self, task: Task, name: Family = "decision_tree") -> None:
        case = Case(task, n_rows=60)
        pipeline = fit(family(name).build(Configuration(family=name), case.job), case.X, case.y)
        classes = {"binary": ("no", "yes"), "multiclass": ("a", "b", "c", "d"), "regression": ()}[task]
        self.X = case.raw
        self.y = case.y if task == "regression" else np.array(classes)[case.y]
        self.model = TableModel(case.schema, task, classes, [(1.0, [pipeline])])


def test_a_classifier_is_known_as_one_scored_and_inspected() -> None:
    of = Fitted("binary")
    check_is_fitted(of.model)
    assert is_classifier(of.model)
    assert not is_regressor(of.model)
    assert get_scorer("roc_auc")(of.model, of.X, of.y) == roc_auc_score(of.y, of.model.predict_proba(of.X)[:, 1])
    assert of.model.score(of.X, of.y) == accuracy_score(of.y, of.model.predict(of.X))
    found = permutation_importance(of.model, of.X, of.y, scoring="roc_auc", n_repeats=2, random_state=0)
    assert found.importances_mean.argmax() == list(of.X.columns).index("number")
    assert partial_dependence(of.model, of.X, ["number"], grid_resolution=5)["average"].shape == (1, 5)


def test_a_regressor_is_known_as_one_scored_and_inspected() -> None:
    of = Fitted("regression")
    assert is_regressor(of.model)
    assert not hasattr(of.model, "predict_proba")
    assert of.model.score(of.X, of.y) == r2_score(of.y, of.model.predict(of.X))
    assert get_scorer("r2")(of.model, of.X, of.y) == of.model.score(of.X, of.y)
    assert partial_dependence(of.model, of.X, ["number"], grid_resolution=5)["average"].shape == (1, 5)


@pytest.mark.parametrize("task", ["binary", "multiclass"])
def test_a_frozen_model_is_calibrated(task: Task) -> None:
    of = Fitted(task)
    calibrated = CalibratedClassifierCV(FrozenEstimator(of.model), ensemble=False).fit(of.X.iloc[:40], of.y[:40])
    assert list(calibrated.classes_) == list(of.model.classes_)
    np.testing.assert_allclose(calibrated.predict_proba(of.X).sum(axis=1), 1)


def test_what_would_fit_a_model_again_is_told_what_to_do() -> None:
    of = Fitted("binary")
    assert clone(of.model) is of.model
    with pytest.raises(NotImplementedError, match="FrozenEstimator"):
        cross_val_score(of.model, of.X, of.y, error_score="raise")


def test_a_model_says_in_a_line_what_it_is() -> None:
    model = Fitted("binary").model
    assert repr(model) == "TableModel(task='binary', columns=11, pipelines=1)"
    assert len(estimator_html_repr(model)) < 50_000


def test_a_model_pickled_before_it_was_an_estimator_still_predicts() -> None:
    of = Fitted("binary")
    state = pickle.loads(pickle.dumps(vars(of.model)))
    old = TableModel.__new__(TableModel)
    old.__dict__.update(state)
    np.testing.assert_array_equal(old.predict(of.X), of.model.predict(of.X))
    assert old.get_params()["threshold"] == 0.5


CHOICES = [
    *[("decision_tree", {"encoding": encoding}) for encoding in ("ordinal", "mixed", "target", "onehot")],
    ("hist_gradient_boosting", {"encoding": "both"}),
    ("linear", {}),
    ("linear", {"scaling": "quantile", "features": "splines"}),
]


@pytest.mark.parametrize("task", get_args(Task))
@pytest.mark.parametrize(("name", "choice"), CHOICES)
def test_prepared_columns_have_names(name: Family, choice: dict[str, str], task: Task) -> None:
    case = Case(task, n_rows=60)
    values = family(name).complete(choice, case.job.shape)
    step = fit(family(name).build(Configuration(family=name, params=values), case.job), case.X, case.y)[0]
    names = list(step.get_feature_names_out())
    assert len(set(names)) == len(names) == step.transform(case.X).shape[1]
    assert {"dates__when_month", "text__note_missing", "text__note_0"} <= {n.removesuffix("_sp_0") for n in names}


def test_screened_numbers_keep_their_names() -> None:
    case = Case("binary", n_rows=60)
    job = case.job.having(shape=case.job.shape.having(n_numeric=400))
    values = {**family("decision_tree").complete({}, job.shape), "numbers_kept": 2}
    built = family("decision_tree").build(Configuration(family="decision_tree", params=values), job)
    names = [n for n in fit(built, case.X, case.y)[0].get_feature_names_out() if n.startswith("numbers__")]
    assert len(names) == 2
    assert "numbers__number" in names


def test_steps_know_how_many_columns_they_have_seen() -> None:
    codes = TargetCodes().fit(np.zeros((20, 3)), np.arange(20) % 3)
    assert codes.n_features_in_ == 3
    assert list(codes.get_feature_names_out())[:4] == ["x0_0", "x0_1", "x0_2", "x1_0"]


def test_a_model_predicts_the_same_where_frames_are_asked_of_all_steps() -> None:
    of = Fitted("multiclass", "linear")
    expected = of.model.predict_proba(of.X)
    with sklearn.config_context(transform_output="pandas"):
        np.testing.assert_allclose(of.model.predict_proba(of.X), expected)
