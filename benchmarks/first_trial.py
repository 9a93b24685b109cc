"""Seconds from an approved search to its first finished trial, the engine being warm. Aim: at most 3.

Run: python benchmarks/first_trial.py
"""

from __future__ import annotations

import time

from engine_study import finished, table, warm_study

if __name__ == "__main__":
    for n_rows in (1_000, 20_000):
        with warm_study(table(n_rows)) as bench:
            bench.wait_for_a_worker()
            began = time.monotonic()
            bench.start(seconds=600)
            bench.turn(lambda view: view.run.folds_digest != "")
            prepared_s = time.monotonic() - began
            bench.turn(finished(1))
            print(f"{n_rows:>7} rows: table prepared {prepared_s:.2f} s, first trial {time.monotonic() - began:.2f} s")
