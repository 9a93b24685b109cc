"""The estimators on tables as people have them."""

import inspect
import warnings

import numpy as np
import pandas as pd
import pytest
from quick_search import QuickClassifier, QuickRegressor
from sklearn.base import clone
from sklearn.utils import get_tags

from cotune.sklearn import CotuneClassifier, CotuneRegressor, TableWarning
from cotune.sklearn.study_of_fit import removed

QUICK = {"time_budget_s": None, "max_trials": 2, "families": ("linear", "decision_tree"), "workers": 1}


@pytest.fixture(scope="module")
def customers():
    rng = np.random.default_rng(0)
    X = pd.DataFrame({"age": rng.integers(18, 90, 300), "plan": rng.choice(["basic", "plus"], 300)})
    X.loc[::7, "age"] = np.nan
    y = np.where(X["age"].fillna(50) + 10 * (X["plan"] == "plus") > 55, "stays", "leaves")
    return X, y


def test_classifier_speaks_in_the_labels_it_was_given(customers):
    X, y = customers

    model = CotuneClassifier(**QUICK).fit(X, y)

    assert list(model.classes_) == ["leaves", "stays"]
    assert model.score(X, y) > 0.8
    proba = model.predict_proba(X)
    assert proba.shape == (300, 2)
    assert np.allclose(proba.sum(axis=1), 1)
    assert (model.classes_[proba.argmax(axis=1)] == model.predict(X)).mean() > 0.9


def test_prediction_takes_unseen_levels_and_missing_values(customers):
    X, y = customers
    model = CotuneClassifier(**QUICK).fit(X, y)

    predicted = model.predict(pd.DataFrame({"age": [None, 80], "plan": ["gold", None]}))

    assert set(predicted) <= {"leaves", "stays"}


def test_columns_are_taken_by_name_in_any_order_and_beside_others(customers):
    X, y = customers
    model = CotuneClassifier(**QUICK).fit(X, y)
    expected = model.predict_proba(X)

    assert np.array_equal(model.predict_proba(X[["plan", "age"]].assign(extra=1)), expected)
    with pytest.raises(ValueError, match="plan"):
        model.predict(X[["age"]])


def test_regressor_on_an_array():
    rng = np.random.default_rng(1)
    X = rng.normal(size=(200, 3))
    y = X @ [1.0, 2.0, 3.0] + rng.normal(0, 0.1, 200)

    assert CotuneRegressor(**QUICK, metric="rmse").fit(X, y).score(X, y) > 0.95


def test_same_seed_same_model(customers):
    X, y = customers
    first = CotuneClassifier(**QUICK, random_state=3)

    assert np.array_equal(first.fit(X, y).predict_proba(X), clone(first).fit(X, y).predict_proba(X))


@pytest.mark.parametrize(
    ("params", "word"),
    [({"metric": "roc_acu"}, "roc_auc"), ({"families": ("xgbost",)}, "xgboost"), ({"max_trials": None}, "budget")],
)
def test_wrong_parameters_are_value_errors_that_help(customers, params, word):
    with pytest.raises(ValueError, match=word):
        CotuneClassifier(**(QUICK | params)).fit(*customers)


@pytest.mark.parametrize(
    ("params", "certain"),
    [
        ({"time_budget_s": None, "max_trials": 5, "workers": 1}, True),
        ({"max_trials": 5, "workers": 1}, False),
        ({"time_budget_s": None, "max_trials": 5}, False),
    ],
)
def test_only_a_trial_budget_alone_and_one_worker_give_the_same_again(params, certain):
    assert get_tags(CotuneClassifier(**params)).non_deterministic is not certain


def test_a_study_that_cannot_be_removed_costs_no_result():
    class Stuck:
        path = "here"

        def delete(self):
            raise OSError(39, "Directory not empty")

    with pytest.warns(RuntimeWarning, match="left in here"):
        removed(Stuck())


def test_a_time_that_suffices_for_no_trial_is_said_to_be_too_short(customers):
    with pytest.raises(ValueError, match=r"no trial finished in 0.01 s \(time_budget_s\)\n  -> raise it"):
        CotuneClassifier(time_budget_s=0.01, workers=1).fit(*customers)


def rows(n=40):
    return pd.DataFrame({"a": np.arange(n) % 7, "b": np.arange(n) % 3})


@pytest.mark.parametrize("as_given", [lambda X: X, lambda X: X.to_numpy()])
@pytest.mark.parametrize(("odd", "word"), [(np.nan, "y contains NaN: 1 value is missing of 40"), (np.inf, "infinity")])
def test_a_regressor_refuses_targets_that_are_no_numbers(as_given, odd, word):
    y = np.arange(40.0)
    y[3] = odd
    with pytest.raises(ValueError, match=word):
        QuickRegressor().fit(as_given(rows()), y)


def test_dates_are_no_numbers_to_predict():
    with pytest.raises(ValueError, match="dates"):
        QuickRegressor().fit(rows(), pd.Series(pd.date_range("2020", periods=40)))
    with pytest.raises(ValueError, match="dates"):
        QuickRegressor().fit(rows().to_numpy(), pd.date_range("2020", periods=40).to_numpy())


def test_durations_are_predicted_in_seconds():
    hours = pd.Series(pd.to_timedelta(np.arange(40), unit="h"))
    predicted = QuickRegressor().fit(rows().assign(h=np.arange(40)), hours).predict(rows().assign(h=np.arange(40)))
    assert 3600 < np.abs(predicted).max() < 1e6


@pytest.mark.parametrize("odd", [None, np.nan, pd.NA])
def test_a_class_that_is_missing_is_named_with_its_row(odd):
    y = np.array(["yes", "no"] * 20, dtype=object)
    y[5] = odd
    with pytest.raises(ValueError, match=r"y contains NaN: 1 value is missing of 40, the first in row 5"):
        QuickClassifier().fit(rows(), y)


