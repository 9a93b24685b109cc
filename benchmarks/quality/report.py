"""Markdown tables of a results file."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from statistics import fmean

from job import HIGHER_IS_BETTER
from ranking import Contest, standings
from records import Record


def markdown_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def rank_table(found: Sequence[Contest]) -> str:
    rows = [[s.framework, f"{s.mean_rank:.2f}", str(s.wins), str(s.contests)] for s in standings(found)]
    return markdown_table(["framework", "mean rank", "first places", "of"], rows)


def score_table(records: Sequence[Record], names: Sequence[str]) -> str:
    """Test scores, the mean over seeds; the best of each table in bold."""
    rows = []
    for table, of_table in _by(records, lambda r: r.cell.table).items():
        metric = of_table[0].metric
        scores = {name: _mean(r.score for r in of_table if r.cell.framework == name) for name in names}
        finite = [score for score in scores.values() if not math.isnan(score)]
        best = (max if metric in HIGHER_IS_BETTER else min)(finite, default=math.nan)
        rows.append([f"{table} ({metric})", *(_score(scores[n], best) for n in names)])
    return markdown_table(["table", *names], rows)


def cost_table(records: Sequence[Record], names: Sequence[str]) -> str:
    """Overrun is of the budget, and 0 for a fit that ended early; memory is the highest peak."""
    head = [
        "framework",
        "fit s",
        "overrun mean",
        "worst",
        "peak RSS MB",
        "peak PSS MB",
        "s per 1,000 rows",
        "models",
        "failed",
    ]
    return markdown_table(head, [_costs(name, [r for r in records if r.cell.framework == name]) for name in names])


def robustness_lines(records: Sequence[Record]) -> str:
    """What broke, for each framework and case once, with how often."""
    broken: dict[tuple[str, str], list[str]] = defaultdict(list)
    tried: dict[tuple[str, str], int] = defaultdict(int)
    for record in records:
        for case, verdict in (record.outcome.robustness if record.outcome else {}).items():
            tried[record.cell.framework, case] += 1
            if verdict != "ok":
                broken[record.cell.framework, case].append(verdict)
    lines = [
        f"- {name}, {case}: {len(found)} of {tried[name, case]}, as in `{' '.join(found[0].split())[:100]}`"
        for (name, case), found in broken.items()
    ]
    return "\n".join(lines) or "None."


def failure_lines(records: Sequence[Record]) -> str:
    lines = [
        f"- {r.cell.framework}, {r.cell.table}, seed {r.cell.seed}, {r.cell.budget_s:g} s: {r.failure}"
        for r in records
        if r.outcome is None
    ]
    return "\n".join(lines) or "None."


def overrun(record: Record) -> float:
    """Share of the budget by which the fit was late; NaN for one that failed."""
    if record.outcome is None:
        return math.nan
    return max(0.0, record.outcome.fit_s / record.cell.budget_s - 1)


def _costs(name: str, records: Sequence[Record]) -> list[str]:
    done = [r.outcome for r in records if r.outcome]
    late = [overrun(r) for r in records if r.outcome]
    per_1000 = [1000 * r.outcome.predict_s / r.n_test for r in records if r.outcome]
    return [
        name,
        _plain(_mean(o.fit_s for o in done), ".1f"),
        _plain(_mean(late), ".1%"),
        _plain(max(late, default=math.nan), ".1%"),
        _plain(max(r.usage.peak_rss_mb for r in records), ".0f"),
        _plain(max((r.usage.peak_pss_mb for r in records if r.usage.peak_pss_mb is not None), default=math.nan), ".0f"),
        _plain(_mean(per_1000), ".2f"),
        _plain(_mean(o.models for o in done if o.models is not None), ".0f"),
        str(len(records) - len(done)),
    ]


def _by(records: Iterable[Record], key: Callable[[Record], str]) -> dict[str, list[Record]]:
    groups: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        groups[key(record)].append(record)
    return groups


def _mean(values: Iterable[float | None]) -> float:
    known = [v for v in values if v is not None]
    return fmean(known) if known else math.nan


def _score(score: float, best: float) -> str:
    text = _plain(score, ".4f" if abs(score) < 10 else ",.1f" if abs(score) < 1000 else ",.0f")
    return f"**{text}**" if score == best else text


def _plain(value: float, spec: str) -> str:
    return "-" if math.isnan(value) else format(value, spec)
