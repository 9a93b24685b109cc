"""What the model is scored by: the task, its metric, and what else is to be small."""

from __future__ import annotations

from cotune.agent.planner.findings import Findings
from cotune.agent.planner.manners_of_numbers import BY_STEPS
from cotune.agent.planner.metrics import MetricWish, fitting, implied_metric, metric_not_on_offer, rival_metric
from cotune.agent.planner.objectives import objective_wish, two_objectives
from cotune.agent.planner.roles import Roles
from cotune.agent.planner.target_found import likely_targets
from cotune.agent.planner.tasks import task_wish
from cotune.agent.planner.text import sentences_beginning
from cotune.agent.planner.understanding import Settles
from cotune.data import tasks_for
from cotune.model.profile import ColumnProfile
from cotune.model.wording import OBJECTIVE_NAMES
from cotune.model.words import Task, metrics_for


def state_task_and_metric(findings: Findings, target: ColumnProfile, wish: MetricWish | None, roles: Roles) -> None:
    """State the task and the metric for a target, or ask where the goal wants what its values don't allow."""
    tasks = tasks_for(target, findings.profile.n_rows)
    if not tasks:
        likely = likely_targets(findings, {findings.index.columns.index(target)})
        findings.ask(f"'{target.name}' can't be predicted as it is. Which column shall it be?", "target", likely)
        return
    task, source, words = task_wish(findings.phrase, tasks, wish, findings.fields["target"].words)
    if task is None:
        text = f"'{target.name}' doesn't allow the task in the goal. Which one is meant?"
        findings.ask(text, "task", choices={task: {"task": task} for task in tasks})
        return
    findings.state("task", task, words, source)
    absent = metric_not_on_offer(findings.phrase) if wish is None else ""
    if absent:
        text = f"'{absent}' is not on offer here. Which metric shall count instead?"
        findings.ask(text, "metric", choices=_offered(task))
        return
    if wish is not None:
        _state_metric(findings, target, task, wish)
        return
    is_scale = task == "multiclass" and "regression" in tasks and not words
    _state_implied(findings, target, roles, task, is_scale=is_scale)


def _state_implied(findings: Findings, target: ColumnProfile, roles: Roles, task: Task, *, is_scale: bool) -> None:
    """State the metric that follows from what is said of errors; where it needs numbers a scale becomes one."""
    splits = (sentences_beginning(findings.phrase, words) for words in (roles.group_words, roles.time_words))
    of_errors = findings.phrase.leaving(span for spans in splits for span in spans)
    by_steps = is_scale and findings.phrase.found(BY_STEPS)
    wish = None if by_steps else implied_metric(of_errors, task)
    if wish is None and is_scale:
        task, wish = "regression", implied_metric(of_errors, "regression")
        if wish is not None:
            findings.state("task", task, wish.words, "implied")
    if wish is not None:
        _state_metric(findings, target, task, wish)


def _state_metric(findings: Findings, target: ColumnProfile, task: Task, wish: MetricWish) -> None:
    metric = fitting(wish, task)
    rival = rival_metric(findings.phrase) if wish.named else None
    other = rival and fitting(rival, task)
    if metric is not None and rival is not None and other not in (None, metric):
        text = f"One metric can be optimised: {rival.words} or {wish.words}. Which one shall count?"
        findings.ask(text, "metric", choices={str(m): {"metric": m} for m in (other, metric) if m})
    elif metric is not None:
        findings.state("metric", metric, wish.words, "stated" if wish.named else "implied")
    elif wish.named:
        text = f"{wish.words} doesn't fit '{target.name}'. Which metric shall count?"
        findings.ask(text, "metric", choices=_offered(task))


def state_objectives(findings: Findings) -> None:
    """State what is to be small besides; where milliseconds are limited the time of a prediction is no objective."""
    wish = objective_wish(findings.phrase)
    both = two_objectives(findings.phrase)
    if both:
        text = f"\u201c{both}\u201d: one thing can count besides the score. Which one shall it be?"
        choices: dict[str, Settles] = {OBJECTIVE_NAMES[o]: {"objectives": ("score", o)} for o in OBJECTIVE_NAMES}
        findings.ask(text, "other", choices=choices)
    elif wish is not None and not ("predict_ms" in wish.objectives and "max_predict_ms" in findings.fields):
        findings.state("objectives", wish.objectives, wish.words)


def _offered(task: Task) -> dict[str, Settles]:
    return {metric: {"metric": metric} for metric in metrics_for(task)[:6]}
