"""What an agent may see of a study. Nothing else is ever put into a prompt.

By the level that the person shares (model/sharing.py):

0  aliases instead of column names, and their kinds
1  names and kinds (default)
2  also counts and ranges, these to two digits: an extreme is somebody's value
3  also the category labels of the columns that were named for it

How many rows there are, the search, its trials and their scores are shown at every level. The built-in planner sends
nothing anywhere and sees all.
"""

from __future__ import annotations

from typing import Any

from cotune.agent.aliases import Aliases, Labels
from cotune.errors import SpecError, did_you_mean
from cotune.model.profile import ColumnProfile, TableProfile
from cotune.model.sharing import Sharing
from cotune.model.trial import TrialRow
from cotune.model.view import RunView
from cotune.model.words import natural

Json = dict[str, Any]
_BEST_TRIALS = 8
_COLUMN_KEYS = ("target", "group_column", "time_column", "weight_column", "exclude_columns", "labels")
_PROSE_KEYS = ("why",)


class UnknownName(SpecError):
    """A name that isn't one for the agent, said as it wrote it: its text holds no name that is hidden from it."""


class Seen:
    """The redacted study: `data` is the JSON that is sent. Names and labels of the model lead back to real ones.

    `stays_here`: the agent is on this machine and sends nothing, so that it sees all. `has_figures`: it may know what a
    column's values amount to. `columns` are the names that it sees, `labels` the labels that are shared with it.
    """

    def __init__(self, view: RunView, profile: TableProfile, stays_here: bool) -> None:
        sharing = view.agent.sharing
        self.stays_here = stays_here
        self.has_figures = stays_here or sharing.level >= 2
        self._names = Aliases(() if stays_here else profile.names(), hides_all=sharing.level == 0)
        self.columns = tuple(map(self._names.shown, profile.names()))
        shared = {c.name: c.levels for c in profile.columns if c.name in sharing.labels and not stays_here}
        kept = (level for c in profile.columns if not stays_here and c.name not in shared for level in c.levels)
        self.labels = frozenset(label for of in shared.values() for label in of)
        self._labels = Labels(shared, self._names, kept)
        numbering = {w.column for w in profile.warnings if w.kind == "id"}
        columns = [self._column(c.having(is_id_like=c.name in numbering), sharing) for c in profile.columns]
        self.data: Json = {"table": {"rows": profile.n_rows, "columns": columns}, "study": _study(view, self)}

    def shown(self, name: str) -> str:
        return self._names.shown(name)

    def real(self, name: str) -> str:
        """The table's own name behind a name that the agent used; unknown names stay as they are."""
        return self._names.real(name)

    def real_column(self, name: str, field: str) -> str:
        """The same, where the name must be of a column. One that is hidden is none: nobody finds it out by guessing.

        Raises:
            UnknownName: the agent sees no such column.
        """
        if name not in self.columns:
            raise UnknownName(f"the table has no column '{name}'", where=field, fix=did_you_mean(name, self.columns))
        return self.real(name)

    def real_label(self, label: str) -> str:
        return self._labels.real(label)

    def hidden(self, text: str) -> str:
        """A text with the real names replaced by what the agent may see."""
        return self._names.hidden(text)

    def without_labels(self, text: str) -> str:
        """A text of ours, or of a model that saw more, without the labels that are not shared."""
        return self._labels.hidden(text)

    def restored(self, text: str) -> str:
        """The agent's text with the names that people know."""
        return self._names.restored(text)

    def _column(self, column: ColumnProfile, sharing: Sharing) -> Json:
        if self.stays_here:
            return column.model_dump(mode="json")
        shown: Json = {"name": self._names.shown(column.name), "kind": column.kind}
        if sharing.level >= 1:
            shown |= {"two_values": column.n_unique == 2, "looks_like_id": column.is_id_like}
        if sharing.level >= 2:
            shown |= {"missing": column.n_missing, "distinct": column.n_unique}
            shown |= {"minimum": _rounded(column.minimum), "maximum": _rounded(column.maximum)}
        labels = self._labels.of(column.name)
        return shown | ({"labels": labels} if labels is not None else {})


