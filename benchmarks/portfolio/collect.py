"""Run every candidate on every table that can be had, and keep scores, times and predictions to learn from.

It goes on where it was; stop it whenever you like. One thread per process, CPU seconds are what is counted.

Run: python benchmarks/portfolio/collect.py LIBRARY [--data FOLDER] [--processes N] [--rows N]
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

os.environ.update(dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1"))
sys.path.insert(0, str(Path(__file__).parents[1] / "quality"))

import numpy as np
from rich.progress import track

from candidates import candidates, kind_of
from cotune.data import complete_spec, normalise, write_snapshot
from cotune.deliver.final import read_model
from cotune.engine.arguments import PrepareArguments, Prepared, RunPlace, TrialArguments
from cotune.engine.evaluate import run_trial
from cotune.engine.prepare import prepare_run
from cotune.engine.tables import run_table
from cotune.model.space import Configuration
from cotune.model.spec import SearchSpec
from cotune.model.trial import TrialAsk
from cotune.model.words import Metric
from cotune.search.catalog import offers
from cotune.search.narrow import fit_into
from cotune.store import StudyFolder
from library import Run, append, done, write_predictions, write_truth
from sources import Table, offered

METRICS: dict[str, Metric] = {"binary": "roc_auc", "multiclass": "log_loss", "regression": "rmse"}
FOLDS, TEST_SHARE = 4, 0.3
CHUNK = 24


class Laboratory:
    """One table with its sealed rows for the test, and the configurations to run on it."""

    def __init__(self, table: Table, rows: int, folder: Path) -> None:
        self.folder = StudyFolder(folder / "s")
        self.folder.prepare()
        frame = table.frame.sample(rows, random_state=0) if len(table.frame) > rows else table.frame
        self.spec = complete_spec(
            {
                "target": table.target,
                "task": table.task,
                "metric": METRICS[table.task],
                "trials": 1,
                "folds": FOLDS,
                "holdout_fraction": TEST_SHARE,
                "split": "random" if table.task == "regression" else "stratified",
            },
            write_snapshot(normalise(frame.reset_index(drop=True)), self.folder.data),
        )
        self.prepared: Prepared = prepare_run(PrepareArguments(folder=str(self.folder.path), run=0, spec=self.spec))

    def configurations(self) -> list[tuple[str, Configuration]]:
        """The families' own starts, then the candidates fitted into this table's space, by name."""
        spec: SearchSpec = self.spec
        found = offers(spec, self.prepared.shape)
        own = [(f"{o.space.family}:start{i}", s.configuration) for o in found for i, s in enumerate(o.starts)]
        spaces = {o.space.family: o.space for o in found}
        drawn = enumerate(candidates(kind_of(spec.task)))
        return own + [(f"{c.family}:{i}", fit_into(c, spaces[c.family])) for i, c in drawn if c.family in spaces]

    def run(self, number: int, name: str, configuration: Configuration) -> tuple[Run, np.ndarray, np.ndarray]:
        """The run, its out-of-fold predictions, and its predictions for the test rows."""
        ask = TrialAsk(trial=number, run=0, number=number, configuration=configuration, origin="portfolio")
        arguments = TrialArguments(
            folder=str(self.folder.path), run=0, spec=self.spec, ask=ask, device="cpu", keep_above=None
        )
        began = time.process_time()
        result = run_trial(arguments)
        cpu_s = time.process_time() - began
        table = run_table(arguments)
        model = read_model(self.folder.fold_models(number))
        sealed = table.X.iloc[table.holdout]
        test = model.predict(sealed) if table.task == "regression" else model.predict_proba(sealed)
        run = Run(
            name=name,
            family=configuration.family,
            params=configuration.params,
            score=result.score,
            cpu_s=round(cpu_s, 4),
            predict_ms=result.predict_ms,
            shape=self.prepared.shape.model_dump(),
        )
        return run, np.load(self.folder.oof(number)), np.asarray(test, dtype=np.float32)


def collect(library: Path, name: str, table: Table, rows: int, wanted: range) -> None:
    """Run these of the table's configurations."""
    with tempfile.TemporaryDirectory() as place:
        lab = Laboratory(table, rows, Path(place))
        known = done(library, name)
        write_truth(library, name, lab.spec, run_table(RunPlace(folder=str(lab.folder.path), run=0)))
        for number, (label, configuration) in enumerate(lab.configurations()[wanted.start : wanted.stop]):
            if label in known:
                continue
            try:
                run, oof, test = lab.run(number, label, configuration)
            except Exception as problem:  # noqa: BLE001 - a candidate that fails on a table is left out there
                print(f"{name} {label}: {type(problem).__name__}: {problem}", file=sys.stderr)
                continue
            write_predictions(library, name, label, oof, test)
            append(library, name, run)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("library", type=Path)
    parser.add_argument("--data", type=Path, help="a folder of parquet files with a manifest.json")
    parser.add_argument("--tables", nargs="+", help="these alone")
    parser.add_argument("--without", nargs="+", default=[], help="tables to leave alone")
    parser.add_argument("--rows", type=int, default=1500, help="take a sample of larger tables")
    parser.add_argument(
        "--most", type=int, default=10 + len(candidates("regression")), help="configurations of a table"
    )
    parser.add_argument("--processes", type=int, default=os.cpu_count())
    args = parser.parse_args()
    args.library.mkdir(parents=True, exist_ok=True)
    found = offered(args.data, to_learn_from=True)
    tables = {name: found[name]() for name in args.tables or found if name not in args.without}
    chunks = [range(start, min(start + CHUNK, args.most)) for start in range(0, args.most, CHUNK)]
    with ProcessPoolExecutor(args.processes) as pool:
        futures = [
            pool.submit(collect, args.library, name, table, args.rows, chunk)
            for chunk in chunks
            for name, table in tables.items()
        ]
        for future in track(as_completed(futures), total=len(futures), description="tables x chunks"):
            future.result()


if __name__ == "__main__":
    main()
