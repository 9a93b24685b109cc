"""Runs of candidates on tables, as files: LIBRARY/TABLE.jsonl, and predictions in LIBRARY/TABLE/."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from cotune.data.run_table import RunTable
from cotune.model.spec import SearchSpec


@dataclass(frozen=True)
class Run:
    """One candidate on one table. `score` is the mean over folds, higher is better; `cpu_s` of all its folds."""

    name: str
    family: str
    params: dict[str, Any]
    score: float
    cpu_s: float
    predict_ms: float
    shape: dict[str, Any]


@dataclass(frozen=True)
class Truth:
    """What a table's predictions are judged by: the targets of the rows that were searched on, and of the test rows."""

    task: str
    metric: str
    n_classes: int
    y: np.ndarray
    y_test: np.ndarray


def append(library: Path, table: str, run: Run) -> None:
    with (library / f"{table}.jsonl").open("a") as out:
        out.write(json.dumps(asdict(run)) + "\n")


def runs(library: Path, table: str) -> list[Run]:
    file = library / f"{table}.jsonl"
    return [Run(**json.loads(line)) for line in file.read_text().splitlines()] if file.exists() else []


def done(library: Path, table: str) -> set[str]:
    return {run.name for run in runs(library, table)}


def tables(library: Path) -> list[str]:
    return sorted(file.stem for file in library.glob("*.jsonl"))


def write_predictions(library: Path, table: str, name: str, oof: np.ndarray, test: np.ndarray) -> None:
    (library / table).mkdir(exist_ok=True)
    np.savez(library / table / f"{name}.npz", oof=oof.astype(np.float32), test=test)


def predictions(library: Path, table: str, name: str) -> tuple[np.ndarray, np.ndarray]:
    found = np.load(library / table / f"{name}.npz")
    return found["oof"], found["test"]


def write_truth(library: Path, name: str, spec: SearchSpec, table: RunTable) -> None:
    (library / name).mkdir(exist_ok=True)
    np.savez(
        library / name / "truth.npz",
        task=spec.task,
        metric=spec.metric,
        n_classes=len(table.classes),
        y=table.y[table.dev],
        y_test=table.y[table.holdout],
    )


def truth(library: Path, table: str) -> Truth:
    found = np.load(library / table / "truth.npz")
    return Truth(str(found["task"]), str(found["metric"]), int(found["n_classes"]), found["y"], found["y_test"])
