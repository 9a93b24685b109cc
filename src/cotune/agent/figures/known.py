"""The figures of a study that the agent may speak of."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import islice

from cotune.agent.figures.limits import MOST_CHECKED
from cotune.agent.figures.numerals import numerals_in
from cotune.agent.figures.of_search import of_insight, of_standings
from cotune.agent.figures.value import Kind, Known, seen_in
from cotune.agent.watch import course
from cotune.agent.watch.course import score_of as score_in
from cotune.agent.watch.course import scored, seconds_left
from cotune.model.action import Action, ExtendRun, StartSearch
from cotune.model.profile import TableProfile
from cotune.model.spec import SearchSpec
from cotune.model.trial import TrialRow
from cotune.model.view import RunView
from cotune.model.wording import OBJECTIVE_NAMES
from cotune.model.words import Metric, natural


def known_figures(view: RunView, profile: TableProfile, drafted: Sequence[Action]) -> list[Known]:
    """All figures of the study as the agent saw it, and those of what it drafts; what is likelier meant comes first."""
    return [
        *seen_in("cards", _of_drafts(drafted)),
        *seen_in("trials", _counts(view)),
        *seen_in("progress", _times(view)),
        *seen_in("search", _settings(view)),
        *seen_in("progress", _baselines(view)),
        *seen_in("search", _of_spec(view.spec, is_draft=False)),
        *_scores(view),
        *_of_words(view),
        *seen_in("progress", _of_course(view)),
        *seen_in("trials", of_standings(view)),
        *seen_in("search", of_insight(view)),
        *_of_trials(view),
        *seen_in("table", _of_table(profile)),
    ]


def score_of(row: TrialRow, metric: Metric) -> float | None:
    """A trial's score in the metric's own numbers."""
    return None if row.result is None or row.result.score is None else natural(metric, row.result.score)


def _scores(view: RunView) -> Iterator[Known]:
    for row in view.run_trials():
        value = score_of(row, view.spec.metric) if view.spec else None
        if value is not None:
            yield Known(value, "score", f"score of trial {row.ask.trial}", row.ask.trial)


def _of_trials(view: RunView) -> Iterator[Known]:
    ranked = sorted(-score_in(r) for r in scored(view))
    second = view.spec.second_objective if view.spec else None
    for row in view.run_trials():
        trial, result = row.ask.trial, row.result
        if result is not None and result.score is not None:
            yield Known(1 + bisect_left(ranked, -result.score), "count", f"rank of trial {trial}", trial)
        if result is not None:
            yield Known(result.seconds, "time", f"time of trial {trial}", trial)
            yield from _of_folds(row, view)
            if second is not None and (cost := result.measured(second)) is not None:
                yield Known(cost, "other", f"{OBJECTIVE_NAMES[second]} of trial {trial}", trial)
            if result.standard_error is not None:
                yield Known(result.standard_error, "score", f"noise of trial {trial}", trial)
        for name, chosen in row.ask.configuration.params.items():
            if isinstance(chosen, int | float) and not isinstance(chosen, bool):
                yield Known(float(chosen), "other", f"{name} of trial {trial}", trial)


def _of_folds(row: TrialRow, view: RunView) -> Iterator[Known]:
    if row.result is not None and view.spec is not None:
        for score in row.result.fold_scores:
            yield Known(natural(view.spec.metric, score), "score", f"a fold of trial {row.ask.trial}", row.ask.trial)


def _counts(view: RunView) -> Iterator[Known]:
    """Of the run's trials."""
    rows = view.run_trials()
    statuses = {
        "trials": [r for r in rows if r.status not in ("running", "cancelled")],
        "ok": [r for r in rows if r.status == "ok"],
        "failed": [r for r in rows if r.status in ("failed", "timeout", "memout")],
        "timeout": [r for r in rows if r.status == "timeout"],
        "memout": [r for r in rows if r.status == "memout"],
        "running": [r for r in rows if r.status == "running"],
    }
    yield Known(len(rows), "count", "trials of this run", nouns=("trial", "trials"))
    for name, found in statuses.items():
        yield Known(len(found), "count", f"trials of this run: {name}", nouns=("trial", "trials", name, "failures"))
        for family in {r.ask.configuration.family for r in found}:
            n = sum(r.ask.configuration.family == family for r in found)
            yield Known(n, "count", f"{name} of {family}", nouns=("trial", "trials", name, "failures"))
    tried = {r.ask.configuration.family for r in rows}
    yield Known(len(tried), "count", "families tried", nouns=("family", "families"))


