"""What one framework is asked to do with one table, as it crosses into the framework's own interpreter."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

Task = Literal["binary", "multiclass", "regression"]
Metric = Literal["roc_auc", "log_loss", "rmse"]

METRIC_OF: dict[Task, Metric] = {"binary": "roc_auc", "multiclass": "log_loss", "regression": "rmse"}
"""What every framework is asked to optimise, and is judged by."""

HIGHER_IS_BETTER: frozenset[Metric] = frozenset({"roc_auc"})

HARD_LIMIT_FACTOR, HARD_LIMIT_MORE_S = 4, 60


@dataclass(frozen=True)
class Job:
    """`train` and `test` are parquet files with the target as a column; classes are 0, 1, ... `n_classes` - 1.

    `scratch` is a folder that is deleted afterwards.
    """

    framework: str
    task: Task
    target: str
    n_classes: int
    budget_s: float
    cores: int
    seed: int
    train: str
    test: str
    scratch: str

    @property
    def metric(self) -> Metric:
        return METRIC_OF[self.task]

    @property
    def is_regression(self) -> bool:
        return self.task == "regression"

    def write(self, file: Path) -> None:
        file.write_text(json.dumps(asdict(self)))

    @classmethod
    def read(cls, file: Path) -> Job:
        return cls(**json.loads(file.read_text()))


def hard_limit_s(budget_s: float) -> float:
    """When a process is killed: long after any budget is overrun."""
    return HARD_LIMIT_FACTOR * budget_s + HARD_LIMIT_MORE_S
