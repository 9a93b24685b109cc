from __future__ import annotations

import pickle
from pathlib import Path
from typing import get_args

import joblib
import numpy as np
import pandas as pd
import pytest
from tables_for_pipelines import Case, shape_of

from cotune.model.base import Scalar
from cotune.model.profile import TableShape
from cotune.model.space import ChoiceParam, Configuration
from cotune.model.words import FAMILIES, Family, Metric, Task, metrics_for
from cotune.pipelines import BuildJob, dummy_score, family, fit, predict, score
from cotune_runtime import TableSchema

TASKS: tuple[Task, ...] = get_args(Task)


def configurations(name: Family, shape: TableShape) -> list[Configuration]:
    return [start.configuration for start in family(name).starts(shape)]


@pytest.mark.parametrize("task", TASKS)
@pytest.mark.parametrize("name", FAMILIES)
def test_every_portfolio_member_fits_a_nasty_table_and_beats_a_constant(name: Family, task: Task) -> None:
    case = Case(task)
    train, test = np.arange(90), np.arange(90, 120)
    metric: Metric = "rmse" if task == "regression" else "balanced_accuracy"
    dummy = dummy_score(metric, case.y[train], case.y[test], task)
    scores = []
    for configuration in configurations(name, case.job.shape):
        pipeline = fit(family(name).build(configuration, case.job), case.X.iloc[train], case.y[train])
        predicted = predict(pipeline, case.X.iloc[test], task, case.n_classes)
        if task != "regression":
            assert predicted.shape == (30, case.n_classes)
            np.testing.assert_allclose(predicted.sum(axis=1), 1)
        scores.append(score(metric, case.y[test], predicted, n_classes=case.n_classes))
    assert max(scores) > dummy


@pytest.mark.parametrize("task", TASKS)
@pytest.mark.parametrize("name", FAMILIES)
def test_every_choice_and_both_ends_of_every_range_fit(name: Family, task: Task) -> None:
    case = Case(task, n_rows=40)
    params = family(name).space(case.job.shape).params
    lows = {p.name: p.choices[0] if isinstance(p, ChoiceParam) else p.low for p in params}
    highs = {p.name: p.choices[-1] if isinstance(p, ChoiceParam) else p.high for p in params}
    others = [{p.name: choice} for p in params if isinstance(p, ChoiceParam) for choice in p.choices[1:-1]]
    for changes in (lows, highs, *others):
        values = family(name).complete(changes, case.job.shape)
        assert all(values.get(key, value) == value for key, value in changes.items())
        pipeline = family(name).build(Configuration(family=name, params=values), case.job)
        predicted = predict(fit(pipeline, case.X, case.y), case.X, task, case.n_classes)
        assert np.isfinite(predicted).all()


@pytest.mark.parametrize("name", FAMILIES)
def test_the_same_seed_gives_the_same_predictions_and_survives_a_pickle(name: Family) -> None:
    case = Case("binary")
    configuration = family(name).starts(case.job.shape)[0].configuration
    first, second = (fit(family(name).build(configuration, case.job), case.X, case.y) for _ in range(2))
    expected = predict(first, case.X, "binary", 2)
    np.testing.assert_array_equal(predict(second, case.X, "binary", 2), expected)
    np.testing.assert_array_equal(predict(pickle.loads(pickle.dumps(first)), case.X, "binary", 2), expected)


@pytest.mark.parametrize("name", ["xgboost", "hist_gradient_boosting", "linear"])
@pytest.mark.parametrize("task", TASKS)
def test_every_metric_of_a_task_can_be_searched_for(name: Family, task: Task) -> None:
    for metric in metrics_for(task):
        case = Case(task, metric, n_rows=60)
        pipeline = fit(family(name).build(Configuration(family=name), case.job), case.X, case.y)
        predicted = predict(pipeline, case.X, task, case.n_classes)
        reached = score(metric, case.y, predicted, n_classes=case.n_classes)
        assert reached >= dummy_score(metric, case.y, case.y, task)


@pytest.mark.parametrize("name", FAMILIES)
def test_a_read_only_table_is_enough(name: Family, tmp_path: Path) -> None:
    case = Case("regression", n_rows=60)
    joblib.dump((case.X, case.y), tmp_path / "table.joblib")
    X, y = joblib.load(tmp_path / "table.joblib", mmap_mode="r")
    pipeline = fit(family(name).build(Configuration(family=name), case.job), X, y)
    assert np.isfinite(predict(pipeline, X, "regression", 0)).all()


