"""From the table of rules to one verdict."""

from __future__ import annotations

from collections.abc import Sequence

from cotune.model.action import Action
from cotune.model.gate import Facts, Verdict
from cotune.policy.rules import RULES, Rule, usable_gpu

_MORE_THAN_COST = frozenset(rule.name for rule in RULES if rule.weight != "cost")


def assess(action: Action, facts: Facts, rules: Sequence[Rule] = RULES) -> Verdict:
    """What policy says of an action: pure, deterministic, and blind to anybody's prose.

    The first rule that applies decides. Where that rule asks, the reasons of all later asking rules stand on the same
    card, those that `ask_costly` silences too: somebody reads it anyway. Under `ask_all` whatever would be allowed by a
    cost rule is asked about too; an action that no rule knows is always asked about.
    """
    return _judged(action, facts, rules).having(gpu=usable_gpu(action, facts))


def unheard(verdict: Verdict, shown: Verdict) -> tuple[str, ...]:
    """The rules that ask in `verdict` and whose sentences aren't among those of `shown`.

    Rules of cost are left out: what an action may take stands on its card in any case.
    """
    heard = {shown.rule, *shown.asking}
    return tuple(name for name in verdict.asking if name in _MORE_THAN_COST and name not in heard)


def _judged(action: Action, facts: Facts, rules: Sequence[Rule]) -> Verdict:
    said: list[tuple[Rule, tuple[str, ...]]] = []
    for rule in rules:
        reasons = rule.applies(action, facts)
        if not reasons:
            continue
        if rule.outcome == "ask":
            said.append((rule, reasons))
        elif not any(_speaks(r, facts) for r, _ in said):
            return _settled(rule, reasons, facts)
    asking = tuple(rule.name for rule, _ in said if _speaks(rule, facts))
    if asking:
        return Verdict(
            outcome="ask",
            rule=asking[0],
            reasons=tuple(r for _, reasons in said for r in reasons),
            asking=asking,
            risks=tuple(r for rule, reasons in said if rule.weight == "risk" for r in reasons),
        )
    return Verdict(outcome="ask", rule="unknown_action", reasons=("no rule knows this action, so a human decides",))


def _speaks(rule: Rule, facts: Facts) -> bool:
    return not (rule.weight == "risk" and facts.autonomy == "ask_costly")


def _settled(rule: Rule, reasons: tuple[str, ...], facts: Facts) -> Verdict:
    if rule.outcome == "allow" and rule.weight == "cost" and facts.autonomy == "ask_all":
        return Verdict(outcome="ask", rule="ask_all", reasons=("this study asks about everything", *reasons))
    return Verdict(outcome=rule.outcome, rule=rule.name, reasons=reasons)
