"""The closed sets of the domain, and what belongs to each member."""

from __future__ import annotations

from typing import Literal, get_args

Task = Literal["binary", "multiclass", "regression"]
Metric = Literal[
    "roc_auc",
    "average_precision",
    "f1",
    "f1_macro",
    "balanced_accuracy",
    "accuracy",
    "log_loss",
    "recall",
    "precision",
    "f2",
    "brier",
    "rmse",
    "mae",
    "r2",
    "mape",
    "rmsle",
    "median_ae",
]
Family = Literal[
    "xgboost",
    "hist_gradient_boosting",
    "random_forest",
    "extra_trees",
    "linear",
    "svm",
    "knn",
    "mlp",
    "naive_bayes",
    "decision_tree",
]
Device = Literal["auto", "cpu", "cuda"]
RanOn = Literal["cpu", "cuda"]
ExportKind = Literal["skops", "joblib", "folder"]
Objective = Literal["score", "predict_ms", "size_mb"]
SecondObjective = Literal["predict_ms", "size_mb"]
BATCH_ROWS = 200
"""Prediction times are those of a row in a batch of so many: a row that is asked alone takes much longer."""
Split = Literal["auto", "random", "stratified", "group", "time"]
Origin = Literal["default", "portfolio", "smac", "agent", "human", "random"]
TrialStatus = Literal["running", "ok", "failed", "timeout", "memout", "pruned", "cancelled"]
Actor = Literal["human", "agent"]
Door = Literal["python", "panel", "magic", "cli"]
Autonomy = Literal["ask_all", "ask_risky", "ask_costly"]
RunPhase = Literal["none", "running", "paused", "finishing", "ended"]
RunEnd = Literal["time", "trials", "stopped", "exhausted", "replaced", "failed"]

METRICS: tuple[Metric, ...] = get_args(Metric)
FAMILIES: tuple[Family, ...] = get_args(Family)
OBJECTIVES: tuple[Objective, ...] = get_args(Objective)
INTERPRETABLE: tuple[Family, ...] = ("linear", "decision_tree", "naive_bayes")
SUGGESTED: tuple[Origin, ...] = ("agent", "human")
SEARCHED: tuple[Origin, ...] = ("smac", "random")
CONTROL_SHARE = 0.2
"""The least share of trials that stays with the plain searcher while there are suggestions: they are judged by it."""
REGRESSION_METRICS: tuple[Metric, ...] = ("rmse", "mae", "r2", "mape", "rmsle", "median_ae")
MULTICLASS_METRICS: tuple[Metric, ...] = ("roc_auc", "f1_macro", "balanced_accuracy", "accuracy", "log_loss")
BINARY_METRICS: tuple[Metric, ...] = tuple(m for m in METRICS if m not in REGRESSION_METRICS)
POSITIVE_METRICS: tuple[Metric, ...] = ("f1", "f2", "precision", "recall", "average_precision")
"""Those of two classes whose value depends on which of them is the positive one."""
THRESHOLD_METRICS: tuple[Metric, ...] = ("f1", "f2", "f1_macro", "balanced_accuracy")
FOUND_POSITIVES_METRICS: tuple[Metric, ...] = ("f1", "f2", "recall")
"""They can't be taken of rows without a positive."""
CONTRASTING_METRICS: tuple[Metric, ...] = (
    *("roc_auc", "average_precision", "f1_macro", "balanced_accuracy", "precision", "r2"),
)
"""They can't be taken of rows that are all of one class, or have one value."""
ABSOLUTE_ERRORS: tuple[Metric, ...] = ("mae", "mape", "median_ae")
LOWER_IS_BETTER: frozenset[Metric] = frozenset({"log_loss", "brier", "rmse", "mae", "mape", "rmsle", "median_ae"})


def metrics_for(task: Task) -> tuple[Metric, ...]:
    """The metrics that a task can be scored with."""
    match task:
        case "binary":
            return BINARY_METRICS
        case "multiclass":
            return MULTICLASS_METRICS
        case "regression":
            return REGRESSION_METRICS


def default_metric(task: Task) -> Metric:
    """What is optimised when nobody said: ROC AUC, log loss, RMSE."""
    match task:
        case "binary":
            return "roc_auc"
        case "multiclass":
            return "log_loss"
        case "regression":
            return "rmse"


def natural(metric: Metric, score: float) -> float:
    """The metric's own value of a score, or the score of such a value: in scores losses are negated, so that higher is
    always better.
    """
    return 0.0 - score if metric in LOWER_IS_BETTER else score


BUILT_IN_PLANNER = "built-in planner (no LLM)"
BUILT_IN_NAMES = ("built-in", "builtin", "planner")
"""What people may call it where a model is asked for."""


def names_built_in(given: object) -> bool:
    """Whether that is a name of the built-in planner."""
    return isinstance(given, str) and given.strip().lower() in BUILT_IN_NAMES


def is_language_model(planner: str) -> bool:
    """Whether a study's planner, as its log names it, is a language model."""
    return planner not in ("", BUILT_IN_PLANNER)
