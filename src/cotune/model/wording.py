"""How the closed words, durations, actions and refusals read in a sentence; every door says them alike."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from cotune.errors import CotuneError, UserError
from cotune.model import action as act
from cotune.model.action import Action
from cotune.model.gate import Grant
from cotune.model.plan import FieldOrigin
from cotune.model.spec import Range, SearchSpec, range_in_words
from cotune.model.words import FAMILIES, Family, Metric, RunEnd, RunPhase, SecondObjective, Task

METRIC_NAMES: dict[Metric, str] = {
    "roc_auc": "ROC AUC",
    "average_precision": "average precision",
    "f1": "F1",
    "f1_macro": "macro F1",
    "balanced_accuracy": "balanced accuracy",
    "accuracy": "accuracy",
    "log_loss": "log loss",
    "recall": "recall",
    "precision": "precision",
    "f2": "F2",
    "brier": "Brier score",
    "rmse": "RMSE",
    "mae": "MAE",
    "r2": "R²",
    "mape": "MAPE",
    "rmsle": "RMSLE",
    "median_ae": "median abs. error",
}
FAMILY_NAMES: dict[Family, str] = {
    "xgboost": "XGBoost",
    "hist_gradient_boosting": "Hist. gradient boosting",
    "random_forest": "Random forest",
    "extra_trees": "Extra trees",
    "linear": "Linear model",
    "svm": "Support vectors",
    "knn": "Nearest neighbours",
    "mlp": "Neural net",
    "naive_bayes": "Naive Bayes",
    "decision_tree": "Decision tree",
}
OBJECTIVE_NAMES: dict[SecondObjective, str] = {"predict_ms": "prediction time", "size_mb": "model size"}
OBJECTIVE_UNITS: dict[SecondObjective, str] = {"predict_ms": "ms a row in a batch", "size_mb": "MB"}
FIELD_NAMES = {
    "target": "Predict",
    "task": "Kind",
    "metric": "Metric",
    "seconds": "Time",
    "trials": "Trials",
    "families": "Families",
    "exclude_columns": "Left out",
    "device": "Device",
    "workers": "Workers",
    "split": "Split",
    "group_column": "Groups",
    "time_column": "Time column",
    "folds": "Folds",
    "holdout_fraction": "Holdout",
    "max_predict_ms": "Predict within",
    "interpretable": "Interpretable",
    "random_state": "Seed",
    "memory_mb": "Memory limit",
    "seconds_per_trial": "Time per trial",
    "positive_class": "Positive class",
    "weight_column": "Weights",
    "ranges": "Ranges",
    "objectives": "To be good",
}
"""The fields of a specification as a card names them."""
RUN_PHASES: dict[RunPhase, str] = {
    "none": "not started",
    "running": "it goes on",
    "paused": "it is paused",
    "finishing": "its model is being made",
    "ended": "it has ended",
}
RUN_ENDS: dict[RunEnd, str] = {
    "time": "its time was over",
    "trials": "all its trials were made",
    "stopped": "it was stopped",
    "exhausted": "nothing was left to try",
    "replaced": "another search took its place",
    "failed": "it failed",
}
"""How a search that has ended came to that."""
TASK_NAMES: dict[Task, str] = {"binary": "two classes", "multiclass": "several classes", "regression": "a number"}


def duration(seconds: float) -> str:
    """'45 s', '5 min', '1.5 h'."""
    if seconds < 90:
        return f"{seconds:.2g} s" if seconds < 10 else f"{seconds:.0f} s"
    hours = seconds / 3600
    if hours < 1.5:
        return f"{seconds / 60:.2g} min"
    return f"{hours:.2g} h" if hours < 10 else f"{hours:,.0f} h"


def durations_apart(one: float, other: float) -> tuple[str, str]:
    """Both, to the second where they would read alike."""
    short = duration(one), duration(other)
    return short if short[0] != short[1] else (_to_the_second(one), _to_the_second(other))


def _to_the_second(seconds: float) -> str:
    """'10 min 20 s'."""
    if seconds < 1:
        return f"{seconds:.3g} s"
    minutes, rest = divmod(round(seconds, 1), 60)
    hours, minutes = divmod(minutes, 60)
    parts = [f"{hours:,.0f} h" * (hours > 0), f"{minutes:.0f} min" * (minutes > 0), f"{rest:.3g} s" * (rest > 0)]
    return " ".join(filter(None, parts))


def told(error: CotuneError) -> str:
    """What is wrong and what to do next, as a person reads it: fields as a card names them, parameters not at all."""
    if not isinstance(error, UserError):
        return str(error)
    sentences = [error.what + _place(error.where or ""), *([error.fix] if error.fix else [])]
    return " ".join(_capital(s) + ("" if s.endswith((".", "?", "!")) else ".") for s in sentences)


def _capital(sentence: str) -> str:
    """The sentence with a capital, unless it begins with a name that is typed in small letters."""
    first = sentence.partition(" ")[0]
    is_name = "_" in first or first in FAMILY_NAMES or first in METRIC_NAMES
    return sentence if is_name else sentence[:1].upper() + sentence[1:]


def _place(where: str) -> str:
    named = [part for part in where.split(".") if part in FIELD_NAMES]
    if named:
        return f" (see “{FIELD_NAMES[named[-1]]}”)"
    return "" if not where or where.isidentifier() else f" ({where})"


def origin_in_words(origin: FieldOrigin) -> str:
    """'\u201cten minutes\u201d', 'implied by \u201cmust not miss one\u201d', 'implied', 'default'."""
    words = f"\u201c{origin.words}\u201d" if origin.words else ""
    return words if origin.source == "stated" and words else f"{origin.source} by {words}" if words else origin.source


def grant_in_words(grant: Grant) -> str:
    """'grant-1: 12 min of 20 min of search without a card are left'."""
    return f"{grant.id}: {duration(grant.left_seconds)} of {duration(grant.seconds)} of search without a card are left"


def in_words(action: Action) -> str:
    """What an action does, as it reads after 'to': 'search 5 min longer'."""
    match action:
        case act.StartSearch():
            return _search_in_words(action.spec)
        case act.PauseRun():
            return "pause the search"
        case act.ResumeRun():
            return "go on with the search"
        case act.StopRun():
            return "stop the search and make the model"
        case act.ExtendRun():
            return f"search {_amount(action.seconds, action.trials)} longer"
        case act.BanFamily():
            return f"try no more of {FAMILY_NAMES[action.family]}"
        case act.UnbanFamily():
            return f"try {FAMILY_NAMES[action.family]} again"
        case act.Steer():
            return f"look more at {FAMILY_NAMES[action.family]}{_in_ranges(action.own_ranges)}"
        case act.Unsteer():
            return "drop a hint on where to look"
        case act.EnqueueTrial():
            return f"try a given {FAMILY_NAMES[action.configuration.family]} next"
        case act.UnsealHoldout():
            return "open the sealed rows"
        case act.UseTrial(trial=None):
            return "make the model as cotune would, without a choice of yours"
        case act.UseTrial():
            return f"make trial {action.trial} the model"
        case act.SetAutonomy():
            return "change when you are asked"
        case act.GrantBudget():
            return f"search {duration(action.seconds)} without asking"
        case act.RevokeGrant():
            return "withdraw a permission"
        case act.LimitAgent():
            return "change what the agent may use"
        case act.ShareWithAgent():
            return f"let the agent's model see {action.sharing.in_words()}"
        case act.SetAgentModel():
            return f"let {action.planner} answer as the agent"
        case act.ProbeModel():
            return "measure whether the agent's model knows this table"
        case _:
            assert_never(action)


def _search_in_words(spec: SearchSpec) -> str:
    text = f"search {_amount(spec.seconds, spec.trials)} for a model of '{spec.target}' ({TASK_NAMES[spec.task]})"
    second = spec.second_objective
    text += f" by {METRIC_NAMES[spec.metric]}" + (f" and {OBJECTIVE_NAMES[second]}" if second else "")
    text += f", with {_families(spec.searched_families())}"
    text += "".join(f", {FAMILY_NAMES[r.family]} with {range_in_words(r)}" for r in spec.ranges)
    columns = "column" if len(spec.exclude_columns) == 1 else "columns"
    text += f", without the {columns} {', '.join(spec.exclude_columns)}" if spec.exclude_columns else ""
    text += f", groups of '{spec.group_column}' kept together" if spec.group_column else ""
    return text + (f", tested on the latest by '{spec.time_column}'" if spec.time_column else "")


def _in_ranges(ranges: Sequence[Range]) -> str:
    return f" with {', '.join(map(range_in_words, ranges))}" if ranges else ""


def _amount(seconds: float | None, trials: int | None) -> str:
    parts = [duration(seconds) if seconds else "", f"{trials} trial{'s' * (trials != 1)}" if trials else ""]
    return " or ".join(p for p in parts if p)


def _families(families: Sequence[Family]) -> str:
    left_out = [FAMILY_NAMES[f] for f in FAMILIES if f not in families]
    if not left_out:
        return "all model families"
    if len(left_out) <= 3:
        return f"all model families but {', '.join(left_out)}"
    return ", ".join(FAMILY_NAMES[f] for f in families)
