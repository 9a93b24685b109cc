"""A goal and a table's profile in; what the goal states, and the one question that is open, out."""

from __future__ import annotations

from cotune.agent.planner.amounts import state_amounts
from cotune.agent.planner.columns import ColumnIndex
from cotune.agent.planner.columns_used import state_columns
from cotune.agent.planner.families_wanted import ask_for_gpu_without_xgboost, state_families
from cotune.agent.planner.findings import Findings
from cotune.agent.planner.marked import read
from cotune.agent.planner.metrics import named_metric
from cotune.agent.planner.readable import state_readable
from cotune.agent.planner.roles import only_these, roles_of
from cotune.agent.planner.scoring import state_objectives, state_task_and_metric
from cotune.agent.planner.splits import state_split
from cotune.agent.planner.target_found import state_target
from cotune.agent.planner.understanding import Understanding
from cotune.model.profile import TableProfile


def understand(goal: str, profile: TableProfile) -> Understanding:
    """Read a goal about a table. Deterministic, without a language model; says nothing that the goal doesn't say."""
    index = ColumnIndex(profile.columns)
    phrase = read(goal, index)
    findings = Findings(phrase, index, profile)
    roles, only, wish = roles_of(phrase, index), only_these(phrase), named_metric(phrase)
    state_amounts(findings)
    state_objectives(findings)
    state_families(findings)
    state_readable(findings)
    ask_for_gpu_without_xgboost(findings)
    target = state_target(findings, roles, only, wish)
    state_columns(findings, roles, only, target)
    state_split(findings, roles)
    if target is not None:
        state_task_and_metric(findings, target, wish, roles)
    elif wish is not None:
        findings.state("metric", wish.metric, wish.words)
    return findings.understanding()
