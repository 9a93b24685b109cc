"""Scores against time, as text and as a picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from records import Record

BAR = 30
Curves = Mapping[str, Mapping[float, float]]


def share_lines(curves: Curves) -> str:
    """A bar for each framework and budget."""
    wide = max((len(name) for name in curves), default=0)
    lines = [
        f"{name:{wide}} {budget_s:6g} s  {share:5.3f}  {'#' * round(BAR * share)}"
        for name, points in curves.items()
        for budget_s, share in points.items()
    ]
    return "\n".join(lines) or "no table was run at every budget"


def anytime_lines(records: Sequence[Record]) -> str:
    """The best cross-validated score at 5, 10, 20, ... seconds of each fit that tells."""
    lines = []
    for record in with_curve(records):
        points = [f"{at_s:g} s {best:.5g}" for at_s in _doubling(record.cell.budget_s) if (best := _best(record, at_s))]
        lines.append(f"- {_name(record)} ({record.metric}): {', '.join(points)}")
    return "\n".join(lines)


def with_curve(records: Sequence[Record]) -> list[Record]:
    return [r for r in records if r.outcome and r.outcome.curve]


def plot(curves: Curves, records: Sequence[Record], file: Path) -> None:
    """Mean share of the way by budget on the left; on the right how far each fit that tells had come at any second.

    Raises:
        ImportError: matplotlib is not installed.
    """
    from matplotlib.figure import Figure

    told = with_curve(records)
    figure = Figure(figsize=(12 if told else 7, 4.5), layout="constrained")
    axes = figure.subplots(1, 2 if told else 1, squeeze=False)[0]
    for name, points in curves.items():
        axes[0].plot(list(points), list(points.values()), marker="o", label=name)
    axes[0].set(
        xscale="log", xlabel="budget in seconds", ylabel="share of the way from worst to best", ylim=(-0.02, 1.02)
    )
    axes[0].set_xticks(
        budgets := sorted({b for points in curves.values() for b in points}), [f"{b:g}" for b in budgets]
    )
    axes[0].minorticks_off()
    if curves:
        axes[0].legend()
    for record in told:
        seconds, scores = zip(*record.outcome.curve, strict=True)
        gained = [(s - scores[0]) / ((scores[-1] - scores[0]) or 1) for s in scores]
        axes[1].step(seconds, gained, where="post", label=_name(record))
    if told:
        axes[1].set(xlabel="seconds", ylabel="share of the gain in cross-validation since the first trial")
        axes[1].legend()
    figure.savefig(file, dpi=150)


def _doubling(budget_s: float) -> list[float]:
    moments = [5.0]
    while moments[-1] * 2 < budget_s:
        moments.append(moments[-1] * 2)
    return [*(m for m in moments if m < budget_s), budget_s]


def _best(record: Record, at_s: float) -> float | None:
    """As the curve stood at that second."""
    reached = [score for seconds, score in record.outcome.curve if seconds <= at_s]
    return reached[-1] if reached else None


def _name(record: Record) -> str:
    return f"{record.cell.framework}, {record.cell.table}, seed {record.cell.seed}, {record.cell.budget_s:g} s"
