"""H2O AutoML, which needs Java: python -m pip install h2o pyarrow"""

from __future__ import annotations

import os
from pathlib import Path

import pandas as pd

from frameworks.fitted import Fitted, in_order
from job import Job

_METRICS = {"roc_auc": "AUC", "log_loss": "logloss", "rmse": "RMSE"}
MEMORY = "6g"


def fit(X: pd.DataFrame, y: pd.Series, job: Job) -> Fitted:
    import h2o
    from h2o.automl import H2OAutoML

    port = 54400 + os.getpid() % 500
    h2o.init(
        nthreads=job.cores,
        max_mem_size=MEMORY,
        port=port,
        bind_to_localhost=True,
        ice_root=job.scratch,
        verbose=False,
    )
    h2o.no_progress()
    kinds = {c: "numeric" if pd.api.types.is_numeric_dtype(X[c]) else "enum" for c in X}
    kinds[job.target] = "numeric" if job.is_regression else "enum"

    def frame(X: pd.DataFrame):
        file = Path(job.scratch) / "rows.csv"
        X.to_csv(file, index=False)
        return h2o.import_file(str(file), header=1, col_types={c: k for c, k in kinds.items() if c in X})

    search = H2OAutoML(max_runtime_secs=int(job.budget_s), seed=job.seed, sort_metric=_METRICS[job.metric])
    search.train(x=list(X.columns), y=job.target, training_frame=frame(X.assign(**{job.target: y})))

    def raw(X: pd.DataFrame) -> pd.DataFrame:
        return search.leader.predict(frame(X)).as_data_frame()

    tried, notes = search.leaderboard.nrow, {"best": search.leader.model_id}
    if job.is_regression:
        return Fitted(lambda X: raw(X)["predict"].to_numpy(), tried, notes)
    classes = [int(column.removeprefix("p")) for column in raw(X.head(3)).columns[1:]]
    return Fitted(in_order(lambda X: raw(X).iloc[:, 1:].to_numpy(), classes, job.n_classes), tried, notes)
