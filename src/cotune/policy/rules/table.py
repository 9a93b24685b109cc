"""The policy, to be read from top to bottom: each line names a short pure function in the file of its kind.

A rule looks at the action and at the facts, never at anybody's prose, and answers with reasons made of figures, or with
nothing. The first that answers decides; where it asks, the reasons of all later asking rules stand on the same card.
How far autonomy may quieten a rule:

What people do themselves or ask for in words passes `nobody_asked`; what an agent drafts besides doesn't. The first
search of a study is what its goal asks for.

always   no autonomy level and no grant switches it off
cost     it speaks at every level; a grant of seconds raises what is free
risk     `ask_costly` switches it off
"""

from __future__ import annotations

from cotune.model.gate import OWN_IDEA
from cotune.policy.rules import cost, free, refusals, risk, standing
from cotune.policy.rules.rule import Rule

RULES: tuple[Rule, ...] = (
    Rule("no_such_gpu", "deny", "always", refusals.no_such_gpu),
    Rule("too_much_memory", "deny", "always", refusals.too_much_memory),
    Rule("nothing_to_act_on", "deny", "always", refusals.nothing_to_act_on),
    Rule(OWN_IDEA, "ask", "always", standing.own_idea),
    Rule("nobody_asked", "ask", "always", standing.nobody_asked),
    Rule("never_gated", "allow", "always", free.never_gated),
    Rule("takes_back", "allow", "always", free.takes_back),
    Rule("continues", "allow", "always", free.continues),
    Rule("opens_holdout", "ask", "always", standing.opens_holdout),
    Rule("reseals_holdout", "ask", "always", standing.reseals_holdout),
    Rule("spends_money", "ask", "always", standing.spends_money),
    Rule("loosens_permissions", "ask", "always", standing.loosens_permissions),
    Rule("reveals_more", "ask", "always", standing.reveals_more),
    Rule("reveals_cells", "ask", "always", standing.reveals_cells),
    Rule("first_search", "ask", "always", standing.first_search),
    Rule("uses_gpu", "ask", "cost", cost.uses_gpu),
    Rule("exceeds_budget", "ask", "cost", cost.exceeds_budget),
    Rule("tight_memory", "ask", "cost", cost.tight_memory),
    Rule("target_in_disguise", "ask", "risk", risk.target_in_disguise),
    Rule("may_leak", "ask", "risk", risk.may_leak),
    Rule("rows_depend_by_group", "ask", "risk", risk.rows_depend_by_group),
    Rule("rows_depend_by_time", "ask", "risk", risk.rows_depend_by_time),
    Rule("metric_misleads", "ask", "risk", risk.metric_misleads),
    Rule("tiny_minority", "ask", "risk", risk.tiny_minority),
    Rule("holdout_was_seen", "ask", "risk", risk.holdout_was_seen),
    Rule("narrows_what_worked", "ask", "risk", risk.narrows_what_worked),
    Rule("changes_meaning", "ask", "risk", risk.changes_meaning),
    Rule("drops_columns", "ask", "risk", risk.drops_columns),
    Rule("replaces_run", "ask", "risk", risk.replaces_run),
    Rule("within_budget", "allow", "cost", free.within_budget),
    Rule("chooses_model", "allow", "cost", free.chooses_model),
    Rule("light_steering", "allow", "cost", free.light_steering),
)
