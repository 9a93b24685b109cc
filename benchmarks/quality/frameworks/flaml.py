"""FLAML: python -m pip install "flaml[automl]" pyarrow"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from frameworks.fitted import Fitted, in_order
from job import Job


def fit(X: pd.DataFrame, y: pd.Series, job: Job, *, ensemble: bool) -> Fitted:
    from flaml import AutoML

    log = Path(job.scratch) / "flaml.log"
    model = AutoML()
    model.fit(
        X_train=X,
        y_train=y,
        task="regression" if job.is_regression else "classification",
        metric=job.metric,
        time_budget=job.budget_s,
        n_jobs=job.cores,
        seed=job.seed,
        ensemble=ensemble,
        log_file_name=str(log),
        log_type="all",
        verbose=0,
    )
    tried = sum('"validation_loss"' in line for line in log.read_text().splitlines())
    predict = model.predict if job.is_regression else in_order(model.predict_proba, model.classes_, job.n_classes)
    return Fitted(predict, tried, {"best": str(model.best_estimator), "validation_loss": str(model.best_loss)})
