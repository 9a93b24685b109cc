"""scikit-learn's own list of checks, all of them: none is expected to fail.

Not asked, because the estimators' tags say that it doesn't apply: an error on missing values in X (they are fine), and
everything about sample weights and sparse matrices (not supported).
"""

from quick_search import QuickClassifier, QuickRegressor
from sklearn.utils.estimator_checks import parametrize_with_checks


@parametrize_with_checks([QuickClassifier(max_trials=1), QuickRegressor(max_trials=1)])
def test_estimator_check(estimator, check):
    check(estimator)
