"""One framework on one table, in an interpreter that has the framework, pandas, pyarrow and scikit-learn.

`compare.py` runs it: python cell.py JOB OUTCOME
"""

from __future__ import annotations

import json
import logging
import os
import sys
import time
import warnings
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import numpy as np
import pandas as pd

from frameworks.fitted import Predict
from frameworks.registry import FRAMEWORKS, Entry, fit
from job import Job
from records import Outcome


def outcome(job: Job) -> Outcome:
    """Fit, then judge on the test rows."""
    train, test = pd.read_parquet(job.train), pd.read_parquet(job.test)
    began = time.monotonic()
    fitted = fit(train.drop(columns=job.target), train[job.target], job)
    fit_s = time.monotonic() - began

    from robustness import robustness
    from scoring import scores

    X = test.drop(columns=job.target)
    predicted, predict_s = _timed(fitted.predict, X)
    _, one_row_s = _timed(fitted.predict, X.head(1))
    found = scores(job, test[job.target].to_numpy(), predicted)
    return Outcome(
        score=found[job.metric],
        scores={name: round(value, 6) for name, value in found.items()},
        fit_s=round(fit_s, 2),
        predict_s=round(predict_s, 3),
        predict_one_row_ms=round(1000 * one_row_s, 2),
        models=fitted.models,
        notes=fitted.notes,
        robustness=robustness(fitted.predict, X),
        versions=_versions(FRAMEWORKS[job.framework]),
        curve=fitted.curve,
    )


def _timed(predict: Predict, X: pd.DataFrame) -> tuple[np.ndarray, float]:
    began = time.monotonic()
    return predict(X), time.monotonic() - began


def _versions(entry: Entry) -> dict[str, str]:
    found = {}
    for name in (*entry.distributions, "scikit-learn", "pandas"):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


if __name__ == "__main__":
    warnings.filterwarnings("ignore")
    logging.disable(logging.WARNING)
    found = outcome(Job.read(Path(sys.argv[1])))
    Path(sys.argv[2]).write_text(json.dumps(asdict(found)))
    sys.stdout.flush()
    os._exit(0)  # some frameworks leave threads behind that would never end
