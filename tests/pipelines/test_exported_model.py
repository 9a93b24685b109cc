from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import get_args

import joblib
import numpy as np
import pandas as pd
import pytest
import skops.io
from tables_for_pipelines import Case

import cotune_runtime
from cotune.model.space import Configuration
from cotune.model.words import FAMILIES, Task
from cotune.pipelines import family, fit
from cotune_runtime import MissingColumns, TableModel

TASKS: tuple[Task, ...] = get_args(Task)

_PREDICT_WITHOUT_COTUNE = """
import sys
from pathlib import Path
import numpy as np, pandas as pd
folder = Path(sys.argv[1])
sys.path.insert(0, str(folder))
class NoCotune:
    def find_spec(self, name, path=None, target=None):
        if name == "cotune" or name.startswith("cotune."):
            raise ImportError(f"{name} is not there")
sys.meta_path.insert(0, NoCotune())
import joblib
import skops.io
for task in ("binary", "multiclass", "regression"):
    rows = pd.read_pickle(folder / f"{task}-rows.pkl")
    file = folder / f"{task}.skops"
    trusted = skops.io.get_untrusted_types(file=file)
    print("\\n".join(trusted))
    models = {"joblib": joblib.load(folder / f"{task}.joblib"), "skops": skops.io.load(file, trusted=trusted)}
    for kind, model in models.items():
        values = model.predict(rows) if task == "regression" else model.predict_proba(rows)
        np.save(folder / f"{task}-{kind}.npy", values)
import cotune_runtime
assert Path(cotune_runtime.__file__).parent == folder, cotune_runtime.__file__
assert not any(name == "cotune" or name.startswith("cotune.") for name in sys.modules)
"""


def model_of_all_families(task: Task) -> tuple[TableModel, Case]:
    case = Case(task, n_rows=60)
    members = []
    for name in FAMILIES:
        pipeline = family(name).build(Configuration(family=name), case.job)
        members.append((1.0, [fit(pipeline, case.X, case.y)]))
    labels = {"binary": ("no", "yes"), "multiclass": ("a", "b", "c", "d"), "regression": ()}[task]
    return TableModel(case.schema, task, labels, members), case


def test_a_model_of_all_families_predicts_the_same_without_cotune(tmp_path: Path) -> None:
    shutil.copy(cotune_runtime.__file__, tmp_path)
    expected = {}
    for task in TASKS:
        model, case = model_of_all_families(task)
        expected[task] = model.predict(case.raw) if task == "regression" else model.predict_proba(case.raw)
        case.raw.to_pickle(tmp_path / f"{task}-rows.pkl")
        joblib.dump(model, tmp_path / f"{task}.joblib")
        skops.io.dump(model, tmp_path / f"{task}.skops")
    command = [sys.executable, "-I", "-c", _PREDICT_WITHOUT_COTUNE, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    for task in TASKS:
        for kind in ("joblib", "skops"):
            np.testing.assert_allclose(np.load(tmp_path / f"{task}-{kind}.npy"), expected[task], rtol=1e-6)
    homes = {name.split(".")[0] for name in done.stdout.split()}
    assert homes <= {
        "cotune_runtime",
        "sklearn",
        "numpy",
        "functools",
    }  # HistGradientBoosting keeps a functools.partial


def test_prediction_takes_what_a_person_hands_it() -> None:
    model, case = model_of_all_families("binary")
    expected = model.predict_proba(case.raw)
    shuffled = case.raw[case.raw.columns[::-1]].assign(extra=1).set_index(pd.Index([f"r{i}" for i in range(60)]))
    np.testing.assert_allclose(model.predict_proba(shuffled), expected)
    assert set(model.predict(case.raw)) <= {"no", "yes"}
    odd = case.raw.assign(town="elsewhere", number="12", count=None, when="2024-01-31", note=3.5)
    assert np.isfinite(model.predict_proba(odd)).all()
    assert model.predict(case.raw.iloc[:0]).shape == (0,)
    with pytest.raises(MissingColumns, match="'town'"):
        model.predict(case.raw.drop(columns="town"))
