"""A study without its widget: HTML for saved notebooks, text for terminals. No scripts, all text escaped."""

from __future__ import annotations

from html import escape

from cotune.model.event import ModelReady
from cotune.model.gate import ScoreWithNoise
from cotune.model.printable import on_one_line
from cotune.model.spec import SearchSpec
from cotune.model.trial import TrialRow
from cotune.model.view import scored
from cotune.model.wording import FAMILY_NAMES, METRIC_NAMES, TASK_NAMES
from cotune.ui.snapshot import Snapshot
from cotune.ui.wording import clock, phase_text, score_text

ROWS_SHOWN = 5


def text(shown: Snapshot) -> str:
    """A few lines; what a terminal prints for a study."""
    return "\n".join(on_one_line(f"{label}: {value}" if label else value) for label, value in _facts(shown))


def html(shown: Snapshot) -> str:
    """The same facts and the best trials, readable in light and dark."""
    facts = "".join(
        f"<tr><th style='text-align:left;padding-right:1em'>{escape(label)}</th>"
        f"<td style='text-align:left'>{escape(value)}</td></tr>"
        for label, value in _facts(shown)
        if label
    )
    return (
        "<div style='font-family:system-ui,sans-serif'>"
        f"<p><strong>{escape(shown.head.name)}</strong> &middot; a cotune study</p>"
        f"<table>{facts}</table>{_chart(shown)}{_best_trials(shown)}</div>"
    )


def _facts(shown: Snapshot) -> list[tuple[str, str]]:
    run, spec = shown.progress.run, shown.search.spec
    budget = f" of {clock(run.budget_s)}" if run.budget_s else ""
    facts = [
        ("", f"cotune study '{shown.head.name}'"),
        ("table", f"{shown.head.n_rows:,} rows, {shown.head.n_columns:,} columns"),
        ("state", phase_text(run)),
    ]
    if spec:
        facts.append(("goal", f"{TASK_NAMES[spec.task]} of '{spec.target}', {METRIC_NAMES[spec.metric]}"))
        done = sum(t.status not in ("running", "cancelled") for t in _trials_of_run(shown))
        facts.append(("trials", f"{done} in {clock(run.active_s)}{budget}"))
    best = shown.progress.incumbent
    if spec and best and (score := scored(best, spec.metric)):
        what = f"{FAMILY_NAMES[best.ask.configuration.family]}, {score_text(score)}"
        facts.append(("best trial", f"{what} (cross-validated)"))
        facts += _baselines(shown, spec)
    if shown.progress.helped:
        facts += [("suggestions", compared.says) for compared in shown.progress.helped.compared]
    if shown.result.model:
        so_far = f"; {shown.result.model.message}" if shown.result.so_far else ""
        made_of, scored_by = _made_of(shown.result.model), score_text(shown.result.model.cv)
        facts.append(("model", f"{made_of}, {scored_by}{so_far}"))
    if shown.result.opened:
        facts.append(("sealed holdout", score_text(shown.result.opened.score)))
    if shown.result.optimism:
        facts.append(("that is", shown.result.optimism.in_words()))
    facts += [("waiting for you", f"card {card.id}") for card in shown.gate.cards]
    return facts


def _made_of(model: ModelReady) -> str:
    if not model.members:
        return model.message
    if len(model.members) == 1:
        return FAMILY_NAMES[model.members[0].family]
    return f"a blend of {len(model.members)}"


def _baselines(shown: Snapshot, spec: SearchSpec) -> list[tuple[str, str]]:
    beside = {"default XGBoost": shown.progress.default_xgboost, "a guess": shown.progress.guess}
    return [(name, baseline.in_words(spec.metric)) for name, baseline in beside.items()]


def _trials_of_run(shown: Snapshot) -> list[TrialRow]:
    return [t for t in shown.trials if t.ask.run == shown.progress.run.run]


def _with_scores(shown: Snapshot, spec: SearchSpec) -> list[tuple[ScoreWithNoise, TrialRow]]:
    """Of trials that have all their folds: those of pruned ones are only guessed."""
    done = (t for t in _trials_of_run(shown) if t.status == "ok")
    return [(score, t) for t in done if (score := scored(t, spec.metric))]


def _best_trials(shown: Snapshot) -> str:
    spec = shown.search.spec
    if spec is None:
        return ""
    best = sorted(_with_scores(shown, spec), key=lambda pair: pair[0].score, reverse=True)[:ROWS_SHOWN]
    if not best:
        return ""
    rows = "".join(
        f"<tr><td>{t.ask.trial}</td><td>{escape(FAMILY_NAMES[t.ask.configuration.family])}</td>"
        f"<td>{escape(score_text(score))}</td>"
        f"<td>{t.result.seconds if t.result else 0:.1f} s</td></tr>"
        for score, t in best
    )
    return f"<table><thead><tr><th>trial</th><th>family</th><th>score</th><th>time</th></tr></thead>{rows}</table>"


def _chart(shown: Snapshot) -> str:
    """The best score so far as an SVG step line."""
    scores = [t.result.score for t in _trials_of_run(shown) if t.result and t.result.score is not None]
    if len(scores) < 2:
        return ""
    best = [max(scores[: i + 1]) for i in range(len(scores))]
    low, span = best[0], (best[-1] - best[0]) or 1.0
    width, height = 320, 60
    heights = [height - 3 - (height - 6) * (value - low) / span for value in best]
    step = width / (len(best) - 1)
    points = [f"0,{heights[0]:.1f}"]
    for i in range(1, len(heights)):
        points += [f"{step * i:.1f},{heights[i - 1]:.1f}", f"{step * i:.1f},{heights[i]:.1f}"]
    return (
        f"<svg viewBox='0 0 {width} {height}' width='{width}' height='{height}' role='img' "
        "aria-label='Best score so far over the trials'>"
        f"<polyline points='{' '.join(points)}' fill='none' stroke='currentColor' stroke-width='1.5'/></svg>"
    )
