"""What fold racing saves, and how often it errs: a search's own configurations with and without it, in one process.

Each is run to its end; each that would be raced is run once more against the best of its family that was not stopped,
as the engine does. A stopped trial that beats its rival when it is run to its end was stopped wrongly.

Run: python benchmarks/racing.py [--trials N] [--seed N]
"""

from __future__ import annotations

import argparse
import os
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

os.environ.update(dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1"))

import pandas as pd
from sklearn.datasets import load_breast_cancer, load_diabetes, load_wine

from cotune.data import complete_spec, normalise, write_snapshot
from cotune.engine.arguments import PrepareArguments, TrialArguments
from cotune.engine.evaluate import run_trial
from cotune.engine.prepare import prepare_run
from cotune.model.trial import TrialAsk, TrialResult
from cotune.search import make_searcher
from cotune.store import StudyFolder

TABLES = {"breast_cancer": load_breast_cancer, "diabetes": load_diabetes, "wine": load_wine}
NOBODY = float("inf")


@dataclass
class Tally:
    """Of one table; a fit is one fold of one trial."""

    trials: int = 0
    raced: int = 0
    stopped: int = 0
    wrongly: int = 0
    fits: int = 0
    fits_saved: int = 0
    best: dict[str, TrialResult] = field(default_factory=dict)

    @property
    def error_rate(self) -> float:
        return self.wrongly / self.stopped if self.stopped else 0.0

    def note(self, family: str, whole: TrialResult, raced: TrialResult | None) -> None:
        self.trials += 1
        self.fits += len(whole.fold_scores)
        self.raced += raced is not None
        if raced is not None and raced.status == "pruned":
            self.stopped += 1
            self.fits_saved += len(whole.fold_scores) - len(raced.fold_scores)
            self.wrongly += whole.score > self.best[family].score
        elif family not in self.best or whole.score > self.best[family].score:
            self.best[family] = whole


def race(frame: pd.DataFrame, trials: int, seed: int) -> Tally:
    tally = Tally()
    with tempfile.TemporaryDirectory() as place:
        folder = StudyFolder(Path(place) / "s")
        folder.prepare()
        spec = complete_spec({"target": "target", "trials": trials}, write_snapshot(normalise(frame), folder.data))
        prepared = prepare_run(PrepareArguments(folder=str(folder.path), run=0, spec=spec))
        searcher = make_searcher("smac", spec, prepared.shape, seed)
        for number in range(trials):
            proposed = searcher.ask(number)
            ask = TrialAsk(
                trial=number, run=0, number=number, configuration=proposed.configuration, origin=proposed.origin
            )
            arguments = TrialArguments(
                folder=str(folder.path), run=0, spec=spec, ask=ask, device="cpu", keep_above=NOBODY
            )
            whole = run_trial(arguments)
            searcher.tell(ask, whole)
            family = proposed.configuration.family
            rival = tally.best.get(family) if proposed.origin in ("smac", "random") else None
            raced = run_trial(arguments.having(rival=rival.fold_scores)) if rival else None
            tally.note(family, whole, raced)
    return tally


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--trials", type=int, default=60)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    found = {name: race(load(as_frame=True).frame, args.trials, args.seed) for name, load in TABLES.items()}
    for name, tally in found.items():
        print(f"{name}: {tally.trials} trials, {tally.raced} raced, {tally.stopped} stopped")
        print(f"  fits saved {tally.fits_saved / tally.fits:.3f}, wrongly stopped {tally.error_rate:.3f}")


if __name__ == "__main__":
    main()
