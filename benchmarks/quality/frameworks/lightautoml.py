"""LightAutoML: python -m pip install lightautoml pyarrow"""

from __future__ import annotations

import numpy as np
import pandas as pd

from frameworks.fitted import Fitted, in_order
from job import Job

_METRICS = {"roc_auc": "auc", "log_loss": "crossentropy", "rmse": "mse"}
_TASKS = {"binary": "binary", "multiclass": "multiclass", "regression": "reg"}


def fit(X: pd.DataFrame, y: pd.Series, job: Job) -> Fitted:
    import torch
    from lightautoml.automl.presets.tabular_presets import TabularAutoML
    from lightautoml.tasks import Task

    torch.set_num_threads(job.cores)
    model = TabularAutoML(
        task=Task(_TASKS[job.task], metric=_METRICS[job.metric]),
        timeout=job.budget_s,
        cpu_limit=job.cores,
        reader_params={"n_jobs": job.cores, "cv": 5, "random_state": job.seed},
    )
    model.fit_predict(X.assign(**{job.target: y}), roles={"target": job.target}, verbose=0)

    def raw(X: pd.DataFrame) -> np.ndarray:
        return np.asarray(model.predict(X).data)

    match job.task:
        case "regression":
            return Fitted(lambda X: raw(X)[:, 0])
        case "binary":
            return Fitted(lambda X: np.column_stack([1 - raw(X)[:, 0], raw(X)[:, 0]]))
    codes = model.reader.class_mapping or {c: c for c in range(job.n_classes)}
    return Fitted(in_order(raw, sorted(codes, key=codes.get), job.n_classes))
