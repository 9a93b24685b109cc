"""What it costs to open a study of 2,000 trials: seconds to read and fold its log, per trial and in all.

Run: python benchmarks/replay.py [trials]
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from cotune.model.event import EventBody, StudyCreated, TrialFinished, TrialStarted
from cotune.model.fold import fold
from cotune.model.space import Configuration
from cotune.model.trial import TrialAsk, TrialResult
from cotune.store import StudySettings, StudyStore

TRIALS = 2_000


def log_of(trials: int) -> list[EventBody]:
    """The events of a search: each trial starts and finishes."""
    bodies: list[EventBody] = []
    for n in range(trials):
        configuration = Configuration(family="xgboost", params={"learning_rate": 0.1, "max_depth": 4 + n % 5})
        ask = TrialAsk(trial=n, run=0, number=n, configuration=configuration, origin="smac")
        result = TrialResult(trial=n, attempt=1, status="ok", score=n / trials, fold_scores=(0.5,) * 5, seconds=1.0)
        bodies += [TrialStarted(ask=ask, active_s=n), TrialFinished(run=0, result=result, active_s=n + 1)]
    return bodies


def main(trials: int) -> None:
    created = StudyCreated(
        name="replay", data_hash="", n_rows=1, n_columns=1, target="y", autonomy="ask_risky", planner="",
        warnings=(), versions={},
    )  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        store = StudyStore.create(Path(folder) / "study.sqlite", created, StudySettings())
        epoch = store.take_epoch()
        store.append(log_of(trials), epoch)
        began = time.perf_counter()
        events = store.events()
        read_s = time.perf_counter() - began
        view = fold(events)
        total_s = time.perf_counter() - began
        store.close()
    print(f"{len(view.trials)} trials, {len(events)} events: read {read_s:.2f} s, fold {total_s - read_s:.2f} s")
    print(f"{1000 * total_s / trials:.2f} ms per trial")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else TRIALS)
