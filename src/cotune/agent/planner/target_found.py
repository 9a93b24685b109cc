"""Which column the goal wants predicted, or the question for it."""

from __future__ import annotations

import re

from cotune.agent.planner.cues import NEGATED
from cotune.agent.planner.findings import Findings
from cotune.agent.planner.marked import settings_apart
from cotune.agent.planner.metrics import MetricWish
from cotune.agent.planner.reader import read_target
from cotune.agent.planner.roles import OnlyThese, Roles
from cotune.agent.planner.target import TargetChoice, choose_target
from cotune.agent.planner.wanted import denied_target, wanted_words
from cotune.data import tasks_for
from cotune.model.profile import ColumnProfile
from cotune.model.words import metrics_for

NO_TARGET = "Which column shall the model predict?"
"""What to ask where a goal names nothing to be predicted."""
_TARGET_SET = re.compile(r"(?:^|[;,\n])\s*target\s*[=:]\s*([^;,\n]+)", re.I)
_CLUSTERS = re.compile(
    r" (?:cluster (?:the|our|my|these) [a-z<]\S*|clustering|unsupervised\w*|k (?:- )?means"
    r"|(?:sort|split|divide|group|segment)(?: \w+){0,3} into (?:\d+ |several |natural |a few )?(?:\w+ )?(?:segments?"
    r"|clusters?|groups?)|(?:no|without|have no) labels)(?= )"
)


def state_target(findings: Findings, roles: Roles, only: OnlyThese, wish: MetricWish | None) -> ColumnProfile | None:
    """State the column to predict; None with a question where it isn't said, or isn't one."""
    if _finds_groups(findings):
        text = "I can't find groups that no column holds: a search needs a column to predict. Which one shall it be?"
        findings.ask(text, "target", likely_targets(findings, set()))
    numbering = [k for k, column in enumerate(findings.index.columns) if column.is_id_like]
    group = [] if roles.group is None else [roles.group]
    inputs = only.columns if len(only.columns) > 1 else ()
    taken = {*roles.excluded, *roles.kept, *roles.time, *group, *numbering, *inputs}
    choice = choose_target(findings.phrase, findings.index, taken, lambda column: _suits(findings, column, wish))
    denied = denied_target(findings.phrase, roles.excluded)
    if denied is not None and (choice.column is None or not choice.certain):
        choice = TargetChoice(None, (denied, *choice.candidates))
    said = _TARGET_SET.findall(settings_apart(findings.phrase.raw))
    named = findings.profile.column(said[-1].strip()) if said else None
    if named is not None:
        choice = TargetChoice(findings.index.columns.index(named), (), named.name)
    if choice.column is None:
        names = tuple(findings.index.name(k) for k in choice.candidates) or likely_targets(findings, taken)
        findings.ask(_which_target(findings, choice), "target", names)
        return None
    column = findings.index.columns[choice.column]
    findings.state("target", column.name, choice.words, "stated" if choice.certain else "implied")
    return column


def _which_target(findings: Findings, choice: TargetChoice) -> str:
    """The question for the target: one column in two roles, several that fit, none that fits, or none asked for."""
    fitting = [f"'{findings.index.name(k)}'" for k in choice.candidates]
    if choice.words:
        return f"There is no column '{choice.words}'. Which one shall be predicted?"
    if len(fitting) == 1:
        return f"{fitting[0]} can't be both predicted and left out. Which column shall be predicted?"
    if fitting:
        return f"The goal could mean {', '.join(fitting[:-1])} or {fitting[-1]}. Which one shall be predicted?"
    wanted = wanted_words(findings.phrase)
    if wanted:
        return f"No column fits \u201c{wanted}\u201d. Which one shall be predicted?"
    return NO_TARGET


def _suits(findings: Findings, column: ColumnProfile, wish: MetricWish | None) -> bool:
    tasks = tasks_for(column, findings.profile.n_rows)
    return wish is None or any(wish.metric in metrics_for(task) for task in tasks)


def likely_targets(findings: Findings, taken: set[int]) -> tuple[str, ...]:
    """Candidates when nothing was named: what the goal may mean, then few values and last columns first."""
    columns = findings.profile.columns
    usable = [
        k
        for k, c in reversed(list(enumerate(columns)))
        if k not in taken and not c.is_id_like and tasks_for(c, findings.profile.n_rows)
    ]
    shares = read_target(findings.phrase.raw, columns, usable).shares
    usable.sort(key=lambda k: (-round(shares.get(k, 0.0), 1), columns[k].n_unique != 2))
    return tuple(columns[k].name for k in usable[:5])


def _finds_groups(findings: Findings) -> bool:
    """Whether the goal wants groups that no column holds: that is another kind of task."""
    match = next(iter(findings.phrase.said(_CLUSTERS)), None)
    return match is not None and not NEGATED.search(findings.phrase.text[: match.start() + 1])
