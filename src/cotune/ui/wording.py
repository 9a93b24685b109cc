"""How figures and closed words read in static text; the TypeScript half has its own words.ts."""

from __future__ import annotations

from cotune.model.gate import ScoreWithNoise
from cotune.model.view import RunState, scored
from cotune.model.wording import METRIC_NAMES
from cotune.model.words import LOWER_IS_BETTER
from cotune.ui.snapshot import Snapshot

PHASES = {
    "none": "not started",
    "running": "searching",
    "paused": "paused",
    "finishing": "making the model",
    "ended": "finished",
}


def score_text(score: ScoreWithNoise) -> str:
    """The metric's natural value, with its noise: 'ROC AUC 0.913 ± 0.004' or 'RMSE 31.2 ± 1.3 (lower is better)'."""
    hint = " (lower is better)" if score.metric in LOWER_IS_BETTER else ""
    return f"{METRIC_NAMES[score.metric]} {score.in_figures()}{hint}"


def clock(seconds: float) -> str:
    """Minutes and seconds: '4:05', '1:02:03'."""
    whole = int(seconds)
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def phase_text(run: RunState) -> str:
    if run.phase == "ended" and run.why_ended in ("stopped", "failed"):
        return run.why_ended
    return PHASES[run.phase]


def headline(shown: Snapshot) -> str:
    """One line for a status bar: 'churn: searching, ROC AUC 0.913 ± 0.004'."""
    spec, best = shown.search.spec, shown.progress.incumbent
    score = scored(best, spec.metric) if spec and best else None
    found = f", {score_text(score)}" if score else ""
    waiting = ", waits for you" if shown.gate.cards else ""
    return f"{shown.head.name}: {phase_text(shown.progress.run)}{found}{waiting}"
