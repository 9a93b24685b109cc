"""The largest tables that one machine is meant for: 1,000,000 rows x 50 columns and 1,000 rows x 5,000 columns.

How close to the best score that can be had does a search come within its time, and in how much memory, beside
scikit-learn's boosting with its defaults, which has no time limit? The tables are made up, so that what is true of
them is known. Run: python benchmarks/quality/scale.py
"""

from __future__ import annotations

import argparse
import sys

import numpy as np
import pandas as pd
from scipy.special import expit
from sklearn.metrics import roc_auc_score

from records import Cell, Record
from runner import run_cell
from sources import Table
from splitting import TEST_SHARE

FRAMEWORKS = ("hist_gradient_boosting", "cotune")
MEMORY_AIM_MB = 4096


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=300.0, help="time budget of the search")
    parser.add_argument("--tables", nargs="+", choices=TABLES, default=list(TABLES))
    parser.add_argument("--cores", type=int, default=2)
    args = parser.parse_args()
    for name in args.tables:
        table, best = TABLES[name](np.random.default_rng(0))
        print(f"{name}: the probabilities that made its classes have ROC AUC {best:.4f}")
        for framework in FRAMEWORKS:
            print("  " + in_short(run_cell(Cell(framework, name, 0, args.seconds), table, sys.executable, args.cores)))


def in_short(record: Record) -> str:
    found, usage = record.outcome, record.usage
    of = f"{record.cell.framework:<22}"
    if found is None:
        return f"{of} FAILED, {record.failure}"
    memory = f"peak RSS {usage.peak_rss_mb:,.0f} MB, PSS {usage.peak_pss_mb or 0:,.0f} MB (aim: {MEMORY_AIM_MB:,})"
    return f"{of} ROC AUC {found.score:.4f}, fit {found.fit_s:.0f} s, {found.models} models, {memory}"


def tall(rng: np.random.Generator, n_rows: int = 1_000_000) -> tuple[Table, float]:
    """38 numbers (some skewed, some missing), 8 categories of few levels, 2 of thousands, 2 flags."""
    n = round(n_rows / (1 - TEST_SHARE))
    numbers = rng.standard_normal((n, 38), dtype=np.float32)
    few = rng.integers(0, rng.integers(3, 30, size=8), size=(n, 8))
    many = rng.zipf(1.5, size=(n, 2)) % 5000
    flags = rng.random((n, 2)) < (0.1, 0.5)
    effects = [rng.normal(scale=0.5, size=5000) for _ in range(4)]
    logit = (
        numbers[:, :8] @ rng.normal(scale=0.4, size=8)
        + np.where(numbers[:, 8] > 0, numbers[:, 9], -numbers[:, 10])
        + np.sin(2 * numbers[:, 11]) * (few[:, 0] % 2)
        + effects[0][few[:, 1]]
        + effects[1][many[:, 0]]
        + effects[2][many[:, 1]] * flags[:, 0]
        - 2.5
    )
    frame = pd.DataFrame({f"number_{i}": numbers[:, i] for i in range(38)})
    for i in range(0, 38, 6):
        frame[f"number_{i}"] = np.exp(frame[f"number_{i}"])
    for i in range(3, 38, 7):
        frame.loc[rng.random(n) < 0.2, f"number_{i}"] = np.nan
    for i in range(8):
        frame[f"few_{i}"] = _text(few[:, i], "level")
    for i in range(2):
        frame[f"many_{i}"] = _text(many[:, i], "place")
        frame[f"flag_{i}"] = flags[:, i]
    return _binary("tall", frame, logit, rng)


def wide(rng: np.random.Generator, n_rows: int = 1_000) -> tuple[Table, float]:
    """5,000 numbers in groups of ten that go together, as the levels of genes do; 40 of them matter."""
    n = round(n_rows / (1 - TEST_SHARE))
    groups = rng.standard_normal((n, 500), dtype=np.float32).repeat(10, axis=1)
    numbers = 0.7 * groups + 0.7 * rng.standard_normal((n, 5000), dtype=np.float32)
    telling = rng.choice(5000, size=40, replace=False)
    logit = 0.5 * numbers[:, telling] @ rng.normal(size=40)
    return _binary("wide", pd.DataFrame(numbers, columns=[f"gene_{i}" for i in range(5000)]), logit, rng)


def _text(codes: np.ndarray, word: str) -> pd.Series:
    return pd.Series(pd.Categorical.from_codes(codes, [f"{word} {i}" for i in range(codes.max() + 1)])).astype(object)


def _binary(name: str, frame: pd.DataFrame, logit: np.ndarray, rng: np.random.Generator) -> tuple[Table, float]:
    probability = expit(logit)
    frame["target"] = (rng.random(len(frame)) < probability).astype(int)
    return Table(name, "binary", "target", frame), roc_auc_score(frame["target"], probability)


TABLES = {"tall": tall, "wide": wide}

if __name__ == "__main__":
    main()
