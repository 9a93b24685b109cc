"""mljar: python -m pip install mljar-supervised pyarrow"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from frameworks.fitted import Fitted, in_order
from job import Job

_METRICS = {"roc_auc": "auc", "log_loss": "logloss", "rmse": "rmse"}
_TASKS = {"binary": "binary_classification", "multiclass": "multiclass_classification", "regression": "regression"}


def fit(X: pd.DataFrame, y: pd.Series, job: Job, *, mode: str) -> Fitted:
    from supervised.automl import AutoML

    model = AutoML(
        results_path=str(Path(job.scratch) / "mljar"),
        mode=mode,
        ml_task=_TASKS[job.task],
        eval_metric=_METRICS[job.metric],
        total_time_limit=int(job.budget_s),
        n_jobs=job.cores,
        random_state=job.seed,
        verbose=0,
    )
    model.fit(X, y)
    tried = len(model.get_leaderboard())
    predict = model.predict if job.is_regression else in_order(model.predict_proba, sorted(y.unique()), job.n_classes)
    return Fitted(predict, tried)