def _times(view: RunView) -> Iterator[Known]:
    run = view.run
    yield Known(run.active_s, "time", "time searched")
    if run.budget_s is not None:
        yield Known(run.budget_s, "time", "time budget")
        yield Known(max(0.0, run.budget_s - run.active_s), "time", "time left")


def _settings(view: RunView) -> Iterator[Known]:
    run = view.run
    if run.budget_trials is not None:
        yield Known(run.budget_trials, "count", "budget of trials", nouns=("trial", "trials"))
    if run.folds:
        yield Known(run.folds, "count", "folds", nouns=("fold", "folds"))
    yield Known(run.workers, "count", "trials at a time")
    yield Known(run.holdout_rows, "count", "sealed rows", nouns=("row", "rows"))


def _baselines(view: RunView) -> Iterator[Known]:
    if view.spec is None:
        return
    metric = view.spec.metric
    for note, score in (("a guess", view.run.baseline_dummy), ("default XGBoost", view.default_xgboost())):
        if score is not None:
            yield Known(natural(metric, score), "score", note)
    if view.model is not None:
        yield Known(natural(metric, view.model.cv.score), "score", "the model's score")
        if view.model.cv.standard_error is not None:
            yield Known(view.model.cv.standard_error, "score", "noise of the model's score")
        yield from _against_sealed(view)
    if (gap := view.optimism()) is not None:
        yield Known(abs(gap.gap), "score", "optimism of the model's score")
    for opened in view.holdout:
        yield Known(natural(metric, opened.score.score), "score", f"sealed rows, opening {opened.count}")


def _against_sealed(view: RunView) -> Iterator[Known]:
    opened = [h for h in view.holdout if h.run == view.run.run]
    if view.model is None or not opened:
        return
    cv, sealed = view.model.cv, opened[-1].score
    yield Known(cv.score - sealed.score, "score", "cross-validation against the sealed rows")
    if cv.standard_error is not None and sealed.standard_error is not None:
        noise = math.hypot(cv.standard_error, sealed.standard_error)
        yield Known(noise, "score", "noise of cross-validation and sealed rows")


def _of_course(view: RunView) -> Iterator[Known]:
    """How the search went; these are of no single trial."""
    now, left_s = course(view), seconds_left(view)
    if left_s is not None:
        yield Known(left_s, "time", "time left by the pace so far")
    if now is not None:
        yield Known(now.trials_since, "count", f"trials finished since trial {now.level}", nouns=("trial", "trials"))
        yield Known(now.seconds_since, "time", f"time since trial {now.level}")


def _of_spec(spec: SearchSpec | None, *, is_draft: bool) -> Iterator[Known]:
    if spec is None:
        return
    of = "drafted" if is_draft else "of the search"
    for name, value in spec.model_dump().items():
        if isinstance(value, int | float) and not isinstance(value, bool):
            kind: Kind = "time" if "seconds" in name else "share" if "fraction" in name else "count"
            nouns = {"trials": ("trial", "trials"), "folds": ("fold", "folds")}.get(name, ())
            yield Known(float(value), kind, f"{name.replace('_', ' ')} {of}", nouns=nouns, is_draft=is_draft)
    families = len(spec.searched_families())
    yield Known(families, "count", f"families {of}", nouns=("family", "families"), is_draft=is_draft)


def _of_table(profile: TableProfile) -> Iterator[Known]:
    yield Known(profile.n_rows, "count", "rows of the table", nouns=("row", "rows"))
    for n in (len(profile.columns), len(profile.columns) - 1):
        yield Known(n, "count", "columns of the table", nouns=("column", "columns", "feature", "features"))
    for column in profile.columns:
        for what, n in (("missing values", column.n_missing), ("different values", column.n_unique)):
            yield Known(n, "count", f"{what} of '{column.name}'", nouns=("values", "missing", "different", "distinct"))
        yield Known(column.n_missing / max(1, profile.n_rows), "share", f"missing in '{column.name}'")


def _of_words(view: RunView) -> Iterator[Known]:
    for line in view.chat:
        if line.who == "you":
            for said in islice(numerals_in(line.text), MOST_CHECKED):
                if said.is_countable:
                    yield Known(said.value, "other", "your words", seq=line.seq)


def _of_drafts(drafted: Sequence[Action]) -> Iterator[Known]:
    for action in drafted:
        match action:
            case StartSearch(spec=spec):
                yield from _of_spec(spec, is_draft=True)
            case ExtendRun(seconds=seconds, trials=trials):
                if seconds is not None:
                    yield Known(seconds, "time", "drafted", is_draft=True)
                if trials is not None:
                    yield Known(trials, "count", "drafted", nouns=("trial", "trials"), is_draft=True)
            case _:
                continue
