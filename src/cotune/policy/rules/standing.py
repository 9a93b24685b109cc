"""What is always asked: no level of autonomy and no grant covers it."""

from __future__ import annotations

from cotune.model import action as act
from cotune.model.action import Action
from cotune.model.gate import Facts
from cotune.model.probe import ROWS_SHOWN
from cotune.model.spec import SearchSpec
from cotune.model.wording import duration, in_words
from cotune.policy.rules.rule import Reasons

_MEDDLES = (
    act.StartSearch,
    act.ExtendRun,
    act.PauseRun,
    act.ResumeRun,
    act.StopRun,
    act.Steer,
    act.Unsteer,
    act.EnqueueTrial,
    act.BanFamily,
    act.UnbanFamily,
    act.UseTrial,
)


def nobody_asked(action: Action, facts: Facts) -> Reasons:
    """The first search of a study is what a goal is for: `first_search` asks about that."""
    is_first = isinstance(action, act.StartSearch) and facts.searches_started == 0
    if facts.unasked and not facts.unprompted and not is_first and isinstance(action, _MEDDLES):
        return (f"you didn't ask for this: your last words don't plainly tell the agent to {in_words(action)}",)
    return ()


def own_idea(_action: Action, facts: Facts) -> Reasons:
    return ("the agent proposes this by itself, from the figures of the run",) if facts.unprompted else ()


def opens_holdout(action: Action, facts: Facts) -> Reasons:
    if not isinstance(action, act.UnsealHoldout):
        return ()
    n = facts.holdout_openings
    before = "never opened before" if n == 0 else f"opened {n} time{'s' * (n > 1)} before"
    return (f"the sealed rows were {before}; each look makes their score a little less honest",)


def reseals_holdout(action: Action, facts: Facts) -> Reasons:
    if not isinstance(action, act.StartSearch) or facts.spec is None:
        return ()
    old, new = facts.spec, action.spec
    columns = _sealed_by(new)
    if old.holdout_fraction == new.holdout_fraction and (not any(columns) or columns == _sealed_by(old)):
        return ()
    return (f"{new.holdout_fraction:.0%} of the rows are sealed anew; earlier models have learned from some of them",)


def spends_money(action: Action, facts: Facts) -> Reasons:
    cost = facts.estimate
    if not isinstance(action, act.LimitAgent) or cost is None or cost.money_high <= 0:
        return ()
    if not facts.agent_budget.loosened(action.budget):
        return ()
    most = f"{cost.money_high:,.2f} {cost.currency}".strip()
    return (f"the agent's model may then cost another {cost.money_low:,.2f} to {most}",)


def loosens_permissions(action: Action, facts: Facts) -> Reasons:
    if isinstance(action, act.GrantBudget):
        return (f"a standing permission for {duration(action.seconds)} of search without further cards",)
    if isinstance(action, act.SetAutonomy):
        return (f"cotune would ask less often than now ('{facts.autonomy}' -> '{action.autonomy}')",)
    if isinstance(action, act.LimitAgent):
        return tuple(f"the agent's model could use {more}" for more in facts.agent_budget.loosened(action.budget))
    return ()


def reveals_more(action: Action, facts: Facts) -> Reasons:
    if isinstance(action, act.ShareWithAgent):
        return tuple(f"the agent's model would see {more}" for more in facts.sharing.raised(action.sharing))
    if isinstance(action, act.SetAgentModel) and action.model is not None:
        return (f"your words would go to {action.model}, and {facts.sharing.in_words()}",)
    return ()


def reveals_cells(action: Action, facts: Facts) -> Reasons:
    if not isinstance(action, act.ProbeModel):
        return ()
    rows, columns = action.rows * (ROWS_SHOWN + 1), facts.probed_columns
    return (
        f"the agent's model, {facts.language_model}, would be sent cells: up to {rows} rows of {columns} columns, with "
        f"the columns' own names, in {2 * action.rows + 2} calls",
    )


def first_search(action: Action, facts: Facts) -> Reasons:
    if isinstance(action, act.StartSearch) and facts.searches_started == 0:
        return ("it is the first search of this study",)
    return ()


def _sealed_by(spec: SearchSpec) -> tuple[str | None, str | None]:
    """The group and time columns that decide which rows may be sealed."""
    groups = spec.group_column if spec.split in ("auto", "group") else None
    return groups, spec.time_column if spec.split in ("auto", "time") else None
