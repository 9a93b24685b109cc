"""Which columns the goal leaves out, misses or weighs the rows by."""

from __future__ import annotations

from cotune.agent.planner.absent import absent_name
from cotune.agent.planner.findings import Findings
from cotune.agent.planner.roles import OnlyThese, Roles
from cotune.agent.planner.understanding import Settles
from cotune.errors import closest
from cotune.model.profile import ColumnProfile


def state_columns(findings: Findings, roles: Roles, only: OnlyThese, target: ColumnProfile | None) -> None:
    """State the columns that are left out and the one that weighs rows, or ask which ones are meant."""
    excluded = _left_out(findings, roles, only, target)
    if excluded:
        findings.state("exclude_columns", tuple(excluded), roles.excluded_words or only.words)
    for name in (findings.index.name(k) for k in roles.torn):
        _ask_whether_used(findings, name, excluded)
    absent = absent_name(findings.phrase, findings.index) if target is not None and not findings.open else ""
    if absent:
        near = closest(absent, findings.profile.names())
        findings.ask(f"There is no column '{absent}'. Which one is meant?", "column", near, absent=absent)
    is_used = roles.weight is not None and roles.weight not in roles.excluded
    if roles.weight is not None and is_used and (target is None or findings.index.name(roles.weight) != target.name):
        findings.state("weight_column", findings.index.name(roles.weight), roles.weight_words)


def _left_out(findings: Findings, roles: Roles, only: OnlyThese, target: ColumnProfile | None) -> list[str]:
    """The columns that are left out by name, or because the goal restricts the features to others."""
    excluded = [findings.index.name(k) for k in roles.excluded]
    used = [findings.index.name(k) for k in only.columns]
    if len(used) > 1 and set(excluded) <= set(used) and (target is None or target.name not in used):
        keep = {*used, target.name if target else ""}
        excluded = [c.name for c in findings.profile.columns if c.name not in keep]
    return [c for c in excluded if target is None or c != target.name]


def _ask_whether_used(findings: Findings, name: str, excluded: list[str]) -> None:
    without = tuple(c.name for c in findings.profile.columns if c.name in (*excluded, name))
    with_it = tuple(c for c in excluded if c != name)
    choices: dict[str, Settles] = {"left out": {"exclude_columns": without}}
    choices["used"] = {"exclude_columns": with_it or None}
    findings.ask(f"The goal leaves '{name}' out and wants it used. Which one shall it be?", "other", choices=choices)
