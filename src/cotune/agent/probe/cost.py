"""What a probe will cost, from its own size: how many calls of how many characters, at the prices that are known."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from cotune.agent.probe.questions import INSTRUCTIONS
from cotune.model.gate import Estimate
from cotune.model.probe import ROWS_SHOWN, probed_columns
from cotune.model.profile import ColumnProfile, TableProfile
from cotune.model.usage import AgentBudget

_LONGEST_LABEL, _LONGEST_NUMBER, _LONGEST_TIME = 60, 22, 26


class _End(NamedTuple):
    """Of the interval: a question's own characters, characters of a token, and the length of an answer to that of the
    right one. Digits and commas take a token each or two, words one for about five letters."""

    own: int
    per_token: float
    answer: float


_LEAST, _MOST = _End(80, 5.0, 1.0), _End(160, 1.5, 4.0)


def probe_estimate(rows: int, profile: TableProfile, budget: AgentBudget) -> Estimate:
    """Tokens of the questions and answers of a probe of so many `rows`, and what they cost where prices are known."""
    names = probed_columns(profile)
    columns = [c for c in profile.columns if c.name in names]
    least = _tokens(rows, columns, [_shortest(c) for c in columns], _LEAST)
    most = _tokens(rows, columns, [_longest(c) for c in columns], _MOST)
    return Estimate(
        seconds_low=0,
        seconds_high=0,
        memory_low_mb=0,
        memory_high_mb=0,
        tokens_low=sum(least),
        tokens_high=sum(most),
        money_low=budget.priced(*least).money,
        money_high=budget.priced(*most).money,
        currency=budget.currency,
        basis=f"{2 * rows + 2} calls, by the kinds of {len(columns)} columns; a model that thinks at length takes more",
    )


def _tokens(rows: int, columns: Sequence[ColumnProfile], cells: Sequence[int], end: _End) -> tuple[int, int]:
    """Of all questions, and of all answers."""
    header = sum(len(c.name) + 1 for c in columns)
    line = sum(cells) + len(cells)
    own = len(INSTRUCTIONS) + end.own
    asked = 2 * rows * (own + header + ROWS_SHOWN * line) + 2 * (own + header / 2)
    answered = end.answer * (2 * rows * line + header)
    return round(asked / end.per_token), round(answered / end.per_token)


def _shortest(column: ColumnProfile) -> int:
    if column.n_missing:
        return 0
    return min(map(len, column.levels)) if column.levels else 1


def _longest(column: ColumnProfile) -> int:
    match column.kind:
        case "number" if column.is_integer and column.minimum is not None and column.maximum is not None:
            return max(len(f"{end:.0f}") for end in (column.minimum, column.maximum))
        case "number":
            return _LONGEST_NUMBER
        case "datetime":
            return _LONGEST_TIME
        case _:
            return max(map(len, column.levels), default=_LONGEST_LABEL) + 2
