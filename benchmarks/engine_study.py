"""A study in a temporary folder with a warm engine, for the benchmarks of the engine: the tests' own workbench."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
from sklearn.datasets import make_classification

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "engine"))

from workbench import Workbench, finished

__all__ = ["Workbench", "finished", "table", "warm_study"]


def table(n_rows: int, n_columns: int = 20) -> pd.DataFrame:
    X, y = make_classification(n_rows, n_columns, n_informative=n_columns // 2, random_state=0)
    return pd.DataFrame(X, columns=[f"x{i}" for i in range(n_columns)]).assign(y=y)


@contextmanager
def warm_study(frame: pd.DataFrame) -> Iterator[Workbench]:
    with TemporaryDirectory() as place:
        bench = Workbench(Path(place) / "s", frame)
        try:
            yield bench
        finally:
            bench.close()
