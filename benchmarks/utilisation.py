"""Share of the workers' time in which they fit models, between the first trial's start and the search's end.

Aim: at least 0.95 with trials of 1 s and more.

Run: python benchmarks/utilisation.py [seconds]
"""

from __future__ import annotations

import statistics
import sys

from cotune.model.event import RunFinishing, TrialFinished, TrialStarted
from engine_study import table, warm_study

if __name__ == "__main__":
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 60.0
    families = ("xgboost", "hist_gradient_boosting", "random_forest")
    with warm_study(table(8_000)) as bench:
        bench.wait_for_a_worker()
        bench.start(seconds=seconds, families=families)
        view = bench.turn_to_end(2 * seconds)
        began_s = bench.events(TrialStarted)[0].active_s
        ended_s = bench.events(RunFinishing)[0].active_s
        done = {e.result.trial: (e.result, e.active_s) for e in bench.events(TrialFinished)}
        cut_s = sum(ended_s - t.started_at_s for t in view.trials if t.status == "cancelled")
        busy_s = sum(result.seconds for result, _ in done.values()) + cut_s
        trial_s = statistics.median(r.seconds for r, _ in done.values() if r.status == "ok")
        share = busy_s / (view.run.workers * (ended_s - began_s))
        print(f"{len(done)} trials, median {trial_s:.2f} s, {view.run.workers} workers: utilisation {share:.3f}")
        print(f"ended at {view.run.active_s / seconds:.3f} of the budget")
