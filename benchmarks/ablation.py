"""What each part of a search buys: the same budget without it, on rows that no trial saw.

Each table is searched once as cotune does, and once more without each part. What is told is by how many per cent the
error of the final blend (1 - AUC, log loss, RMSE) is lower with the part than without. One search is much luck: look at
many tables and seeds, and at the median.

Run: python benchmarks/ablation.py [--seconds N] [--tables NAME ...] [--data FOLDER] [--rows N] [--seeds N ...]
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from functools import partial
from unittest.mock import patch

import numpy as np

from cotune.search import make_searcher
from cotune.search.searcher import Searcher
from final_model import best_alone, blended, searched, searches_wanted
from sources import Table, offered


@dataclass(frozen=True)
class Without:
    """A search that lacks one part: by a function that is exchanged for its time, or by its specification."""

    exchanged: str = ""
    by: object = None
    spec: dict[str, object] = field(default_factory=dict)

    def lacking(self) -> AbstractContextManager[object]:
        return patch(self.exchanged, self.by) if self.exchanged else nullcontext()


def _at_random(_kind: str, *args: object, **more: object) -> Searcher:
    return make_searcher("random", *args, **more)


PARTS = {
    "SMAC": Without("cotune.engine.searching.make_searcher", _at_random),
    "portfolio": Without("cotune.search.opening._learned", lambda *_: iter(())),
    "racing": Without("cotune.engine.trials.Trials._rival", lambda *_: ()),
    "haste": Without("cotune.search.haste.haste", lambda *_: 0.0),
    "repeats": Without(spec={"folds": 5}),
}
BLEND = "blend"


def gains(table: Table, seconds: float, most_rows: int, seed: int) -> Iterator[tuple[str, float]]:
    search = partial(searched, table, most_rows, seed, seconds=seconds)
    with search() as trials:
        whole, alone = trials.error(blended(trials)), trials.error(best_alone(trials))
    yield BLEND, 100 * (1 - whole / alone)
    for name, part in PARTS.items():
        with part.lacking(), search(**part.spec) as trials:
            yield name, 100 * (1 - whole / trials.error(blended(trials)))


def main() -> None:
    args = searches_wanted(__doc__)
    tables = offered(args.data)
    found: list[list[float]] = []
    print(f"{'gain, %':28}", *(f"{name:>10}" for name in (BLEND, *PARTS)))
    for name in args.tables:
        for seed in args.seeds:
            found.append([gain for _, gain in gains(tables[name](), args.seconds, args.rows, seed)])
            print(f"{name + ' ' + str(seed):28}", *(f"{gain:10.2f}" for gain in found[-1]), flush=True)
    print(f"{'median':28}", *(f"{gain:10.2f}" for gain in np.median(found, axis=0)))
    print(f"{'better with it, of ' + str(len(found)):28}", *(f"{n:10d}" for n in (np.array(found) > 0).sum(axis=0)))


if __name__ == "__main__":
    main()
