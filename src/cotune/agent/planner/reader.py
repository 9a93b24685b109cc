"""What the small sentence encoder makes of a goal where no rule is sure.

Which column is wanted, in which roles others are named, and which metric follows from what is said of errors.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import Literal, NamedTuple, get_args

import numpy as np

from cotune.agent.planner.columns import MARK, name_parts
from cotune.agent.planner.concepts import long_form
from cotune.agent.planner.encoder import encoder, meanings
from cotune.agent.planner.glossary import in_english as translated
from cotune.agent.planner.glossary import language_of_names, meaning
from cotune.agent.planner.text import Item, Phrase
from cotune.agent.planner.tokens import Language, language_of, tokenise
from cotune.model.profile import ColumnProfile
from cotune.model.words import METRICS, Metric, Task, metrics_for

Role = Literal["kept", "left_out", "group", "time"]
"""What a goal says of a column that it names; kept: anything else, also that it is the target."""
ROLES: tuple[Role, ...] = get_args(Role)
Order = Literal[
    "pause", "resume", "stop", "extend", "ban", "unban", "focus", "use_trial", "use_blend", "unseal", "status", "trial",
    "compare", "improving", "next", "why_there", "columns", "change", "try", "help", "other",
]  # fmt: skip
"""What a message beside a search wants; change: another search, other: nothing that concerns the search."""
ORDERS: tuple[Order, ...] = get_args(Order)
Apart = Literal["none", "group", "time"]
"""What must not be on both sides of a split: rows of one group, or earlier and later rows."""
APART: tuple[Apart, ...] = get_args(Apart)
Stance = Literal["passing", "wanted", "banned"]
"""What a goal says of a model family that it names: search this one (and no other that isn't wanted), or not this."""
STANCES: tuple[Stance, ...] = get_args(Stance)
KINDS: dict[str, tuple[str, ...]] = {
    "order": ORDERS,
    "apart": APART,
    "readable": ("no", "yes"),
    "budget": ("no", "yes"),
    "stance": STANCES,
}
"""What whole texts are sorted into."""
_YES_OR_NO = frozenset(["yes", "no", "true", "false", "0", "1", "y", "n", "t", "f"])
_LEVELS_READ = 6
_MOST_COLUMNS = 120
"""Of wider tables so many are read: a goal of three thousand columns would take seconds."""


class ReadTarget(NamedTuple):
    """How likely a goal wants each column (by number), and none of them. All sum to 1."""

    shares: dict[int, float]
    none: float

    def ranked(self) -> list[int]:
        return sorted(self.shares, key=lambda k: -self.shares[k])


def read_target(goal: str, columns: Sequence[ColumnProfile], usable: Collection[int]) -> ReadTarget:
    """Which of the `usable` columns the goal asks for.

    Of a very wide table columns that only differ by a number are left out, for nobody describes one of them; of what
    is still too wide the first and the last are read, for targets stand at the ends.
    """
    looked_at = sorted(usable)
    if len(looked_at) > _MOST_COLUMNS:
        alike = Counter(_without_number(columns[k]) for k in looked_at)
        looked_at = [k for k in looked_at if alike[_without_number(columns[k])] == 1]
    if len(looked_at) > _MOST_COLUMNS:
        looked_at = [*looked_at[: _MOST_COLUMNS // 2], *looked_at[-_MOST_COLUMNS // 2 :]]
    if not looked_at:
        return ReadTarget({}, 1.0)
    w = encoder().weights
    wanted, *found = meanings([in_english(goal), *as_texts(columns, looked_at)], "target")
    points = np.append(np.stack(found) @ (w["target.turn"] @ wanted + w["target.prior"]), wanted @ w["target.none"])
    points[-1] += w["target.none_bias"][0]
    shares = _shares(points)
    return ReadTarget(dict(zip(looked_at, shares[:-1].tolist(), strict=True)), float(shares[-1]))


def read_metrics(texts: Sequence[str], task: Task) -> list[tuple[Metric | None, float]]:
    """The metric that follows for a task from what each text says of errors or purposes, and how surely (0 to 1)."""
    if not texts:
        return []
    w = encoder().weights
    allowed = np.array([True, *(metric in metrics_for(task) for metric in METRICS)])
    points = meanings([in_english(text) for text in texts], "metric") @ w["metric.weight"].T + w["metric.bias"]
    shares = [_shares(row) for row in np.where(allowed, points, -np.inf)]
    return [(METRICS[best - 1] if best else None, float(of[best])) for of in shares for best in [int(of.argmax())]]


def mentions(phrase: Phrase) -> dict[int, str]:
    """The goal as it is seen from each column that it names: what counts is what is said, not how they are called."""
    marked = [(int(m.group(1)), item) for item in phrase.items for m in [MARK.fullmatch(item.text)] if m]
    columns = dict.fromkeys(k for k, _ in marked)
    called = {k: [(item, "this column" if n == k else "that one") for n, item in marked] for k in columns}
    return {k: _told(phrase.raw, items) for k, items in called.items()}


def _told(goal: str, called: Iterable[tuple[Item, str]]) -> str:
    """The goal with other words for some of its items."""
    told, at = [], 0
    for item, words in called:
        told += [goal[at : item.start], words]
        at = item.end
    return "".join([*told, goal[at:]])


def read_roles(phrase: Phrase) -> dict[int, dict[Role, float]]:
    """How likely each column that the goal names has each role; the shares of a column sum to 1."""
    texts = mentions(phrase)
    if not texts:
        return {}
    w = encoder().weights
    points = meanings([in_english(text) for text in texts.values()], "role") @ w["role.weight"].T + w["role.bias"]
    shares = [_shares(row).tolist() for row in points]
    return {k: dict(zip(ROLES, of, strict=True)) for k, of in zip(texts, shares, strict=True)}


def read_order(text: str) -> dict[Order, float]:
    """How likely a message beside a search wants each of these things; they sum to 1."""
    return dict(zip(ORDERS, _sorted_into("order", [text])[0], strict=True))


def read_apart(texts: Sequence[str]) -> list[dict[Apart, float]]:
    """How likely each text of a goal asks for a split by groups, by time, or by neither."""
    return [dict(zip(APART, shares, strict=True)) for shares in _sorted_into("apart", texts)]


def read_readable(texts: Sequence[str]) -> list[float]:
    """How likely each text of a goal asks for a model that people can follow."""
    return [shares[1] for shares in _sorted_into("readable", texts)]


def read_budgets(texts: Sequence[str]) -> list[float]:
    """How likely the time from which each text is seen is what the goal gives to the search."""
    return [shares[1] for shares in _sorted_into("budget", texts)]


def read_stances(texts: Sequence[str]) -> list[dict[Stance, float]]:
    """How likely the goal takes each stance to the family from which each text is seen."""
    return [dict(zip(STANCES, shares, strict=True)) for shares in _sorted_into("stance", texts)]


def seen_from_each(phrase: Phrase, mark: re.Pattern[str], this: str, that: str) -> list[str]:
    """The goal once for each of these marks: `this` in its place, with its own words as {}, and `that` for the others.

    What counts is what is said of them, not which they are.
    """
    marked = [item for item in phrase.items if mark.fullmatch(item.text)]
    own = [this.format(phrase.raw[item.start : item.end]) for item in marked]
    return [
        _told(phrase.raw, [(item, own[k] if item is one else that) for item in marked]) for k, one in enumerate(marked)
    ]


def _sorted_into(head: str, texts: Sequence[str]) -> list[list[float]]:
    if not texts:
        return []
    w = encoder().weights
    points = meanings([in_english(text) for text in texts], "kind") @ w[f"{head}.weight"].T + w[f"{head}.bias"]
    return [_shares(row).tolist() for row in points]


def in_english(text: str) -> str:
    """A text in another language word by word."""
    return translated(text, language_of(tokenise(text)))


def said_of(name: str, language: Language = "en") -> str:
    """The words that a column's name stands for: `temperature minimum c` for temp_min_c."""
    return " ".join(_spelled_out(part, language) for part in name_parts(name))


def _spelled_out(part: str, language: Language) -> str:
    meant = meaning(part, language) if language != "en" else ""
    return f"{part} {meant}" if meant else long_form(part)


def as_texts(columns: Sequence[ColumnProfile], which: Iterable[int]) -> list[str]:
    """These of a table's columns in words."""
    language = language_of_names(part for column in columns for part in name_parts(column.name))
    return [as_text(columns[k], language) for k in which]


def as_text(column: ColumnProfile, language: Language = "en") -> str:
    """A column in words: `delay end: number`, `final result: pass or fail`."""
    levels = [level.lower() for level in column.levels]
    if column.kind == "boolean" or (
        column.n_unique == 2 and (column.kind == "number" or _YES_OR_NO.issuperset(levels))
    ):
        kind = "yes or no"
    elif column.kind == "number":
        kind = "number"
    elif 0 < len(levels) <= 2 * _LEVELS_READ:
        kind = " or ".join(level[:20] for level in levels[:_LEVELS_READ])
    else:
        kind = "category"
    return f"{said_of(column.name, language) or column.name.lower()}: {kind}"


def _without_number(column: ColumnProfile) -> tuple[str, ...]:
    return tuple(part for part in name_parts(column.name) if not part.isdigit())


def _shares(points: np.ndarray) -> np.ndarray:
    raised = np.exp(points - points.max())
    shares: np.ndarray = raised / raised.sum()
    return shares
