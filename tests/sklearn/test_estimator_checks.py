"""scikit-learn's own list of checks, all of them but one.

Not asked, because the estimators' tags say that it doesn't apply: an error on missing values in X (they are fine), and
everything about sample weights and sparse matrices (not supported).
"""

from quick_search import QuickClassifier, QuickRegressor
from sklearn.utils.estimator_checks import parametrize_with_checks

MENDED = {
    "check_dataframe_column_names_consistency": "columns in another order, or beside others, are taken by their names"
}


@parametrize_with_checks(
    [kind(time_budget_s=None, max_trials=1, workers=1) for kind in (QuickClassifier, QuickRegressor)],
    expected_failed_checks=lambda _estimator: MENDED,
)
def test_estimator_check(estimator, check):
    check(estimator)
