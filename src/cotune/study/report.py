"""A study told in Markdown: what was wanted, searched and found."""

from __future__ import annotations

from collections import Counter

from cotune.model.baseline import default_xgboost, guess
from cotune.model.bought import bought_in_words
from cotune.model.event import ModelReady
from cotune.model.gate import ScoreWithNoise
from cotune.model.helped import heading, helped
from cotune.model.markdown import as_code, as_markdown, as_quote
from cotune.model.prediction_time import times_in_words
from cotune.model.probe import probe_in_words
from cotune.model.spec import SearchSpec
from cotune.model.trial import TrialRow
from cotune.model.view import RunView, scored
from cotune.model.wording import METRIC_NAMES, OBJECTIVE_NAMES, OBJECTIVE_UNITS, RUN_ENDS, RUN_PHASES
from cotune.model.words import CONTROL_SHARE, Metric, SecondObjective, is_language_model
from cotune.study.no_model import ended_without_model, why_no_model
from cotune.study.present_model import present_model
from cotune.study.space_text import insight_heading, insight_lines


def report(view: RunView) -> str:
    """The report of a study as it stands. No cell value is in it but the positive class; what isn't ours is escaped."""
    parts = (_goal, _search, _front, _space, _helped, _probed, _model, _holdout, _warnings)
    return "\n\n".join([f"# {as_markdown(view.name)}", *(section for part in parts for section in part(view))]) + "\n"


def _goal(view: RunView) -> list[str]:
    return ["## Goal", *map(as_quote, view.goals)] if view.goals else []


def _search(view: RunView) -> list[str]:
    if view.spec is None:
        return ["Nothing was searched yet."]
    run, trials = view.run, view.run_trials()
    counts = Counter(t.status for t in trials)
    how = RUN_ENDS[run.why_ended] if run.phase == "ended" and run.why_ended else RUN_PHASES[run.phase]
    times = f", {run.repeats} times" if run.repeats > 1 else ""
    rows = f"{run.folds} folds{times}, {run.holdout_rows} rows sealed away"
    lines = [
        f"- predicts {as_code(view.spec.target)} ({view.spec.task}), scored by {METRIC_NAMES[view.spec.metric]}",
        f"- {run.active_s:.0f} s of search; {how}",
        f"- trials: {', '.join(f'{n} {status}' for status, n in counts.items()) or 'none'}",
        f"- {rows if run.folds else 'folds and sealed rows were not drawn yet'}",
        *(f"- {as_markdown(caution)}" for caution in run.cautions),
    ]
    if view.spec.positive_class is not None:
        lines.insert(1, f"- counts {as_code(view.spec.positive_class)} as the positive class")
    if run.message and run.phase == "ended" and view.model is not None:
        lines.append(f"- {as_markdown(run.message)}")
    lines.append(f"- a model that only guesses: {guess(view).in_words(view.spec.metric)}")
    xgboost = default_xgboost(view)
    beside = xgboost.having(missing=as_markdown(xgboost.missing))
    lines.append(f"- XGBoost as it comes: {beside.in_words(view.spec.metric)}")
    best, score = view.best(), view.best_score()
    if best is not None and score is not None:
        lines.append(f"- best trial: #{best.ask.trial} {best.ask.configuration.family}, {score.in_figures()}")
    return ["## Search", "\n".join(lines)]


def _helped(view: RunView) -> list[str]:
    found = helped(view)
    if found is None or view.spec is None:
        return []
    bought = "\n".join(f"- {bought_in_words(b, view.spec.metric)}" for b in found.bought)
    told = [f"## {heading(found)}", bought]
    if found.compared:
        told.append(f"At least {CONTROL_SHARE:.0%} of the trials stay with the searcher, to compare with.")
    return [*told, *(as_markdown(text) for text in (*(c.says for c in found.compared), found.note) if text)]


def _probed(view: RunView) -> list[str]:
    if not is_language_model(view.planner):
        return []
    found = view.agent.probed
    says = (
        probe_in_words(found, view.planner) if found else f"Whether {view.planner} knows this table was not measured."
    )
    return ["## Does the language model know this table?", as_markdown(says)]


def _space(view: RunView) -> list[str]:
    known = view.insight
    if known is None:
        return []
    return [
        "## What matters",
        insight_heading(known),
        "\n".join(f"- {as_markdown(line)}" for line in insight_lines(known)),
    ]


def _front(view: RunView) -> list[str]:
    second = view.spec.second_objective if view.spec else None
    if view.spec is None or second is None:
        return []
    title = f"## Score and {OBJECTIVE_NAMES[second]}"
    rows = [_front_line(row, view.spec.metric, second) for row in view.front()]
    said = "Each scores better, beyond noise, than every cheaper one." if rows else "No trial has a score yet."
    return [title, said, *(["\n".join(rows)] if rows else [])]


def _front_line(row: TrialRow, metric: Metric, second: SecondObjective) -> str:
    result, score = row.result, scored(row, metric)
    if result is None or score is None:
        return f"- trial #{row.ask.trial}"
    cost = f"{result.measured(second):.3g} {OBJECTIVE_UNITS[second]}"
    return f"- trial #{row.ask.trial} {row.ask.configuration.family}: {_scored(score)}, {cost}"


def _model(view: RunView) -> list[str]:
    model = present_model(view)
    if model is None:
        return ["## Model", f"None: {as_markdown(why_no_model(view))}."] if ended_without_model(view) else []
    members = "\n".join(f"- {m.weight:.2f} x trial #{m.trial} {m.family}" for m in model.members)
    why = [as_markdown(f"{model.message[:1].upper()}{model.message[1:]}.")] if model.message else []
    times = [f"It predicts {text}."] if (text := times_in_words(model)) else []
    how = _how(model, view.spec)
    return ["## Model", f"{_scored(model.cv)} in cross-validation{how}.", *why, *filter(None, [members]), *times]


def _how(model: ModelReady, spec: SearchSpec | None) -> str:
    """Of what rows it is made; nothing to say of one that learned nothing."""
    if not model.members:
        return ""
    if model.how == "refit":
        return "; refitted on all rows outside the holdout"
    if spec is not None and spec.splits_by == "time":
        return "; has learned from all but the latest rows"
    if spec is not None and spec.wants_one_pipeline:
        return "; the pipeline of one fold"
    return "; averages the models of the folds"


def _holdout(view: RunView) -> list[str]:
    lines = [f"- opening {o.count} (run {o.run}): {_scored(o.score)} on {o.n_rows} rows" for o in view.holdout]
    gap = view.optimism()
    told = [f"The present model scored {gap.in_words()}."] if gap else []
    return ["## Sealed rows", "\n".join(lines) or "Never opened.", *told] if view.spec else []


def _warnings(view: RunView) -> list[str]:
    warnings = [f"- {as_markdown(warning.message)}" for warning in view.open_warnings()]
    return ["## Warnings about the data", "\n".join(warnings)] if warnings else []


def _scored(score: ScoreWithNoise) -> str:
    return f"{METRIC_NAMES[score.metric]} {score.in_figures()}"
