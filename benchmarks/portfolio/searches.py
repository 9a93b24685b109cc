"""Run searches as users run them, and keep how long each of their trials took: level_times.py learns from it.

A search of some trials, then its extension by as many, on each table that quality/ knows. Goes on where it was.

Run: python benchmarks/portfolio/searches.py FILE [--trials N ...] [--data FOLDER] [--rows N] [--tables NAME ...]
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

sys.path.extend([str(Path(__file__).parents[1]), str(Path(__file__).parents[1] / "quality")])

import pandas as pd

from cotune.data import complete_spec, read_profile
from cotune.host.shape import rough_shape
from cotune.model.profile import TableShape
from cotune.model.trial import TrialRow
from engine_study import warm_study
from sources import offered

PATIENCE_S = 1_800


@dataclass(frozen=True)
class Search:
    """The trials of a search with its extension, on a table of this shape."""

    table: str
    shape: TableShape
    trials: list[TrialRow]


def read(file: Path) -> list[Search]:
    return [_read(json.loads(line)) for line in file.read_text().splitlines()] if file.exists() else []


def _read(line: dict[str, object]) -> Search:
    trials = line["trials"]
    assert isinstance(trials, list)
    return Search(
        str(line["table"]), TableShape.model_validate(line["shape"]), [TrialRow.model_validate(t) for t in trials]
    )


def append(file: Path, search: Search) -> None:
    line = {
        "table": search.table,
        "shape": search.shape.model_dump(mode="json"),
        "trials": [t.model_dump(mode="json") for t in search.trials],
    }
    with file.open("a") as out:
        out.write(json.dumps(line) + "\n")


def searched(name: str, frame: pd.DataFrame, trials: int) -> Search:
    with warm_study(frame) as bench:
        profile = read_profile(bench.folder.data)
        shape = rough_shape(profile, complete_spec({"target": "y", "trials": trials}, profile))
        bench.start(trials=trials)
        bench.turn_to_end(PATIENCE_S)
        bench.extend(trials=trials)
        bench.turn(lambda v: v.run.phase != "ended", PATIENCE_S)
        view = bench.turn_to_end(PATIENCE_S)
        return Search(name, shape, list(view.run_trials()))


def tables(folder: Path | None, most_rows: int) -> Iterator[tuple[str, pd.DataFrame]]:
    for name, load in offered(folder, to_learn_from=True).items():
        table = load()
        frame = table.frame.rename(columns={"y": "y_too", table.target: "y"})
        yield name, frame if len(frame) <= most_rows else frame.sample(most_rows, random_state=0, ignore_index=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--trials", type=int, nargs="+", default=[10, 30])
    parser.add_argument("--data", type=Path, help="a folder of parquet files with a manifest.json")
    parser.add_argument("--rows", type=int, default=4_000, help="take a sample of larger tables")
    parser.add_argument("--tables", nargs="+", help="these only")
    args = parser.parse_args()
    known = {search.table for search in read(args.file)}
    for i, (name, frame) in enumerate(tables(args.data, args.rows)):
        if name not in known and name in (args.tables or [name]):
            search = searched(name, frame, args.trials[i % len(args.trials)])
            append(args.file, search)
            print(f"{name}: {len(search.trials)} trials", flush=True)


if __name__ == "__main__":
    main()
