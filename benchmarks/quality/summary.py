"""Tables and curves of a comparison, in Markdown.

python benchmarks/quality/summary.py results.jsonl [--plot FILE] [--frameworks NAME ...]
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from curves import anytime_lines, plot, share_lines, with_curve
from ranking import Contest, contests, shares, standings
from records import Record, latest, read
from report import cost_table, failure_lines, rank_table, robustness_lines, score_table


def main(arguments: Sequence[str] | None = None) -> None:
    args = _parser().parse_args(arguments)
    records = [r for r in latest(read(args.results)) if not args.frameworks or r.cell.framework in args.frameworks]
    if not records:
        sys.exit(f"{args.results} has no runs: benchmarks/quality/compare.py makes them")
    found, left_out = contests(records)
    print(_head(records))
    for budget_s in sorted({r.cell.budget_s for r in records}):
        print(_of_budget(budget_s, records, [c for c in found if c.budget_s == budget_s]))
    if left_out:
        print(f"\nWithout a part in ranks and curves, as some framework has not run there: {left_out} groups.")
    curves = shares(found)
    print(_score_versus_time(curves, records))
    print(f"\n## Robustness\n\n{robustness_lines(records)}\n\n## Failures\n\n{failure_lines(records)}")
    if args.plot:
        try:
            plot(curves, records, args.plot)
        except ImportError:
            sys.exit("--plot needs matplotlib: python -m pip install matplotlib")


def _head(records: Sequence[Record]) -> str:
    days = sorted({r.when[:10] for r in records})
    when = days[0] if len(days) == 1 else f"{days[0]} to {days[-1]}"
    machines = ", ".join(sorted({r.machine for r in records}))
    return (
        f"{len(records)} runs on {records[0].cores} cores each, {when} ({machines}). Test scores on 20 % of the rows;"
        " a fit's seconds include the import. Ranks: 1 is the best, those that are level share their places, failures"
        " come last. RSS counts shared pages once for each process, PSS once in all."
    )


def _of_budget(budget_s: float, records: Sequence[Record], found: Sequence[Contest]) -> str:
    mine = [r for r in records if r.cell.budget_s == budget_s]
    names = list(dict.fromkeys([*(s.framework for s in standings(found)), *(r.cell.framework for r in mine)]))
    parts = [f"\n## {budget_s:g} s", rank_table(found), score_table(mine, names), cost_table(mine, names)]
    return "\n\n".join(parts)


def _score_versus_time(curves: dict[str, dict[float, float]], records: Sequence[Record]) -> str:
    text = (
        "\n## Score against time\n\nMean share of the way from the worst to the best score that any of them reached on"
        f" a table at any budget:\n\n```\n{share_lines(curves)}\n```"
    )
    if with_curve(records):
        text += f"\n\nBest score in cross-validation so far, at seconds of the fit:\n\n{anytime_lines(records)}"
    return text


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("results", type=Path)
    parser.add_argument("--plot", type=Path, metavar="FILE", help="a PNG of the curves; needs matplotlib")
    parser.add_argument("--frameworks", nargs="+", metavar="NAME", help="only these")
    return parser


if __name__ == "__main__":
    sys.exit(main())
