"""The estimators with a search of one trial and no processes: data, preparation, family and exported model are real.

scikit-learn checks an estimator by some 200 fits; each would start a study's process.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
import pandas as pd

from cotune.data import build_run_table, complete_spec, write_snapshot
from cotune.deliver.final import assemble
from cotune.deliver.fitting import fit
from cotune.model.space import Configuration
from cotune.pipelines import family
from cotune.sklearn import CotuneClassifier, CotuneRegressor
from cotune.sklearn.wording import warn_of_table
from cotune_runtime import TableModel


def fitted_by_one_trial(table: pd.DataFrame, fields: dict[str, object]) -> TableModel:
    with tempfile.TemporaryDirectory() as folder:
        profile = write_snapshot(table, Path(folder))
        warn_of_table(profile, "target")
        run_table = build_run_table(Path(folder), complete_spec(fields, profile))
        configuration: Configuration = family("linear").starts(run_table.shape)[0].configuration
        pipeline = fit(configuration, run_table, np.asarray(run_table.dev), seed=0)
    return assemble(run_table, [(1.0, [pipeline])])


class QuickClassifier(CotuneClassifier):
    def _searched(self, table, fields, began_s):
        self.n_trials_ = 1
        return fitted_by_one_trial(table, fields)


class QuickRegressor(CotuneRegressor):
    def _searched(self, table, fields, began_s):
        self.n_trials_ = 1
        return fitted_by_one_trial(table, fields)
