"""Learn how long fits take from libraries of runs, and say how well that holds on tables that were not learned from.

Bounded ridge regression of log seconds, one law per family. The spreads are those of the errors on left-out tables: of
what all fits of a family on one table have in common, which a study learns as it goes, and of the rest.

Run: python benchmarks/portfolio/learn_times.py LIBRARY... [--write]
"""

from __future__ import annotations

import argparse
import json
import platform
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from scipy.optimize import lsq_linear

from collect import FOLDS
from cotune.model.profile import TableShape
from cotune.pipelines import family
from cotune.pipelines.times import TimeLaw, features
from library import runs, tables

TARGET = Path(__file__).parents[2] / "src" / "cotune" / "pipelines" / "times.json"
RIDGE = 0.3
BOUNDS = {
    "log rows": (0.1, 1.5),
    "log rows beyond": (0.3, 0.8),
    "log columns": (0.0, 1.2),
    "log levels": (0.0, 0.5),
    "log outputs": (0.0, 1.2),
}
"""Powers that make sense, so that a law is not absurd on tables larger than those it was learned from."""


@dataclass(frozen=True)
class Fit:
    table: str
    features: dict[str, float]
    seconds: float


def fits(libraries: list[Path]) -> dict[str, list[Fit]]:
    found = defaultdict(list)
    for library in libraries:
        for table in tables(library):
            for run in runs(library, table):
                shape = TableShape.model_validate(run.shape)
                seen = features(family(run.family).space(shape), run.params, shape)
                found[run.family].append(Fit(f"{library.name}/{table}", seen, max(run.cpu_s, 1e-3) / FOLDS))
    return found


def learned(given: list[Fit]) -> TimeLaw:
    names = sorted({name for fit in given for name in fit.features})
    X = np.array([[fit.features.get(name, 0.0) for name in names] for fit in given])
    seconds = np.array([fit.seconds for fit in given])
    least = 0.5 * float(np.quantile(seconds, 0.02))
    y = np.log(np.maximum(seconds - least, 0.2 * least))
    penalty = np.sqrt([0.0 if name in BOUNDS or name == "1" else RIDGE for name in names])
    bounds = np.array([BOUNDS.get(name, (-np.inf, np.inf)) for name in names]).T
    weights = lsq_linear(np.vstack([X, np.diag(penalty)]), np.r_[y, np.zeros(len(names))], bounds).x
    rounded = {name: round(float(weight), 4) for name, weight in zip(names, weights, strict=True)}
    return TimeLaw(least=round(least, 5), weights=rounded, spread=0.0, table_spread=0.0)


def errors(given: list[Fit]) -> dict[str, np.ndarray]:
    """Log errors on each table by a law learned from the others."""
    found = {}
    for table in sorted({fit.table for fit in given}):
        base = table.split("/")[1]
        law = learned([fit for fit in given if fit.table.split("/")[1] != base])
        left = [fit for fit in given if fit.table == table]
        found[table] = np.array([np.log(fit.seconds / law.seconds(fit.features)) for fit in left])
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("libraries", type=Path, nargs="+")
    parser.add_argument("--write", action="store_true", help="store the laws in the package")
    args = parser.parse_args()
    laws = {}
    print(f"{'family':24} {'fits':>6} {'tables':>6} {'within a table':>15} {'between tables':>15}")
    for name, given in sorted(fits(args.libraries).items()):
        left = errors(given)
        several = [e - np.median(e) for e in left.values() if len(e) > 2]
        within = np.concatenate(several or list(left.values()))
        between = np.array([np.median(e) for e in left.values()])
        spread = float(np.quantile(np.abs(within), 0.8) / 1.2816)
        laws[name] = learned(given).having(spread=round(spread, 3), table_spread=round(float(between.std()), 3))
        print(f"{name:24} {len(given):6} {len(left):6} {spread:15.3f} {between.std():15.3f}")
    if args.write:
        about = {
            "by": "benchmarks/portfolio/learn_times.py",
            "on": datetime.now(UTC).date().isoformat(),
            "machine": f"{platform.machine()}, one thread",
            "seconds of": f"one fit of {FOLDS}-fold cross-validation, preparation included",
            "tables": sorted({t for library in args.libraries for t in tables(library)}),
        }
        stored = {"about": about, "laws": {name: law.model_dump() for name, law in laws.items()}}
        TARGET.write_text(json.dumps(stored, indent=1) + "\n")


if __name__ == "__main__":
    main()
