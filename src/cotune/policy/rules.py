"""The policy, to be read from top to bottom: each rule is one short function and one line of the table at the end.

A rule looks at the action and at the facts, never at anybody's prose, and answers with reasons made of figures, or with
nothing. What a rule asks for is in the table: deny, ask or allow, and how far autonomy may quieten it:

always   no autonomy level switches it off
cost     it speaks at every level
risk     `ask_costly` switches it off
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, NamedTuple, get_args

from cotune.model import action as act
from cotune.model.action import Action
from cotune.model.gate import Facts
from cotune.model.spec import SearchSpec
from cotune.model.wording import METRIC_NAMES, duration
from cotune.model.words import Autonomy

Reasons = tuple[str, ...]
Weight = Literal["always", "cost", "risk"]


class Rule(NamedTuple):
    """One line of the table. `applies` returns its reasons, empty when the rule has nothing to say."""

    name: str
    outcome: Literal["allow", "ask", "deny"]
    weight: Weight
    applies: Callable[[Action, Facts], Reasons]


def never_gated(action: Action, _facts: Facts) -> Reasons:
    if isinstance(action, act.PauseRun | act.StopRun):
        return ("pausing and stopping are always free",)
    return ()


def takes_back(action: Action, facts: Facts) -> Reasons:
    if isinstance(action, act.Unsteer | act.RevokeGrant):
        return ("it only takes back an earlier wish",)
    if isinstance(action, act.SetAutonomy) and _rank(action.autonomy) <= _rank(facts.autonomy):
        return ("it makes cotune ask at least as often as now",)
    if isinstance(action, act.LimitAgent) and not facts.agent_budget.loosened(action.budget):
        return ("the agent may use no more than now",)
    if isinstance(action, act.ShareWithAgent) and not facts.sharing.raised(action.sharing):
        return ("the agent's model sees no more than now",)
    return ()


def continues(action: Action, _facts: Facts) -> Reasons:
    if isinstance(action, act.ResumeRun):
        return ("the budget of this run is already approved",)
    return ()


def no_such_gpu(action: Action, facts: Facts) -> Reasons:
    if not isinstance(action, act.StartSearch) or action.spec.device != "cuda" or facts.gpus:
        return ()
    if facts.looking_for_gpus:
        return ("the look for a usable GPU takes unusually long; try again in a minute, or use device 'auto' or 'cpu'",)
    return ("no usable GPU was found on this machine, `cotune doctor` says why; use device 'auto' or 'cpu'",)


def too_much_memory(action: Action, facts: Facts) -> Reasons:
    if isinstance(action, act.StartSearch) and facts.needed_memory_mb > facts.free_memory_mb:
        return (
            f"it needs about {facts.needed_memory_mb:,.0f} MB of memory and {facts.free_memory_mb:,.0f} MB are free; "
            "use fewer workers, fewer columns or a sample of the rows",
        )
    return ()


def nothing_to_act_on(action: Action, facts: Facts) -> Reasons:
    match action:
        case act.ExtendRun(seconds=None, trials=None):
            return ("an extension needs seconds or trials",)
        case act.ExtendRun() if facts.searches_started == 0:
            return ("no search was started yet, so there is nothing to extend",)
        case act.UnsealHoldout() if not facts.has_model:
            return ("there is no model yet to score on the sealed rows",)
        case act.BanFamily() if facts.spec and facts.spec.searched_families() == (action.family,):
            return (f"'{action.family}' is the only family that is searched; stop the run instead",)
        case _:
            return ()


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
    return ()


def first_search(action: Action, facts: Facts) -> Reasons:
    if isinstance(action, act.StartSearch) and facts.searches_started == 0:
        return ("it is the first search of this study",)
    return ()


def uses_gpu(action: Action, facts: Facts) -> Reasons:
    gpu = usable_gpu(action, facts)
    if not gpu or facts.gpu_in_use or not isinstance(action, act.StartSearch):
        return ()
    return (f"it uses the GPU {gpu} (device '{action.spec.device}')",)


def usable_gpu(action: Action, facts: Facts) -> str:
    """The GPU that the action would use as far as is known by now; empty for none."""
    return facts.gpus[0] if facts.gpus and would_use_gpu(action) else ""


def would_use_gpu(action: Action) -> bool:
    """Whether the action would use a GPU if there is one: only then does it matter whether there is."""
    if not isinstance(action, act.StartSearch) or action.spec.device == "cpu":
        return False
    return "xgboost" in action.spec.searched_families()


def exceeds_budget(action: Action, facts: Facts) -> Reasons:
    if not isinstance(action, act.StartSearch | act.ExtendRun):
        return ()
    seconds = _seconds(action, facts)
    left = max(facts.free_seconds_left, 0.0) + max(facts.granted_seconds_left, 0.0)
    if seconds is None:
        return ("it has no time limit, only a number of trials",)
    if seconds > left:
        return (f"it takes up to {duration(seconds)} of search; {duration(left)} are free without asking",)
    return ()


def changes_meaning(action: Action, facts: Facts) -> Reasons:
    if not isinstance(action, act.StartSearch) or facts.spec is None:
        return ()
    old, new = facts.spec, action.spec
    fields = ("target", "task", "metric", "split", "group_column", "time_column", "positive_class")
    return tuple(
        f"{f.replace('_', ' ')} changes from {_named(old, f)} to {_named(new, f)}; scores can't be compared across it"
        for f in fields
        if getattr(old, f) != getattr(new, f)
    )


def drops_columns(action: Action, facts: Facts) -> Reasons:
    if not isinstance(action, act.StartSearch):
        return ()
    before = facts.spec.exclude_columns if facts.spec else ()
    dropped = [c for c in action.spec.exclude_columns if c not in before]
    back = [c for c in before if c not in action.spec.exclude_columns]
    reasons = [f"it leaves out {_listed(dropped)}"] if dropped else []
    return (*reasons, *([f"it uses {_listed(back)} again"] if back else []))


def may_leak(action: Action, facts: Facts) -> Reasons:
    if not isinstance(action, act.StartSearch):
        return ()
    kept = set(_kept_suspects(action.spec, facts))
    if not kept or (facts.spec and facts.spec.target == action.spec.target and kept <= _accepted(facts)):
        return ()
    messages = [m for c, m in zip(facts.suspected_leaks, facts.leak_messages, strict=False) if c in kept]
    return tuple(messages) or (f"{_listed(sorted(kept))} may give the answer away",)


def rows_depend(action: Action, facts: Facts) -> Reasons:
    if not isinstance(action, act.StartSearch) or (facts.spec and facts.spec.split == action.spec.split):
        return ()
    if action.spec.split not in ("auto", "random", "stratified"):
        return ()
    used = [c for c in (*facts.group_candidates, *facts.time_candidates) if c not in action.spec.exclude_columns]
    if not used:
        return ()
    return (f"rows may depend on each other by {_listed(used)}, and a random split would not respect that",)


def replaces_run(action: Action, facts: Facts) -> Reasons:
    if isinstance(action, act.StartSearch) and facts.run_active:
        return (f"it ends the running search, which has {facts.trials_done} finished trials",)
    return ()


def within_budget(action: Action, _facts: Facts) -> Reasons:
    if isinstance(action, act.StartSearch | act.ExtendRun):
        return ("it fits into the time that is free without asking",)
    return ()


def light_steering(action: Action, _facts: Facts) -> Reasons:
    if isinstance(action, act.Steer | act.EnqueueTrial | act.BanFamily | act.UnbanFamily):
        return ("it only changes where the running budget is spent, and can be taken back",)
    return ()


RULES: tuple[Rule, ...] = (
    Rule("never_gated", "allow", "always", never_gated),
    Rule("takes_back", "allow", "always", takes_back),
    Rule("continues", "allow", "always", continues),
    Rule("no_such_gpu", "deny", "always", no_such_gpu),
    Rule("too_much_memory", "deny", "always", too_much_memory),
    Rule("nothing_to_act_on", "deny", "always", nothing_to_act_on),
    Rule("opens_holdout", "ask", "always", opens_holdout),
    Rule("reseals_holdout", "ask", "always", reseals_holdout),
    Rule("loosens_permissions", "ask", "always", loosens_permissions),
    Rule("reveals_more", "ask", "always", reveals_more),
    Rule("first_search", "ask", "always", first_search),
    Rule("uses_gpu", "ask", "cost", uses_gpu),
    Rule("exceeds_budget", "ask", "cost", exceeds_budget),
    Rule("may_leak", "ask", "risk", may_leak),
    Rule("changes_meaning", "ask", "risk", changes_meaning),
    Rule("drops_columns", "ask", "risk", drops_columns),
    Rule("rows_depend", "ask", "risk", rows_depend),
    Rule("replaces_run", "ask", "risk", replaces_run),
    Rule("within_budget", "allow", "cost", within_budget),
    Rule("light_steering", "allow", "cost", light_steering),
)


def _named(spec: SearchSpec, field: str) -> object:
    return METRIC_NAMES[spec.metric] if field == "metric" else getattr(spec, field)


def _rank(autonomy: Autonomy) -> int:
    return get_args(Autonomy).index(autonomy)


def _sealed_by(spec: SearchSpec) -> tuple[str | None, str | None]:
    """The group and time columns that decide which rows may be sealed."""
    groups = spec.group_column if spec.split in ("auto", "group") else None
    return groups, spec.time_column if spec.split in ("auto", "time") else None


def _seconds(action: act.StartSearch | act.ExtendRun, facts: Facts) -> float | None:
    """The seconds that an action adds; None when nothing but a number of trials limits it."""
    if isinstance(action, act.StartSearch):
        return action.spec.seconds
    if action.seconds is not None:
        return action.seconds
    return 0.0 if facts.spec and facts.spec.seconds is not None else None


def _kept_suspects(spec: SearchSpec, facts: Facts) -> tuple[str, ...]:
    return tuple(c for c in facts.suspected_leaks if c not in spec.exclude_columns and c != spec.target)


def _accepted(facts: Facts) -> set[str]:
    """Suspects that a human has seen on an earlier card for the same target, and kept."""
    return set(_kept_suspects(facts.spec, facts)) if facts.spec else set()


def _listed(names: list[str]) -> str:
    return ", ".join(f"'{n}'" for n in names)
