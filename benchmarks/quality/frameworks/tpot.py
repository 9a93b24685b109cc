"""TPOT, which takes numbers alone: python -m pip install tpot pyarrow"""

from __future__ import annotations

import sys

import pandas as pd

from frameworks.columns import Categories
from frameworks.fitted import Fitted, in_order
from job import Job

_METRICS = {"roc_auc": "roc_auc", "log_loss": "neg_log_loss", "rmse": "neg_root_mean_squared_error"}


def fit(X: pd.DataFrame, y: pd.Series, job: Job) -> Fitted:
    import tpot

    numbers = _numbers(X)
    kind = tpot.TPOTRegressor if job.is_regression else tpot.TPOTClassifier
    model = kind(
        search_space="linear-light",
        scorers=[_METRICS[job.metric]],
        scorers_weights=[1],
        max_time_mins=job.budget_s / 60,
        max_eval_time_mins=max(job.budget_s / 240, 0.2),
        n_jobs=job.cores,
        random_state=job.seed,
        verbose=0,
        cv=5,
    )
    model.fit(numbers.fit_transform(X), y)
    tried = len(model.evaluated_individuals)
    if job.is_regression:
        return Fitted(lambda X: model.predict(numbers.transform(X)), tried)
    predict = in_order(lambda X: model.predict_proba(numbers.transform(X)), model.classes_, job.n_classes)
    return Fitted(predict, tried)


def _numbers(X: pd.DataFrame):
    from sklearn.compose import make_column_transformer
    from sklearn.impute import SimpleImputer
    from sklearn.preprocessing import OrdinalEncoder

    texts = Categories(X, sys.maxsize).columns
    encoder = OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1, encoded_missing_value=-1)
    return make_column_transformer((encoder, texts), (SimpleImputer(), [c for c in X if c not in texts]))
