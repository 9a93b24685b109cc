"""scikit-learn's boosting with its defaults."""

from __future__ import annotations

import pandas as pd

from frameworks.columns import Categories
from frameworks.fitted import Fitted, in_order
from job import Job


def fit(X: pd.DataFrame, y: pd.Series, job: Job) -> Fitted:
    from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor

    cast = Categories(X)
    kind = HistGradientBoostingRegressor if job.is_regression else HistGradientBoostingClassifier
    model = kind(random_state=job.seed, categorical_features="from_dtype").fit(cast(X), y)
    if job.is_regression:
        return Fitted(lambda X: model.predict(cast(X)), 1)
    return Fitted(in_order(lambda X: model.predict_proba(cast(X)), model.classes_, job.n_classes), 1)
