"""A limit of time or memory that many trials run into."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from cotune.agent.watch.course import finished
from cotune.agent.watch.suggestion import Suggestion
from cotune.model import action as act
from cotune.model.action import Action
from cotune.model.profile import TableProfile
from cotune.model.spec import MOST_SECONDS
from cotune.model.trial import TrialRow
from cotune.model.view import RunView
from cotune.model.wording import FAMILY_NAMES, in_words
from cotune.model.words import Family

FEWEST_HITS = 5
MANY = 0.25
MOSTLY = 2 / 3
_RAN_OUT = {"timeout": "ran out of time", "memout": "ran out of memory"}


def limit_hit(view: RunView, _profile: TableProfile) -> Suggestion | None:
    """Many trials ended at a limit: leave out the family that does it, or else raise the limit."""
    rows = finished(view)
    for status in ("timeout", "memout"):
        hits = [r for r in rows if r.status == status]
        if len(hits) < FEWEST_HITS or len(hits) < MANY * len(rows):
            continue
        family = _culprit(hits, rows, view)
        action = act.BanFamily(family=family) if family else _raised(status, view)
        if action is None:
            continue
        text = f"{len(hits)} of {len(rows)} trials {_RAN_OUT[status]}"
        if family:
            own = sum(r.ask.configuration.family == family for r in hits)
            text += f", and {own} trials of them were {FAMILY_NAMES[family]}. Without it the others get its time."
        else:
            text += f". It may help to {_hint(action, view)}."
        return Suggestion(rule="limit_hit", text=text, action=action)
    return None


def _culprit(hits: Sequence[TrialRow], rows: Sequence[TrialRow], view: RunView) -> Family | None:
    """The family that most hits come from, when most of its trials are hits and it isn't the one that wins."""
    if view.spec is None or view.run.phase != "running":
        return None
    counts = Counter(r.ask.configuration.family for r in hits)
    family, n = counts.most_common(1)[0]
    own = sum(r.ask.configuration.family == family for r in rows)
    best = view.best()
    wins = best is not None and best.ask.configuration.family == family
    others = [f for f in view.spec.searched_families() if f not in view.banned and f != family]
    is_it = n >= MOSTLY * len(hits) and 2 * n >= own and not wins and family not in view.banned and bool(others)
    return family if is_it else None


def _raised(status: str, view: RunView) -> Action | None:
    """The step that gives a trial more of what it ran out of; None when nothing but a larger machine would."""
    spec, run = view.spec, view.run
    if spec is None:
        return None
    if status == "timeout":
        if spec.seconds_per_trial is not None:
            return act.StartSearch(spec=spec.having(seconds_per_trial=2 * spec.seconds_per_trial))
        # Without a limit of its own a trial may take a share of the whole budget.
        return act.ExtendRun(seconds=min(run.budget_s, MOST_SECONDS)) if run.budget_s is not None else None
    if spec.memory_mb is not None:
        return act.StartSearch(spec=spec.having(memory_mb=2 * spec.memory_mb))
    return act.StartSearch(spec=spec.having(workers=run.workers // 2)) if run.workers > 1 else None


def _hint(action: Action, view: RunView) -> str:
    old = view.spec
    if isinstance(action, act.StartSearch) and old is not None:
        new = action.spec
        if new.seconds_per_trial != old.seconds_per_trial:
            return f"allow {new.seconds_per_trial:g} s instead of {old.seconds_per_trial:g} s for each trial"
        if new.memory_mb != old.memory_mb:
            return f"allow {new.memory_mb} MB instead of {old.memory_mb} MB"
        return f"fit {new.workers} at a time instead of {view.run.workers}, so that each has more memory"
    return f"{in_words(action)}: a trial may take a share of the whole time"
