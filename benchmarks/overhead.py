"""Time of a whole search with one worker against a bare loop over the same configurations in one process.

Run: python benchmarks/overhead.py [trials]
"""

from __future__ import annotations

import os
import sys
import time

os.environ.update(dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1"))

from cotune.engine.arguments import TrialArguments
from cotune.engine.evaluate import run_trial
from engine_study import table, warm_study

if __name__ == "__main__":
    trials = int(sys.argv[1]) if len(sys.argv) > 1 else 30
    with warm_study(table(500)) as bench:
        bench.wait_for_a_worker()
        began = time.monotonic()
        bench.start(trials=trials, workers=1)
        view = bench.turn_to_end(3_600)
        search_s = time.monotonic() - began

        arguments = [
            TrialArguments(
                folder=str(bench.folder.path), run=1, spec=view.spec, ask=t.ask, device="cpu", keep_above=float("inf")
            )
            for t in view.trials
        ]
        run_trial(arguments[0])
        began = time.monotonic()
        for one in arguments:
            run_trial(one)
        loop_s = time.monotonic() - began
    print(f"{trials} trials: search {search_s:.1f} s, bare loop {loop_s:.1f} s, ratio {search_s / loop_s:.3f}")