@pytest.mark.parametrize("name", FAMILIES)
@pytest.mark.parametrize("task", ["binary", "multiclass"])
def test_a_fold_with_one_class_left_gives_that_class(name: Family, task: Task) -> None:
    case = Case(task, n_rows=40)
    only = np.ones(40, dtype=np.int64)
    pipeline = fit(family(name).build(Configuration(family=name), case.job), case.X, only)
    predicted = predict(pipeline, case.X, task, case.n_classes)
    assert (predicted.argmax(axis=1) == 1).all()
    assert predicted.shape == (40, case.n_classes)


@pytest.mark.parametrize("n_rows", [120, 5000])
@pytest.mark.parametrize(
    ("name", "params"),
    [
        *[(name, {}) for name in FAMILIES if family(name).weighs_rows and name != "svm"],
        ("naive_bayes", {"likelihood": "bernoulli"}),
        ("svm", {"C": 0.05}),
    ],
)
@pytest.mark.parametrize("task", TASKS)
def test_heavy_rows_pull_the_answer_unless_the_family_says_it_cannot_weigh(
    name: Family, params: dict[str, Scalar], n_rows: int, task: Task
) -> None:
    """`n_rows` is what the family is told: from some thousand rows on an SVM is another model. With a large C it fits
    every row, however light.
    """
    case = Case(task)
    job = case.job.having(shape=case.job.shape.having(n_rows=n_rows))
    heavy = case.y >= np.quantile(case.y, 0.7)
    means = []
    for weights in (np.ones(120), np.where(heavy, 20.0, 1.0)):
        built = family(name).build(Configuration(family=name, params=params), job)
        predicted = predict(fit(built, case.X, case.y, weights), case.X, task, case.n_classes)
        means.append(float(np.mean(predicted if task == "regression" else predicted @ np.arange(case.n_classes))))
    assert means[1] > means[0] + 1e-3


@pytest.mark.parametrize("name", FAMILIES)
@pytest.mark.parametrize("task", TASKS)
def test_spaces_are_coherent_for_any_shape(name: Family, task: Task) -> None:
    for n_rows, n_numeric, n_categorical, n_text in [
        (12, 1, 0, 0),
        (500, 0, 3, 0),
        (10**6, 50, 5, 1),
        (1000, 5000, 0, 0),
    ]:
        shape = TableShape(
            task=task,
            n_rows=n_rows,
            n_numeric=n_numeric,
            n_categorical=n_categorical,
            n_text=n_text,
            n_datetime=0,
            max_cardinality=30 if n_categorical else 0,
            n_classes=0 if task == "regression" else 2,
            has_missing=False,
        )
        params = {p.name: p for p in family(name).space(shape).params}
        assert len(params) == len(family(name).space(shape).params)
        for param in params.values():
            if not isinstance(param, ChoiceParam):
                assert param.low <= param.default <= param.high
                assert not param.log or param.low > 0
            if param.only_if:
                parent = params[param.only_if.name]
                assert isinstance(parent, ChoiceParam)
                assert set(param.only_if.values) & set(parent.choices)
        portfolio = configurations(name, shape)
        assert len({c.digest() for c in portfolio}) == len(portfolio)
        for configuration in portfolio:
            assert set(configuration.params) <= set(params)
            for key, value in configuration.params.items():
                param = params[key]
                assert value in param.choices if isinstance(param, ChoiceParam) else param.low <= value <= param.high
        assert all(start.fit_s > 0 for start in family(name).starts(shape))


@pytest.mark.parametrize("name", ["xgboost", "hist_gradient_boosting"])
def test_boosting_fits_a_table_with_more_columns_than_rows(name: Family) -> None:
    frame = pd.DataFrame(np.random.default_rng(0).normal(size=(60, 320)), columns=[f"c{i}" for i in range(320)])
    frame["colour"] = pd.Categorical(["r", "g", "b"] * 20)
    y = (frame["c0"] + (frame["colour"] == "g") > 0.3).astype(int).to_numpy()
    schema = TableSchema.of(frame)
    job = BuildJob.of(schema, shape_of(schema, "binary", 60, 2), "roc_auc", random_state=0)
    X = schema.conform(frame)
    pipeline = fit(family(name).build(family(name).starts(job.shape)[0].configuration, job), X, y)
    assert score("roc_auc", y, predict(pipeline, X, "binary", 2), n_classes=2) > 0.7


def test_only_neighbours_of_many_rows_are_known_to_predict_slowly() -> None:
    small, large = (Case("regression").job.shape.having(n_rows=n, n_numeric=10) for n in (1_000, 100_000))
    assert family("knn").predict_ms(small) < 0.05 < 0.5 < family("knn").predict_ms(large)
    assert {family(name).predict_ms(large) for name in FAMILIES if name != "knn"} == {0.0}
