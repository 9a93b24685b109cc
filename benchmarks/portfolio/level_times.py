"""Fit the time laws to the trials of real searches: what hyperparameters cost, the level, and how far trials scatter.

The laws of learn_times.py come from fits that prepare their rows anew each time, alone on the machine. In a search rows
are prepared once for many trials, and all start from the same few configurations. So the weights of hyperparameters are
corrected by ridge regression within tables, and how the time grows with the rows by one between them. The rest is split
into what a table has in common for all families, what it has in common for one, and what is left.

Run: python benchmarks/portfolio/level_times.py FILE... [--write]     (FILE by searches.py)
"""

from __future__ import annotations

import argparse
import json
import math
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import numpy as np

from cotune.engine.durations import TRIAL_OVERHEAD_S
from cotune.model.words import Family
from cotune.pipelines import family
from cotune.pipelines.times import TimeLaw, features, laws
from learn_times import BOUNDS, RIDGE, TARGET
from searches import Search, read

LEAST_SPREAD = 0.12
GROWTH = ("log rows", "log rows beyond")
OF_TABLES = {"1", "regression", *BOUNDS}


class Reading(NamedTuple):
    """A trial: what a law looks at, and the seconds of each of its fits."""

    features: dict[str, float]
    fit_s: float

    def error(self, law: TimeLaw) -> float:
        return math.log(self.fit_s / law.seconds(self.features))


class Level(NamedTuple):
    """In logarithms: by how much a family's law is off, and the scatter between tables and within one."""

    off: float
    between: float
    within: float

    def applied(self, law: TimeLaw) -> TimeLaw:
        return law.having(
            least=round(law.least * math.exp(self.off), 5),
            weights={name: round(w + self.off * (name == "1"), 4) for name, w in law.weights.items()},
            table_spread=round(max(LEAST_SPREAD, self.between), 3),
            spread=round(max(LEAST_SPREAD, self.within), 3),
        )


Readings = dict[Family, list[list[Reading]]]
"""Of each family the trials of each table, an empty list where it had none."""


def readings(searches: list[Search]) -> Readings:
    found: Readings = {name: [[] for _ in searches] for name in laws()}
    for k, search in enumerate(searches):
        for trial in search.trials:
            if trial.result is None or trial.status not in ("ok", "pruned"):
                continue
            name, seconds = trial.ask.configuration.family, trial.result.seconds
            seen = features(family(name).space(search.shape), trial.ask.configuration.params, search.shape)
            fitted_s = max(seconds - TRIAL_OVERHEAD_S, 0.2 * seconds)
            found[name][k].append(Reading(seen, fitted_s / len(trial.result.fold_scores)))
    return found


def corrected(law: TimeLaw, tables: list[list[Reading]]) -> TimeLaw:
    """The law with what its hyperparameters cost in these trials; each table counts the same."""
    names = sorted(set(law.weights) - OF_TABLES)
    X, y = [np.zeros((0, len(names)))], [np.zeros(0)]
    for trials in tables:
        if trials:
            seen = np.array([[t.features.get(name, 0.0) for name in names] for t in trials])
            errors = np.array([t.error(law) for t in trials])
            X.append((seen - seen.mean(axis=0)) / math.sqrt(len(trials)))
            y.append((errors - errors.mean()) / math.sqrt(len(trials)))
    A = np.vstack(X)
    change = np.linalg.solve(A.T @ A + RIDGE * np.eye(len(names)), A.T @ np.concatenate(y))
    return law.having(weights=law.weights | {n: law.weights[n] + float(c) for n, c in zip(names, change, strict=True)})


def resized(law: TimeLaw, tables: list[list[Reading]]) -> TimeLaw:
    """The law with how its time grows with the rows in these trials, within the bounds of what makes sense."""
    trials = [table for table in tables if table]
    errors = np.array([np.median([t.error(law) for t in table]) for table in trials])
    seen = np.array([[table[0].features[name] for name in GROWTH] for table in trials])
    A = seen - seen.mean(axis=0)
    change = np.linalg.solve(A.T @ A + RIDGE * np.eye(len(GROWTH)), A.T @ (errors - errors.mean()))
    changed = {n: float(np.clip(law.weights[n] + c, *BOUNDS[n])) for n, c in zip(GROWTH, change, strict=True)}
    return law.having(weights=law.weights | changed)


def levels(known: dict[Family, TimeLaw], given: Readings) -> dict[Family, Level]:
    errors = {name: [[t.error(known[name]) for t in trials] for trials in tables] for name, tables in given.items()}
    centres = np.array([[np.median(e) if e else np.nan for e in tables] for tables in errors.values()])
    off = np.nanmean(centres, axis=1, keepdims=True)
    common = np.nanmean(centres - off, axis=0)
    between = np.nanstd(centres - off - common, axis=1)
    found = {}
    for k, (name, tables) in enumerate(errors.items()):
        rest = [np.array(e) - np.median(e) for e in tables if len(e) > 1]
        found[name] = Level(float(off[k, 0]), float(between[k]), float(np.concatenate(rest or [np.zeros(1)]).std()))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--write", action="store_true", help="store the laws in the package")
    args = parser.parse_args()
    searches = [search for file in args.files for search in read(file)]
    given = readings(searches)
    known = {name: resized(corrected(laws()[name], tables), tables) for name, tables in given.items()}
    found = levels(known, given)
    print(f"{'family':24} {'within a table':>15} {'between tables':>15}    ({len(searches)} tables)")
    for name, level in found.items():
        print(f"{name:24} {level.within:15.3f} {level.between:15.3f}")
    if args.write:
        stored = json.loads(TARGET.read_text())
        stored["about"]["level"] = {
            "by": "benchmarks/portfolio/level_times.py",
            "on": datetime.now(UTC).date().isoformat(),
            "seconds of": "the fits of trials in searches, prepared rows shared",
            "tables": sorted(search.table for search in searches),
        }
        stored["laws"] = {name: level.applied(known[name]).model_dump() for name, level in found.items()}
        TARGET.write_text(json.dumps(stored, indent=1) + "\n")


if __name__ == "__main__":
    main()