def redact(view: RunView, profile: TableProfile, *, stays_here: bool = False) -> Seen:
    """The study as an agent may see it by what is shared."""
    return Seen(view, profile, stays_here)


def _rounded(value: float | None) -> float | None:
    return None if value is None else float(f"{value:.2g}")


def _study(view: RunView, seen: Seen) -> Json:
    run = view.run
    return {
        "target_wish": seen.shown(view.target) if view.target else None,
        "search": _names_hidden(view.spec.model_dump(mode="json", exclude_defaults=True), seen) if view.spec else None,
        "run": {
            "phase": run.phase,
            "ended_because": run.why_ended,
            "active_seconds": round(run.active_s),
            "budget_seconds": run.budget_s,
            "budget_trials": run.budget_trials,
        },
        "trials": _trials(view),
        "front": [_trial(r, view) for r in view.front()],
        "has_model": view.model is not None,
        "chosen_trial": view.chosen,
        "banned_families": list(view.banned),
        "steers": [{"id": s.id, "family": s.steer.family} for s in view.steers],
        "waiting_cards": [c.proposal.action.kind for c in view.cards],
        "open_search": _open_search(view, seen),
        "rejected": _rejected(view, seen),
        "holdout_openings": len(view.holdout),
    }


def _trials(view: RunView) -> Json:
    rows = view.run_trials()
    done = [r for r in rows if r.status == "ok" and r.result is not None and r.result.score is not None]
    done.sort(key=lambda r: r.sorting_score, reverse=True)
    failed = [r for r in rows if r.status in ("failed", "timeout", "memout")]
    return {
        "finished": len(done),
        "running": sum(r.status == "running" for r in rows),
        "failed": len(failed),
        "failures": sorted({f"{r.ask.configuration.family}: {r.status}" for r in failed}),
        "best": [_trial(r, view) for r in done[:_BEST_TRIALS]],
        "by_family": _by_family(done, view),
    }


def _trial(row: TrialRow, view: RunView) -> Json:
    second = view.spec.second_objective if view.spec else None
    return {
        "trial": row.ask.trial,
        "family": row.ask.configuration.family,
        "value": _value(row, view),
        **({second: row.result.measured(second)} if second and row.result else {}),
        "parameters": row.ask.configuration.params,
        "origin": row.ask.origin,
    }


def _value(row: TrialRow, view: RunView) -> float | None:
    return round(natural(view.spec.metric, row.sorting_score), 5) if view.spec else None


def _by_family(done: list[TrialRow], view: RunView) -> Json:
    best: Json = {}
    for row in done:
        family = best.setdefault(row.ask.configuration.family, {"trials": 0, "best_value": _value(row, view)})
        family["trials"] += 1
    return best


def _open_search(view: RunView, seen: Seen) -> Json | None:
    """The search that waits on a card."""
    for card in reversed(view.cards):
        if card.proposal.action.kind == "start_search":
            spec: Json = _names_hidden(card.proposal.action.spec.model_dump(mode="json", exclude_defaults=True), seen)
            return spec
    return None


def _rejected(view: RunView, seen: Seen) -> list[Json]:
    """What a human said no to, with the reason."""
    out = []
    for settled in view.history:
        decision = settled.decision
        if decision is not None and decision.answer == "reject":
            action = _names_hidden(settled.proposal.action.model_dump(mode="json", exclude_defaults=True), seen)
            kind = settled.proposal.action.kind
            out.append({"kind": kind, "action": action, "reason": seen.hidden(decision.reason)})
    return out[-5:]


def _names_hidden(value: Any, seen: Seen, key: str = "") -> Any:
    """An action or a specification as JSON, without names of columns, prose and labels that the agent may not see."""
    if isinstance(value, dict):
        return {k: _names_hidden(v, seen, k) for k, v in value.items() if k != "positive_class"}
    if isinstance(value, list):
        return [_names_hidden(v, seen, key) for v in value]
    if not isinstance(value, str):
        return value
    if key in _COLUMN_KEYS:
        return seen.shown(value)
    return seen.hidden(seen.without_labels(value)) if key in _PROSE_KEYS else value
