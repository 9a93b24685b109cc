"""The frameworks by name. A new one is a file beside this and a line here."""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib import import_module

import pandas as pd

from frameworks.fitted import Fitted
from job import Job


@dataclass(frozen=True)
class Entry:
    """`module`: the file here. `package`: what must be importable. `options`: what this variant passes to its `fit`."""

    module: str
    package: str
    distributions: tuple[str, ...]
    options: dict[str, object] = field(default_factory=dict)


def _autogluon(presets: str) -> Entry:
    return Entry("autogluon", "autogluon.tabular", ("autogluon.tabular", "xgboost"), {"presets": presets})


def _mljar(mode: str) -> Entry:
    return Entry("mljar", "supervised", ("mljar-supervised", "xgboost"), {"mode": mode})


FRAMEWORKS: dict[str, Entry] = {
    "cotune": Entry("cotune_estimator", "cotune", ("cotune", "xgboost-cpu", "xgboost")),
    "cotune_study": Entry("cotune_study", "cotune", ("cotune", "xgboost-cpu", "xgboost")),
    "constant": Entry("constant", "sklearn", ()),
    "hist_gradient_boosting": Entry("hist_gradient_boosting", "sklearn", ()),
    "optuna_xgboost": Entry("optuna_xgboost", "optuna", ("optuna", "xgboost", "xgboost-cpu")),
    "flaml": Entry("flaml", "flaml", ("flaml", "xgboost"), {"ensemble": False}),
    "flaml_ensemble": Entry("flaml", "flaml", ("flaml", "xgboost"), {"ensemble": True}),
    "autogluon_medium": _autogluon("medium_quality"),
    "autogluon_good": _autogluon("good_quality"),
    "autogluon_best": _autogluon("best_quality"),
    "mljar_perform": _mljar("Perform"),
    "mljar_compete": _mljar("Compete"),
    "lightautoml": Entry("lightautoml", "lightautoml", ("lightautoml", "torch")),
    "h2o": Entry("h2o", "h2o", ("h2o",)),
    "tpot": Entry("tpot", "tpot", ("tpot", "xgboost")),
}


def fit(X: pd.DataFrame, y: pd.Series, job: Job) -> Fitted:
    """By the job's framework, whose import is part of it."""
    entry = FRAMEWORKS[job.framework]
    return import_module(f"frameworks.{entry.module}").fit(X, y, job, **entry.options)
