"""What may make a score mean less than it seems, or throw away what was found."""

from __future__ import annotations

from cotune.model import action as act
from cotune.model.action import Action
from cotune.model.gate import Facts
from cotune.model.space import Configuration
from cotune.model.spec import Range, SearchSpec
from cotune.model.wording import METRIC_NAMES
from cotune.policy.rules.rule import Reasons, listed

_UNFAIR = 0.2
"""A class is rare below this part of an equal share: below 10 % of two classes, 2 % of ten."""
_VERY_RARE = 0.01
_FEW_ROWS = 30
_FEWEST_BEST = 5


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
    reasons = [f"it leaves out {listed(dropped)}"] if dropped else []
    return (*reasons, *([f"it uses {listed(back)} again"] if back else []))


def target_in_disguise(action: Action, facts: Facts) -> Reasons:
    if not isinstance(action, act.StartSearch):
        return ()
    copies = [c for c in _unseen_suspects(action.spec, facts) if c in facts.near_copies]
    return tuple(f"'{c}' may be the target in disguise. {_message(c, facts)}".strip() for c in copies)


def may_leak(action: Action, facts: Facts) -> Reasons:
    if not isinstance(action, act.StartSearch):
        return ()
    kept = [c for c in _unseen_suspects(action.spec, facts) if c not in facts.near_copies]
    return tuple(_message(c, facts) or f"'{c}' may give the answer away" for c in kept)


def rows_depend_by_group(action: Action, facts: Facts) -> Reasons:
    if not isinstance(action, act.StartSearch) or _split_is_settled(action, facts):
        return ()
    used = [c for c in facts.group_candidates if c not in action.spec.exclude_columns and c != action.spec.target]
    if not used:
        return ()
    return (
        f"rows of one {listed(used)} may be alike, and a random split puts them on both sides: "
        "for rows of new ones the score would be too good",
    )


def rows_depend_by_time(action: Action, facts: Facts) -> Reasons:
    if not isinstance(action, act.StartSearch) or _split_is_settled(action, facts):
        return ()
    used = [c for c in facts.time_candidates if c not in action.spec.exclude_columns and c != action.spec.target]
    if not used:
        return ()
    return (
        f"rows have dates in {listed(used)}, and a random split learns from later rows than it is tested on: "
        "for rows to come the score would be too good",
    )


def metric_misleads(action: Action, facts: Facts) -> Reasons:
    if not isinstance(action, act.StartSearch) or not _is_unbalanced(facts) or facts.minority_share is None:
        return ()
    old, new = facts.spec, action.spec
    if old is not None and (old.target, old.metric) == (new.target, new.metric):
        return ()
    share = f"{facts.minority_share:.1%}"
    if new.metric == "accuracy":
        return (
            f"the rarest class has {share} of the rows and hardly counts in accuracy: never finding it costs little",
        )
    if new.metric == "roc_auc" and facts.minority_share < _VERY_RARE:
        return (f"the rarest class has {share} of the rows: ROC AUC can look high while most alarms are false",)
    return ()


def tiny_minority(action: Action, facts: Facts) -> Reasons:
    if not isinstance(action, act.StartSearch) or facts.minority_rows is None or facts.minority_rows >= _FEW_ROWS:
        return ()
    if facts.spec is not None and facts.spec.target == action.spec.target:
        return ()
    sealed = action.spec.holdout_fraction * facts.minority_rows
    return (
        f"the rarest class has {facts.minority_rows} rows, about {sealed:.0f} of them sealed: "
        "scores will tell little about it",
    )


def holdout_was_seen(action: Action, facts: Facts) -> Reasons:
    if isinstance(action, act.UseTrial) and facts.holdout_seen:
        return (
            "the sealed rows of this search were opened: a model that is chosen after that look can't be tested on "
            "them as untouched",
        )
    if not isinstance(action, act.StartSearch | act.ExtendRun) or not facts.holdout_seen:
        return ()
    return (
        "the sealed rows of this search were opened: a search after that look can't be tested on them as untouched",
    )


def narrows_what_worked(action: Action, facts: Facts) -> Reasons:
    best = facts.best_trials
    if len(best) < _FEWEST_BEST:
        return ()
    match action:
        case act.StartSearch(spec=spec) if facts.spec is not None and facts.spec.target == spec.target:
            lost = [c for c in best if not _still_searched(c, spec)]
        case act.BanFamily(family=family):
            lost = [c for c in best if c.family == family]
        case _:
            return ()
    if 2 * len(lost) <= len(best):
        return ()
    return (f"{len(lost)} of the {len(best)} best trials so far could not be tried any more",)


def replaces_run(action: Action, facts: Facts) -> Reasons:
    if isinstance(action, act.StartSearch) and facts.run_active:
        done = facts.trials_done
        return (f"it ends the running search, which has {done} finished trial{'s' * (done != 1)}",)
    return ()


def _named(spec: SearchSpec, field: str) -> object:
    return METRIC_NAMES[spec.metric] if field == "metric" else getattr(spec, field)


def _unseen_suspects(spec: SearchSpec, facts: Facts) -> tuple[str, ...]:
    """Suspects that the search uses, unless a human has seen and kept them all on an earlier card for this target."""
    kept = _kept_suspects(spec, facts)
    accepted = _kept_suspects(facts.spec, facts) if facts.spec and facts.spec.target == spec.target else ()
    return () if set(kept) <= set(accepted) else kept


def _message(column: str, facts: Facts) -> str:
    return dict(zip(facts.suspected_leaks, facts.leak_messages, strict=False)).get(column, "")


def _kept_suspects(spec: SearchSpec, facts: Facts) -> tuple[str, ...]:
    return tuple(c for c in facts.suspected_leaks if c not in spec.exclude_columns and c != spec.target)


def _split_is_settled(action: act.StartSearch, facts: Facts) -> bool:
    """By group or time, or one that the person has seen on an earlier card, with the same columns."""
    if action.spec.splits_by in ("group", "time"):
        return True
    return facts.spec is not None and (
        (facts.spec.split, facts.spec.splits_by) == (action.spec.split, action.spec.splits_by)
        and not set(facts.spec.exclude_columns) - set(action.spec.exclude_columns)
    )


def _is_unbalanced(facts: Facts) -> bool:
    fair = 1 / facts.n_classes if facts.n_classes else 0.0
    return facts.minority_share is not None and facts.minority_share < _UNFAIR * fair


def _still_searched(configuration: Configuration, spec: SearchSpec) -> bool:
    own = [r for r in spec.ranges if r.family == configuration.family]
    return configuration.family in spec.searched_families() and all(_within(configuration, r) for r in own)


def _within(configuration: Configuration, allowed: Range) -> bool:
    value = configuration.params.get(allowed.name)
    if value is None:
        return True
    if allowed.choices:
        return value in allowed.choices
    if isinstance(value, str):
        return False
    return (allowed.low is None or value >= allowed.low) and (allowed.high is None or value <= allowed.high)
