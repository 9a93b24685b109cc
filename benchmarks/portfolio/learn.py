"""Choose the portfolio from a library of runs, and say what it brings on tables that were not learned from.

For each kind of table it is chosen step by step: the candidate comes next that lowers the mean regret most, where a
table's regret is how far the best candidate so far, the families' defaults included, stays behind the best of all, in
units of the median's distance (a greedy cover, as in Wistuba et al. 2015, "Sequential model-free tuning").

What it brings is measured as it will be used: a table is left out, the portfolio is chosen from the others, cotune's
own greedy blend is made of the families' defaults and the chosen, and judged on the left-out table's test rows. It is
compared with as many random candidates, and with the defaults alone.

Run: python benchmarks/portfolio/learn.py LIBRARY [--size N] [--write]
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args

import numpy as np

from candidates import Kind, candidates, kind_of
from cotune.deliver.ensemble import greedy_weights
from cotune.pipelines.metrics import score
from library import predictions, runs, tables, truth

TARGET = Path(__file__).parents[2] / "src" / "cotune" / "pipelines" / "portfolio.json"
SAME = {"Stat2Data_Titanic": "titanic"}
"""Tables that are one under two names: of such a pair one is left out."""
MOST_BLENDED = 24
DRAWS = 4


@dataclass(frozen=True)
class Lesson:
    """One table: the regret of each candidate, 0 (the best) to 1 (the median, or worse)."""

    table: str
    kind: Kind
    regrets: dict[str, float]

    @property
    def defaults(self) -> list[str]:
        return [name for name in self.regrets if name.endswith(":start0")]

    @property
    def candidates(self) -> list[str]:
        return [name for name in self.regrets if ":start" not in name]


def lesson(library: Path, table: str) -> Lesson:
    found = {run.name: run.score for run in runs(library, table) if np.isfinite(run.score)}
    best, median = max(found.values()), float(np.median(list(found.values())))
    regrets = {name: float(np.clip((best - s) / max(best - median, 1e-12), 0, 1)) for name, s in found.items()}
    return Lesson(table, kind_of(truth(library, table).task), regrets)


def choose(lessons: Sequence[Lesson], kind: Kind, size: int) -> list[str]:
    """Names of the chosen candidates, in the order in which they should be tried."""
    mine = [one for one in lessons if one.kind == kind]
    left = sorted({name for one in mine for name in one.candidates})
    regrets = np.array([[one.regrets.get(name, 1.0) for name in left] for one in mine])
    reached = np.array([min(one.regrets[name] for name in one.defaults) for one in mine])
    chosen: list[str] = []
    while len(chosen) < min(size, len(left)):
        after = np.minimum(reached[:, None], regrets).mean(axis=0)
        order = np.lexsort((regrets.mean(axis=0), after))
        best = next(i for i in order if left[i] not in chosen)
        chosen.append(left[best])
        reached = np.minimum(reached, regrets[:, best])
    return chosen


def test_loss(library: Path, table: str, names: Sequence[str]) -> float:
    """Of cotune's blend of these candidates, on the test rows: 1 - AUC, log loss or RMSE."""
    known = truth(library, table)
    by_score = sorted((run for run in runs(library, table) if run.name in set(names)), key=lambda run: -run.score)
    both = [predictions(library, table, run.name) for run in by_score[:MOST_BLENDED]]
    y, n = known.y, known.n_classes

    def judged(prediction: np.ndarray, rows: np.ndarray) -> float:
        return score(known.metric, y[rows], prediction, None, n)

    weights = greedy_weights([oof for oof, _ in both], judged, np.arange(len(y)), seconds=60)
    mixed = np.tensordot(weights, np.stack([test for _, test in both]).astype(np.float64), axes=1)
    found = score(known.metric, known.y_test, mixed, None, n)
    return 1 - found if known.metric == "roc_auc" else -found


@dataclass(frozen=True)
class Gain:
    """Test losses on one table that was left out."""

    defaults: float
    at_random: float
    portfolio: float


def left_out(library: Path, lessons: Sequence[Lesson], kind: Kind, size: int) -> dict[str, Gain]:
    """What the portfolio brings on each table of this kind when it was learned from the others."""
    rng = np.random.default_rng(0)
    found = {}
    for one in (each for each in lessons if each.kind == kind):
        chosen = choose([other for other in lessons if other is not one], kind, size)
        draws = [rng.choice(one.candidates, size, replace=False) for _ in range(DRAWS)]
        found[one.table] = Gain(
            defaults=test_loss(library, one.table, one.defaults),
            at_random=float(np.mean([test_loss(library, one.table, [*one.defaults, *d]) for d in draws])),
            portfolio=test_loss(library, one.table, [*one.defaults, *chosen]),
        )
    return found


def report(kind: Kind, gains: dict[str, Gain]) -> None:
    print(f"\n{kind:28} {'defaults':>10} {'random':>10} {'portfolio':>10}")
    for table, g in gains.items():
        print(f"{table:28} {g.defaults:10.4f} {g.at_random:10.4f} {g.portfolio:10.4f}")
    for name in ("defaults", "at_random"):
        lower = np.array([100 * (1 - g.portfolio / getattr(g, name)) for g in gains.values()])
        print(
            f"against {name.replace('_', ' ')}: test loss lower by {lower.mean():.2f} % "
            f"(± {lower.std() / len(lower) ** 0.5:.2f}), median {np.median(lower):.2f} %, on {np.mean(lower > 0):.0%}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("library", type=Path)
    parser.add_argument("--size", type=int, default=8)
    parser.add_argument("--write", action="store_true", help="store the portfolio in the package")
    args = parser.parse_args()
    names = [name for name in tables(args.library) if SAME.get(name) not in tables(args.library)]
    lessons = [lesson(args.library, name) for name in names]
    about = {"by": "benchmarks/portfolio/learn.py", "on": datetime.now(UTC).date().isoformat()}
    stored: dict[str, object] = {"about": about | {"tables": {one.table: one.kind for one in lessons}}}
    for kind in get_args(Kind):
        report(kind, left_out(args.library, lessons, kind, args.size))
        drawn = candidates(kind)
        chosen = choose(lessons, kind, args.size)
        print("chosen:", *chosen)
        stored[kind] = [drawn[int(name.split(":")[1])].model_dump() for name in chosen]
    if args.write:
        TARGET.write_text(json.dumps(stored, indent=1) + "\n")


if __name__ == "__main__":
    main()
