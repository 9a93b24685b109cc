"""cotune as a scikit-learn estimator."""

from __future__ import annotations

import pandas as pd

from frameworks.fitted import Fitted, in_order
from job import Job


def fit(X: pd.DataFrame, y: pd.Series, job: Job) -> Fitted:
    from cotune.sklearn import CotuneClassifier, CotuneRegressor

    kind = CotuneRegressor if job.is_regression else CotuneClassifier
    model = kind(metric=job.metric, time_budget_s=job.budget_s, workers=job.cores, random_state=job.seed).fit(X, y)
    predict = model.predict if job.is_regression else in_order(model.predict_proba, model.classes_, job.n_classes)
    return Fitted(predict, model.n_trials_)
