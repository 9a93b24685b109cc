"""What an agent may see of a study, by level of privacy. Nothing else is ever put into a prompt.

0  aliases instead of column names, and their kinds
1  names and kinds (default)
2  also figures: counts, ranges
3  also category labels: for the built-in planner, which sends nothing anywhere
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any, Literal

from cotune.model.profile import ColumnProfile, TableProfile
from cotune.model.trial import TrialRow
from cotune.model.view import RunView
from cotune.model.words import natural

Level = Literal[0, 1, 2, 3]
Json = dict[str, Any]

_LONGEST_NAME = 60
_INSTRUCTION = re.compile(
    r"ignore|instruction|system\s*:|</?\w+>|assistant|prompt|execute|curl |https?:|you (?:are|must|should|will)\b|!\[",
    re.IGNORECASE,
)
_BEST_TRIALS = 8


class Seen:
    """The redacted study: `data` is the exact JSON that is sent; names go back to real ones with `real`.

    `shows_labels`: whether category labels may be named to this agent.
    """

    def __init__(self, data: Json, aliases: Mapping[str, str], shows_labels: bool) -> None:
        self.data = data
        self.shows_labels = shows_labels
        self._alias = dict(aliases)
        self._real = {alias: name for name, alias in aliases.items()}

    def real(self, name: str) -> str:
        """The table's own name behind a name that the agent used; unknown names stay as they are."""
        return self._real.get(name, name)

    def hidden(self, text: str) -> str:
        """A text with the real names replaced by what the agent may see."""
        for name, alias in sorted(self._alias.items(), key=lambda pair: -len(pair[0])):
            if name != alias:
                text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", alias, text)
        return text


def redact(view: RunView, profile: TableProfile, level: Level = 1) -> Seen:
    """The study as an agent may see it at this level."""
    aliases = {c.name: _alias(c.name, k, level) for k, c in enumerate(profile.columns)}
    seen = Seen({}, aliases, shows_labels=level == 3)
    seen.data = {
        "table": {"rows": profile.n_rows, "columns": [_column(c, aliases[c.name], level) for c in profile.columns]},
        "study": _study(view, seen),
    }
    return seen


def _alias(name: str, number: int, level: Level) -> str:
    """The name that is shown: itself when it is short and harmless, else a made-up one."""
    if level == 3:
        return name
    odd = any(unicodedata.category(c) in ("Cc", "Cf", "Co", "Cs", "Zl", "Zp") for c in name)
    if level == 0 or odd or len(name) > _LONGEST_NAME or _INSTRUCTION.search(name):
        return f"column_{number + 1}"
    return name


def _column(column: ColumnProfile, name: str, level: Level) -> Json:
    if level == 3:
        return column.model_dump(mode="json")
    shown: Json = {"name": name, "kind": column.kind}
    if level >= 1:
        shown |= {"two_values": column.n_unique == 2, "looks_like_id": column.is_id_like}
    if level >= 2:
        shown |= {"missing": column.n_missing, "distinct": column.n_unique}
        shown |= {"minimum": column.minimum, "maximum": column.maximum}
    return shown


def _study(view: RunView, seen: Seen) -> Json:
    run = view.run
    return {
        "target_wish": seen.hidden(view.target) if view.target else None,
        "search": _names_hidden(view.spec.model_dump(mode="json", exclude_defaults=True), seen) if view.spec else None,
        "run": {
            "phase": run.phase,
            "ended_because": run.why_ended,
            "active_seconds": round(run.active_s),
            "budget_seconds": run.budget_s,
            "budget_trials": run.budget_trials,
        },
        "trials": _trials(view),
        "has_model": view.model is not None,
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
    done.sort(key=_score, reverse=True)
    failed = [r for r in rows if r.status in ("failed", "timeout", "memout")]
    return {
        "finished": len(done),
        "running": sum(r.status == "running" for r in rows),
        "failed": len(failed),
        "failures": sorted({f"{r.ask.configuration.family}: {r.status}" for r in failed}),
        "best": [_trial(r, view) for r in done[:_BEST_TRIALS]],
        "by_family": _by_family(done, view),
    }


def _score(row: TrialRow) -> float:
    return row.result.score if row.result is not None and row.result.score is not None else float("-inf")


def _trial(row: TrialRow, view: RunView) -> Json:
    return {
        "trial": row.ask.trial,
        "family": row.ask.configuration.family,
        "value": _value(row, view),
        "parameters": row.ask.configuration.params,
        "origin": row.ask.origin,
    }


def _value(row: TrialRow, view: RunView) -> float | None:
    return round(natural(view.spec.metric, _score(row)), 5) if view.spec else None


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


def _names_hidden(value: Any, seen: Seen) -> Any:
    if isinstance(value, dict):
        return {k: _names_hidden(v, seen) for k, v in value.items() if k != "positive_class"}
    if isinstance(value, list):
        return [_names_hidden(v, seen) for v in value]
    return seen.hidden(value) if isinstance(value, str) else value
