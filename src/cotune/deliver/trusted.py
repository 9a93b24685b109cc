"""Which types a model in a .skops file may hold, beyond those that skops trusts by itself.

Each by its full name: a module holds functions too, and `functools.partial` of one of those runs as soon as a model
predicts. The test builds every family with every setting: after an upgrade of scikit-learn or scipy it names what is
new.
"""

from __future__ import annotations

TRUSTED = frozenset(
    {
        "cotune_runtime.BinnedRegressor",
        "cotune_runtime.CategoryCodes",
        "cotune_runtime.ClassGuard",
        "cotune_runtime.Clipped",
        "cotune_runtime.DateParts",
        "cotune_runtime.HistogramClassifier",
        "cotune_runtime.HistogramRegressor",
        "cotune_runtime.HistogramTrees",
        "cotune_runtime.MarginCalibrated",
        "cotune_runtime.Screened",
        "cotune_runtime.TableModel",
        "cotune_runtime.TableSchema",
        "cotune_runtime.TargetCodes",
        "cotune_runtime.TargetGuard",
        "cotune_runtime.TextParts",
        "cotune_runtime.XGBoostTrees",
        "functools.partial",  # histogram gradient boosting checks its columns by one of check_array
        "numpy.dtype",
        "scipy._lib.array_api_compat.numpy._aliases.asarray",
        "scipy.interpolate._bsplines.BSpline",
        "sklearn._loss._loss.CyAbsoluteError",
        "sklearn._loss._loss.CyHalfBinomialLoss",
        "sklearn._loss._loss.CyHalfMultinomialLoss",
        "sklearn._loss._loss.CyHalfSquaredError",
        "sklearn._loss.link.HalfLogitLink",
        "sklearn._loss.link.IdentityLink",
        "sklearn._loss.link.Interval",
        "sklearn._loss.link.LogitLink",
        "sklearn._loss.link.MultinomialLogit",
        "sklearn._loss.loss.AbsoluteError",
        "sklearn._loss.loss.HalfBinomialLoss",
        "sklearn._loss.loss.HalfMultinomialLoss",
        "sklearn._loss.loss.HalfSquaredError",
        "sklearn.compose._column_transformer._RemainderColsList",  # of scikit-learn 1.6
        "sklearn.ensemble._hist_gradient_boosting.binning._BinMapper",
        "sklearn.ensemble._hist_gradient_boosting.predictor.TreePredictor",
        "sklearn.metrics._dist_metrics.EuclideanDistance64",
        "sklearn.metrics._dist_metrics.ManhattanDistance64",
        "sklearn.neighbors._kd_tree.KDTree",
        "sklearn.neural_network._stochastic_optimizers.AdamOptimizer",
        "sklearn.tree._tree.Tree",
        "sklearn.utils.validation.check_array",
    }
)
