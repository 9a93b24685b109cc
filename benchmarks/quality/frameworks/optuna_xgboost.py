"""What a careful person writes by hand: Optuna over XGBoost, one validation split, early stopping, a refit."""

from __future__ import annotations

import time

import pandas as pd

from frameworks.columns import Categories
from frameworks.fitted import Fitted, in_order
from job import Job

SEARCH_SHARE, REFIT_BY = 0.9, 0.95
MOST_ROUNDS, PATIENCE = 1000, 30
START = {
    "learning_rate": 0.1,
    "max_depth": 6,
    "min_child_weight": 1,
    "subsample": 1,
    "colsample_bytree": 1,
    "reg_lambda": 1,
    "reg_alpha": 1e-3,
}


def fit(X: pd.DataFrame, y: pd.Series, job: Job) -> Fitted:
    import optuna
    import xgboost

    optuna.logging.set_verbosity(optuna.logging.WARNING)
    kind = xgboost.XGBRegressor if job.is_regression else xgboost.XGBClassifier
    fixed = {"n_jobs": job.cores, "random_state": job.seed, "enable_categorical": True}
    cast = Categories(X)
    began = time.monotonic()

    def stop_in_time(study, _) -> None:
        """Room for a refit on all rows."""
        refit_s = 1.3 * study.best_trial.user_attrs["seconds"]
        if time.monotonic() - began + refit_s > REFIT_BY * job.budget_s:
            study.stop()

    direction = "maximize" if job.metric == "roc_auc" else "minimize"
    sampler = optuna.samplers.TPESampler(seed=job.seed, multivariate=True)
    study = optuna.create_study(sampler=sampler, direction=direction)
    study.enqueue_trial(START)
    objective = _objective(kind, fixed, cast(X), y, job)
    study.optimize(objective, timeout=SEARCH_SHARE * job.budget_s, callbacks=[stop_in_time])
    rounds = study.best_trial.user_attrs["rounds"]
    model = kind(n_estimators=rounds, **fixed, **study.best_params).fit(cast(X), y)
    notes = {"validation": str(study.best_value)}
    if job.is_regression:
        return Fitted(lambda X: model.predict(cast(X)), len(study.trials), notes)
    predict = in_order(lambda X: model.predict_proba(cast(X)), model.classes_, job.n_classes)
    return Fitted(predict, len(study.trials), notes)


def _objective(kind, fixed: dict, X: pd.DataFrame, y: pd.Series, job: Job):
    from sklearn.model_selection import train_test_split

    from scoring import scores

    strata = None if job.is_regression else y
    X_fit, X_val, y_fit, y_val = train_test_split(X, y, test_size=0.2, random_state=job.seed, stratify=strata)
    watched = {"binary": "auc", "multiclass": "mlogloss", "regression": "rmse"}[job.task]

    def objective(trial) -> float:
        began = time.monotonic()
        model = kind(
            n_estimators=MOST_ROUNDS, early_stopping_rounds=PATIENCE, eval_metric=watched, **fixed, **_drawn(trial)
        )
        model.fit(X_fit, y_fit, eval_set=[(X_val, y_val)], verbose=False)
        trial.set_user_attr("rounds", model.best_iteration + 1)
        trial.set_user_attr("seconds", time.monotonic() - began)
        predicted = model.predict(X_val) if job.is_regression else model.predict_proba(X_val)
        return scores(job, y_val.to_numpy(), predicted)[job.metric]

    return objective


def _drawn(trial) -> dict[str, float]:
    return {
        "learning_rate": trial.suggest_float("learning_rate", 0.01, 0.3, log=True),
        "max_depth": trial.suggest_int("max_depth", 2, 12),
        "min_child_weight": trial.suggest_float("min_child_weight", 0.5, 30, log=True),
        "subsample": trial.suggest_float("subsample", 0.5, 1),
        "colsample_bytree": trial.suggest_float("colsample_bytree", 0.4, 1),
        "reg_lambda": trial.suggest_float("reg_lambda", 1e-3, 30, log=True),
        "reg_alpha": trial.suggest_float("reg_alpha", 1e-3, 10, log=True),
    }
