"""How much faster XGBoost trains on this machine's GPU than on one CPU thread, as a trial does, by the table's size.

Run: python benchmarks/gpu.py [--columns 30]
"""

from __future__ import annotations

import argparse
import time

import numpy as np

from cotune.engine.gpu import working_gpus
from cotune_runtime import Rows, XGBoostTrees

PARAMS = {"learning_rate": 0.05, "max_depth": 6, "subsample": 0.8, "colsample_bytree": 0.8, "max_bin": 256}
ROUNDS = 100


def fit_seconds(rows: Rows, device: str) -> float:
    model = XGBoostTrees(True, PARAMS, rounds=ROUNDS, device=device)
    began = time.perf_counter()
    model.fit(rows.X, rows.y)
    assert model.ran_on_ == device
    return time.perf_counter() - began


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--columns", type=int, default=30)
    n_columns = parser.parse_args().columns
    gpus = working_gpus()
    if not gpus:
        raise SystemExit("no GPU that XGBoost can use: cotune doctor says why")
    print(f"{gpus[0]}; {ROUNDS} rounds, {n_columns} columns")
    for n_rows in (1_000, 10_000, 100_000, 1_000_000):
        r = np.random.default_rng(0)
        X = r.normal(size=(n_rows, n_columns)).astype(np.float32)
        rows = Rows(X, (X[:, 0] * X[:, 1] + r.normal(size=n_rows) > 0).astype(int))
        fit_seconds(Rows(X[:500], rows.y[:500]), "cuda")
        on_cpu, on_gpu = fit_seconds(rows, "cpu"), fit_seconds(rows, "cuda")
        print(f"{n_rows:>9,} rows: CPU {on_cpu:7.2f} s, GPU {on_gpu:6.2f} s, ratio {on_cpu / on_gpu:6.2f}", flush=True)
