"""Preparation is fitted once per fold and kind, whatever models follow, and never on the rows that a fold tests."""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import joblib
import numpy as np
import pytest
from models import run_table
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.pipeline import make_pipeline

from cotune.deliver.fitting import fit_fold
from cotune.deliver.preparations import Preparations, _digest
from cotune.model.space import Configuration
from cotune.pipelines import predict
from cotune_runtime import Clipped

TREES = Configuration(family="decision_tree")
DEEP = Configuration(family="decision_tree", params={"max_depth": 9})
LINEAR = Configuration(family="linear")


def fitted(place: Path, configuration: Configuration, fold: int = 0):
    table = run_table()
    return fit_fold(configuration, table, (fold, table.folds[fold][0]), Preparations(place, table), 0, "cpu")


def files(place: Path) -> set[str]:
    return {f.name for f in place.iterdir()}


def test_models_that_prepare_alike_share_what_was_prepared(tmp_path: Path) -> None:
    fitted(tmp_path, TREES)
    kept = files(tmp_path)
    fitted(tmp_path, DEEP)
    assert files(tmp_path) == kept
    fitted(tmp_path, LINEAR)
    fitted(tmp_path, TREES, fold=1)
    assert len(files(tmp_path)) == 3


def test_what_was_kept_predicts_as_what_was_made(tmp_path: Path) -> None:
    table = run_table()
    test = table.X.iloc[table.folds[0][1]]
    made, read = (predict(fitted(tmp_path, LINEAR)[0], test, "binary", 2) for _ in range(2))
    np.testing.assert_array_equal(made, read)


def test_prepared_rows_are_those_of_the_fold(tmp_path: Path) -> None:
    pipeline, prepared = fitted(tmp_path, LINEAR)
    train, test = run_table().folds[0]
    assert (len(prepared.train), len(prepared.test)) == (len(train), len(test))
    np.testing.assert_allclose(prepared.test, pipeline[0].transform(run_table().X.iloc[test]))
    assert not np.array_equal(prepared.step.transform(run_table().X.iloc[train]), prepared.test)


def test_on_a_full_disk_folds_are_prepared_and_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_prepared: object, file: Path) -> None:
        file.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("cotune.deliver.preparations.joblib.dump", full)
    _, prepared = fitted(tmp_path, LINEAR)
    assert len(prepared.train) == len(run_table().folds[0][0])
    assert files(tmp_path) == set()


@pytest.mark.parametrize("share", [0.0, 0.5])
def test_a_fold_that_was_torn_is_prepared_anew(tmp_path: Path, share: float) -> None:
    whole = fitted(tmp_path, LINEAR)[1]
    (file,) = tmp_path.iterdir()
    content = file.read_bytes()
    file.unlink()
    file.write_bytes(content[: int(share * len(content))])
    np.testing.assert_array_equal(fitted(tmp_path, LINEAR)[1].test, whole.test)
    assert len(file.read_bytes()) == len(content)


def test_what_another_worker_is_reading_is_never_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two workers prepare the same fold at the same time: the second one finds the file there when it is done."""
    fitted(tmp_path, LINEAR)
    (file,) = tmp_path.iterdir()
    before = file.stat().st_ino
    found = Path.exists
    monkeypatch.setattr(Path, "exists", lambda path: path != file and found(path))
    fitted(tmp_path, LINEAR)
    assert [(f, f.stat().st_ino) for f in tmp_path.iterdir()] == [(file, before)]


def test_another_study_in_the_same_place_is_not_taken_for_the_first(tmp_path: Path) -> None:
    """A worker of a cluster outlives a study; the next may have its name, and the same rows in its folds."""
    step = fitted(tmp_path, TREES)[1]
    for file in tmp_path.iterdir():
        kept = joblib.load(file)
        file.unlink()
        joblib.dump(replace(kept, test=kept.test + 1), file)
    np.testing.assert_array_equal(fitted(tmp_path, TREES)[1].test, step.test + 1)


def steps(last: str, known: Callable[[str], str] = str) -> ColumnTransformer:
    """A step whose parameters end in a column of that name, after forty others."""
    names = [known(f"c{i}") for i in range(40)] + [last]
    return ColumnTransformer([("numbers", make_pipeline(Clipped(), SimpleImputer()), names)])


def test_steps_that_differ_far_down_are_not_taken_for_each_other() -> None:
    rows = np.arange(5)
    assert _digest(steps("a"), rows) != _digest(steps("b"), rows)
    assert _digest(steps("a"), rows) != _digest(steps("a"), rows + 1)
    deep = steps("a").set_params(numbers__clipped__limit=3.0)
    assert _digest(deep, rows) != _digest(steps("a"), rows)


def test_equal_steps_are_known_as_such_in_each_process() -> None:
    """Whatever was made of the same text twice, and in whatever order sets and dictionaries come."""
    rows = np.arange(5)
    ours = _digest(steps("a"), rows)
    assert _digest(steps("a", lambda text: "".join(list(text))), rows.copy()) == ours
    assert _digest(pickle.loads(pickle.dumps(steps("a"))), rows) == ours
    code = (
        "import sys; sys.path.append(sys.argv[1]); import numpy as np; from test_preparations import steps, _digest;"
        "print(_digest(steps('a'), np.arange(5)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, Path(__file__).parent], capture_output=True, text=True, check=False
    )
    assert done.stdout.strip() == ours, done.stderr
