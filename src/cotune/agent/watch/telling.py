"""How the watch writes its figures, so that each leads to what bears it out."""

from __future__ import annotations

from cotune.agent.watch.course import score_of
from cotune.model.view import RunView
from cotune.model.wording import FAMILY_NAMES
from cotune.model.words import natural


def value(view: RunView, trial: int) -> str:
    """A trial's score in the metric's own numbers."""
    row = view.trial(trial)
    assert row is not None
    assert view.spec is not None
    return figure(natural(view.spec.metric, score_of(row)))


def named(view: RunView, trial: int) -> str:
    """'trial 7 (XGBoost)'."""
    row = view.trial(trial)
    assert row is not None
    return f"trial {trial} ({FAMILY_NAMES[row.ask.configuration.family]})"


def ahead_text(view: RunView, best: int, other: int, gain: float, noise: float | None) -> str:
    """A sentence on how far the best is ahead of another trial."""
    if best == other or gain == 0:
        return f"The best is {named(view, best)} with {value(view, best)}."
    by = f", noise {figure(noise)}" if noise is not None else ""
    return f"The best, {named(view, best)} with {value(view, best)}, is {figure(gain)} better than trial {other}{by}."


def figure(number: float) -> str:
    """Four significant digits, never in powers of ten."""
    text = f"{number:.4g}"
    return f"{number:.8f}".rstrip("0") if "e" in text else text