@pytest.mark.parametrize(("dtype", "kind"), [("boolean", "b"), ("bool[pyarrow]", "b"), ("Int64", "i")])
def test_classes_keep_their_type(dtype, kind):
    y = pd.Series(np.arange(40) % 2).astype("bool" if kind == "b" else "int64").astype(dtype)
    model = QuickClassifier().fit(rows(), y)
    assert model.classes_.dtype.kind == kind
    assert model.predict(rows()).dtype.kind == kind


def both(X):
    return X, X.to_numpy()


@pytest.mark.parametrize("names", [["a", "b"], [0, 1]])
@pytest.mark.parametrize("kind", [QuickClassifier, QuickRegressor])
def test_an_array_and_a_frame_are_taken_by_position_for_each_other(kind, names):
    X = rows().set_axis(names, axis=1)
    y = (X[names[0]] > 3).astype(int)
    fitted = [kind().fit(given, y) for given in both(X)]
    for model in fitted:
        with warnings.catch_warnings(record=True) as warned:
            warnings.simplefilter("always")
            first, second = (model.predict(given) for given in both(X))
        assert np.allclose(first, second)
        assert len([w for w in warned if "feature names" in str(w.message)]) == (names == ["a", "b"])
        with pytest.raises(ValueError, match="features"):
            model.predict(np.zeros((3, 5)))


def test_a_frame_of_mixed_types_may_become_an_array():
    X = rows().assign(c=["x", "y"] * 20)
    model = QuickClassifier().fit(X, X["c"] == "x")
    with pytest.warns(UserWarning, match="feature names"):
        assert (model.predict(X.to_numpy()) == model.predict(X)).all()


@pytest.mark.parametrize("budget", ["5", 0, float("nan"), [5]])
def test_a_time_that_is_no_time_is_named(budget):
    with pytest.raises(ValueError, match=r"is no time to search in \(time_budget_s\)"):
        QuickRegressor(time_budget_s=budget).fit(rows(), np.arange(40.0))


@pytest.mark.parametrize(
    ("params", "where"), [({"max_trials": 2.5}, "max_trials"), ({"workers": "many"}, "workers"), ({"metric": 5}, "5")]
)
def test_a_parameter_of_a_wrong_type_is_named_as_the_estimator_calls_it(params, where):
    with pytest.raises(ValueError, match=where):
        QuickRegressor(**params).fit(rows(), np.arange(40.0))


@pytest.mark.parametrize(("classes", "words"), [(501, "501 classes, and at most 500"), (600, "600 classes")])
def test_too_many_classes_are_told_of_y(classes, words):
    y = np.arange(1200) % classes
    with pytest.raises(ValueError, match=f"y has {words}"):
        QuickClassifier().fit(rows(1200), y)


def test_a_single_row_of_a_class_is_told_of_y():
    with pytest.raises(ValueError, match=r"rarer class of y: only one row is in it \(y\)"):
        QuickClassifier().fit(rows(), np.arange(40) == 7)


def test_what_is_left_out_or_read_otherwise_is_one_warning():
    X = rows().assign(key=[f"K{i:04d}" for i in range(40)], same=1)
    with pytest.warns(TableWarning, match="'key' looks like an identifier") as warned:
        QuickRegressor().fit(X, np.arange(40.0))
    (only,) = [w for w in warned if w.category is TableWarning]
    assert "'same' has the same value" in str(only.message)


def test_one_class_is_refused(customers):
    X, _ = customers
    with pytest.raises(ValueError, match="one class: 'same'"):
        CotuneClassifier(**QUICK).fit(X, ["same"] * len(X))


@pytest.mark.parametrize(
    ("positional", "named", "words"),
    [
        (("roc_auc",), {}, r"CotuneClassifier takes its parameters by name.*'roc_auc'"),
        (
            (),
            {"time_budget": 60},
            r"CotuneClassifier has no parameter 'time_budget'\n  -> Did you mean 'time_budget_s'",
        ),
    ],
)
def test_a_parameter_that_is_none_is_told_by_the_class_that_was_called(positional, named, words):
    with pytest.raises(TypeError, match=words):
        CotuneClassifier(*positional, **named)
    assert "time_budget_s" in inspect.signature(CotuneClassifier).parameters


@pytest.mark.parametrize("as_given", [np.asarray, lambda y: np.asarray(y, dtype=object), pd.Series, pd.Categorical])
def test_a_regressor_of_words_points_to_the_classifier(as_given):
    with pytest.raises(ValueError, match=r"y holds words, for example 'yes'.*\n  -> CotuneClassifier"):
        QuickRegressor().fit(pd.DataFrame({"a": range(20)}), as_given(["yes", "no"] * 10))


def test_numbers_in_quotes_are_numbers_to_predict():
    QuickRegressor().fit(pd.DataFrame({"a": range(20)}), np.array([f"{v}.5" for v in range(20)], dtype=object))


def test_dependent_rows_are_told_of_and_kept_together_where_their_column_is_named(customers):
    X, y = customers
    X = X.assign(year=2000 + np.arange(len(X)) % 7)
    with pytest.warns(TableWarning, match="dates in 'year'.* as group_column or time_column"):
        CotuneClassifier(**QUICK).fit(X, y)
    with warnings.catch_warnings():
        warnings.simplefilter("error", TableWarning)
        model = CotuneClassifier(**QUICK, time_column="year").fit(X, y)
    assert model.predict(X).shape == y.shape
    with pytest.raises(ValueError, match="yeer"):
        CotuneClassifier(**QUICK, time_column="yeer").fit(X, y)
