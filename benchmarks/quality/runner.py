"""Runs one cell of the grid in a process of its own and tells what came of it."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from job import METRIC_OF, Job, hard_limit_s
from process_tree import ProcessTree
from records import Cell, Outcome, Record, Usage, outcome_of
from sources import Table
from splitting import Split, write_split

CELL = Path(__file__).with_name("cell.py")
LOOK_EVERY_S = 0.2
THREADS = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS")


@dataclass(frozen=True)
class Ended:
    """`code` is None for a process that was killed at the hard limit."""

    code: int | None
    usage: Usage
    last_words: str


def run_cell(cell: Cell, table: Table, python: str, cores: int) -> Record:
    """A crash and a hang are results too."""
    when, load_1m = datetime.now(UTC).isoformat(timespec="seconds"), round(os.getloadavg()[0], 2)
    with tempfile.TemporaryDirectory(prefix="quality-", ignore_cleanup_errors=True) as place:
        folder = Path(place)
        (folder / "scratch").mkdir()
        split = write_split(table, cell.seed, folder)
        _job(cell, table, split, cores, folder).write(folder / "job.json")
        ended = _run(python, folder, cores, hard_limit_s(cell.budget_s))
        outcome = _outcome(folder / "outcome.json") if ended.code == 0 else None
    return Record(
        cell=cell,
        task=table.task,
        metric=METRIC_OF[table.task],
        cores=cores,
        n_train=split.n_train,
        n_test=split.n_test,
        n_columns=table.frame.shape[1] - 1,
        when=when,
        load_1m=load_1m,
        machine=f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
        usage=ended.usage,
        outcome=outcome,
        failure=None if outcome else _why(ended),
    )


def _job(cell: Cell, table: Table, split: Split, cores: int, folder: Path) -> Job:
    return Job(
        framework=cell.framework,
        task=table.task,
        target=table.target,
        n_classes=table.n_classes,
        budget_s=cell.budget_s,
        cores=cores,
        seed=cell.seed,
        train=str(split.train),
        test=str(split.test),
        scratch=str(folder / "scratch"),
    )


def _run(python: str, folder: Path, cores: int, limit_s: float) -> Ended:
    log = folder / "log.txt"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [python, str(CELL), str(folder / "job.json"), str(folder / "outcome.json")],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            cwd=folder / "scratch",
            env=dict.fromkeys(THREADS, str(cores)) | os.environ,
            start_new_session=True,
        )
        tree, deadline = ProcessTree(process.pid), time.monotonic() + limit_s
        try:
            while process.poll() is None and time.monotonic() < deadline:
                tree.look()
                time.sleep(LOOK_EVERY_S)
            code, usage = process.poll(), tree.usage()
        finally:
            tree.end()
            process.wait()
    return Ended(code, usage, _last_words(log))


def _outcome(file: Path) -> Outcome:
    return outcome_of(json.loads(file.read_text()))


def _why(ended: Ended) -> str:
    if ended.code is None:
        return f"killed after {ended.usage.process_s:.0f} s"
    return f"exit {ended.code}: {ended.last_words}"


def _last_words(log: Path) -> str:
    lines = log.read_text(errors="replace").strip().splitlines()
    return lines[-1][:300] if lines else "without a word"
