"""AutoML frameworks side by side: test score, time, memory and manners, one process at a time.

    python benchmarks/quality/compare.py --budgets 30 60 --seeds 0 1 --frameworks cotune flaml autogluon_medium \\
        --python flaml=venv-flaml/bin/python autogluon=venv-autogluon/bin/python

Each run appends a line to the results file; what is there already is skipped, so that an interrupted comparison goes on
where it was. `summary.py` makes tables of it.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path

from frameworks.registry import FRAMEWORKS
from interpreters import chosen, interpreter, is_installed
from records import Cell, Record, append, missing, read
from runner import run_cell
from sources import BUILT_IN, Loader, Table, offered


def main(arguments: Sequence[str] | None = None) -> None:
    parser = _parser()
    args = parser.parse_args(arguments)
    tables = offered(args.data)
    if args.list:
        print("frameworks:", *FRAMEWORKS, "\ntables:", *tables)
        return
    _check("table", args.tables, tables, parser)
    _check("framework", args.frameworks or (), FRAMEWORKS, parser)
    try:
        pythons = chosen(args.python)
    except ValueError as wrong:
        parser.error(str(wrong))
    done = read(args.results)
    if any(record.cores != args.cores for record in done):
        parser.error(f"{args.results} was made with another number of cores: name another file with --results")
    frameworks = [name for name in args.frameworks or FRAMEWORKS if _usable(name, pythons)]
    todo = missing(grid(args, frameworks), done, retry_failures=args.retry_failures)
    for number, record in enumerate(_records(todo, tables, pythons, args.cores), start=1):
        append(args.results, record)
        print(f"[{number}/{len(todo)}] {in_short(record)}", flush=True)


def grid(args: argparse.Namespace, frameworks: Sequence[str]) -> Iterator[Cell]:
    """Frameworks innermost: what is compared runs close together in time."""
    for budget_s in args.budgets:
        for seed in args.seeds:
            for table in args.tables:
                for framework in frameworks:
                    yield Cell(framework, table, seed, budget_s)


def in_short(record: Record) -> str:
    cell, found = record.cell, record.outcome
    where = f"{cell.framework} {cell.table} seed {cell.seed} {cell.budget_s:g} s"
    if found is None:
        return f"{where}: FAILED, {record.failure}"
    return f"{where}: {record.metric} {found.score:.5g}, fit {found.fit_s:.1f} s, {record.usage.peak_rss_mb:.0f} MB"


def _records(
    todo: Sequence[Cell], tables: Mapping[str, Loader], pythons: Mapping[str, str], cores: int
) -> Iterator[Record]:
    table: Table | None = None
    for cell in todo:
        if table is None or table.name != cell.table:
            table = tables[cell.table]()
        yield run_cell(cell, table, interpreter(cell.framework, pythons), cores)


def _usable(framework: str, pythons: Mapping[str, str]) -> bool:
    python = interpreter(framework, pythons)
    if is_installed(framework, python):
        return True
    needed = FRAMEWORKS[framework].package
    print(f"{framework} is left out: no {needed} (or pandas, pyarrow, scikit-learn) for {python}; see --python")
    return False


def _check(what: str, names: Sequence[str], known: Mapping[str, object], parser: argparse.ArgumentParser) -> None:
    for name in names:
        if name not in known:
            close = get_close_matches(name, known, cutoff=0.4) or list(known)
            parser.error(f"there is no {what} '{name}' here; perhaps {', '.join(close)} (see --list)")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--budgets", nargs="+", type=float, default=[30.0], metavar="SECONDS")
    parser.add_argument("--seeds", nargs="+", type=int, default=[0], metavar="SEED")
    parser.add_argument("--tables", nargs="+", default=list(BUILT_IN), metavar="NAME")
    parser.add_argument("--frameworks", nargs="+", metavar="NAME", help="default: all that are installed")
    parser.add_argument("--python", nargs="+", default=[], metavar="NAME=INTERPRETER", help="default: this one")
    parser.add_argument("--data", type=Path, metavar="FOLDER", help="tables of your own: manifest.json, parquet files")
    parser.add_argument("--cores", type=int, default=2)
    parser.add_argument("--results", type=Path, default=Path("results.jsonl"), metavar="FILE")
    parser.add_argument("--retry-failures", action="store_true", help="run again what failed")
    parser.add_argument("--list", action="store_true", help="name frameworks and tables")
    return parser


if __name__ == "__main__":
    sys.exit(main())
