"""AutoGluon: python -m pip install "autogluon.tabular[lightgbm,xgboost,catboost]" pyarrow"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from frameworks.fitted import Fitted, in_order
from job import Job

_METRICS = {"rmse": "root_mean_squared_error"}


def fit(X: pd.DataFrame, y: pd.Series, job: Job, *, presets: str) -> Fitted:
    from autogluon.tabular import TabularPredictor

    predictor = TabularPredictor(
        label=job.target,
        problem_type=job.task,
        eval_metric=_METRICS.get(job.metric, job.metric),
        path=str(Path(job.scratch) / "autogluon"),
        verbosity=1,
    ).fit(X.assign(**{job.target: y}), time_limit=job.budget_s, presets=presets, num_cpus=job.cores, num_gpus=0)
    notes = {"best": predictor.model_best, "disk_mb": f"{predictor.disk_usage() / 1e6:.1f}"}
    tried = len(predictor.model_names())
    if job.is_regression:
        return Fitted(lambda X: predictor.predict(X).to_numpy(), tried, notes)
    predict = in_order(lambda X: predictor.predict_proba(X).to_numpy(), predictor.class_labels, job.n_classes)
    return Fitted(predict, tried, notes)
