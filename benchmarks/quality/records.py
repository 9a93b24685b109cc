"""The results file: one JSON line for each run of a framework, whether it went well or not."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Cell:
    """One run of the grid."""

    framework: str
    table: str
    seed: int
    budget_s: float


@dataclass(frozen=True)
class Outcome:
    """What the framework's own process found.

    `fit_s` counts from before the framework's import; `robustness` tells of each case "ok" or what went wrong;
    `curve` holds (seconds since the start of the fit, best cross-validated score so far) where a framework tells.
    """

    score: float
    scores: dict[str, float]
    fit_s: float
    predict_s: float
    predict_one_row_ms: float
    models: int | None
    notes: dict[str, str]
    robustness: dict[str, str]
    versions: dict[str, str]
    curve: list[tuple[float, float]] = field(default_factory=list)


@dataclass(frozen=True)
class Usage:
    """Of the process with all its children, from start to end.

    RSS counts a page that processes share once for each of them, PSS once in all; it is None where nothing tells it.
    """

    peak_rss_mb: float
    peak_pss_mb: float | None
    cpu_s: float
    process_s: float


@dataclass(frozen=True)
class Record:
    """A cell with what came of it; without an outcome `failure` says why."""

    cell: Cell
    task: str
    metric: str
    cores: int
    n_train: int
    n_test: int
    n_columns: int
    when: str
    load_1m: float
    machine: str
    usage: Usage
    outcome: Outcome | None = None
    failure: str | None = None

    @property
    def score(self) -> float | None:
        return None if self.outcome is None else self.outcome.score


def missing(wanted: Iterable[Cell], done: Iterable[Record], *, retry_failures: bool = False) -> list[Cell]:
    """The cells still to be run, in order."""
    settled = {r.cell for r in done if not (retry_failures and r.outcome is None)}
    return [cell for cell in wanted if cell not in settled]


def latest(records: Iterable[Record]) -> list[Record]:
    """One record a cell: the last one written, at the place of the first."""
    return list({r.cell: r for r in records}.values())


def append(file: Path, record: Record) -> None:
    """Also after a line that was cut off when the last writer was killed."""
    torn = file.exists() and file.read_bytes()[-1:] not in (b"", b"\n")
    with file.open("a") as lines:
        lines.write("\n" * torn + json.dumps(asdict(record)) + "\n")


def read(file: Path) -> list[Record]:
    """All whole lines; one that was cut off counts as not run."""
    if not file.exists():
        return []
    return [found for line in file.read_text().splitlines() if (found := _parsed(line)) is not None]


def _parsed(line: str) -> Record | None:
    try:
        raw = json.loads(line)
    except json.JSONDecodeError:
        return None
    nested = {"cell": Cell(**raw["cell"]), "usage": Usage(**raw["usage"])}
    outcome = None if raw["outcome"] is None else outcome_of(raw["outcome"])
    return Record(**{**raw, **nested, "outcome": outcome})


def outcome_of(raw: dict) -> Outcome:
    """From JSON, which has lists for tuples."""
    return Outcome(**{**raw, "curve": [tuple(point) for point in raw["curve"]]})
