"""Scikit-learn estimators over a study: `fit` runs a whole search, `predict` uses its final model.

    from cotune.sklearn import CotuneClassifier
    CotuneClassifier(time_budget_s=60).fit(X, y).predict(X_new)

The search runs in a process of its own, in a temporary study that is deleted when `fit` returns.
"""

from cotune.sklearn.estimators import CotuneClassifier, CotuneRegressor
from cotune.sklearn.wording import TableWarning

__all__ = ["CotuneClassifier", "CotuneRegressor", "TableWarning"]
