"""The rows that every framework learns from and is judged on: the same files for all."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sklearn.model_selection import train_test_split

from sources import Table

TEST_SHARE = 0.2


@dataclass(frozen=True)
class Split:
    train: Path
    test: Path
    n_train: int
    n_test: int


def write_split(table: Table, seed: int, folder: Path) -> Split:
    """80 % of the rows to learn from and 20 % to judge by, stratified by class."""
    strata = None if table.task == "regression" else table.frame[table.target]
    parts = train_test_split(table.frame, test_size=TEST_SHARE, random_state=seed, stratify=strata)
    files = (folder / "train.parquet", folder / "test.parquet")
    for part, file in zip(parts, files, strict=True):
        part.reset_index(drop=True).to_parquet(file)
    return Split(*files, *(len(part) for part in parts))
