"""What the agent's language model used, and what it may use."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from cotune.model.base import Noun
from cotune.model.digits import two_digits
from cotune.model.misfit import Unfit

_Cap = Annotated[int, Field(ge=1, le=10**12)] | None
_Money = Annotated[float, Field(ge=0, le=10**9, allow_inf_nan=False)] | None

_MOST_TOKENS_OF_A_CALL = 10**8


class Usage(Noun):
    """Tokens of some calls. `money` is the cost of those that had a price; of `unpriced_tokens` it is unknown.

    `unmetered_calls`: calls of which the provider didn't tell how large they were, or that were left behind.
    """

    input_tokens: int = 0
    output_tokens: int = 0
    unmetered_calls: int = 0
    money: float = 0.0
    unpriced_tokens: int = 0

    @property
    def tokens(self) -> int:
        return self.input_tokens + self.output_tokens

    def plus(self, more: Usage) -> Usage:
        return Usage(**{name: getattr(self, name) + getattr(more, name) for name in Usage.model_fields})


class AgentBudget(Noun):
    """What the agent may use: tokens in one turn, tokens and money in the whole study. None: without a limit.

    Prices are what the person says, per million tokens; cotune knows none itself.
    """

    turn_tokens: _Cap = 200_000
    study_tokens: _Cap = 2_000_000
    money: _Money = None
    input_price: _Money = None
    output_price: _Money = None
    currency: Annotated[str, Field(min_length=1, max_length=8)] = "USD"

    @model_validator(mode="after")
    def _money_needs_prices(self) -> Self:
        fix = "give both prices, for input and for output, per million tokens"
        if (self.input_price is None) != (self.output_price is None):
            missing = "input_price" if self.input_price is None else "output_price"
            raise Unfit("one price alone tells no cost", where=missing, fix=fix)
        if self.money is not None and self.input_price is None:
            raise Unfit("a limit of money needs prices to count by", where="input_price", fix=fix)
        return self

    def priced(self, input_tokens: int, output_tokens: int) -> Usage:
        """The usage of one call, whose size is unknown when what the provider tells of it can't be."""
        if not all(_is_a_count(told) for told in (input_tokens, output_tokens)):
            return Usage(unmetered_calls=1)
        if self.input_price is None or self.output_price is None:
            money, unpriced = 0.0, input_tokens + output_tokens
        else:
            money, unpriced = (input_tokens * self.input_price + output_tokens * self.output_price) / 1e6, 0
        return Usage(input_tokens=input_tokens, output_tokens=output_tokens, money=money, unpriced_tokens=unpriced)

    def loosened(self, new: AgentBudget) -> tuple[str, ...]:
        """What `new` permits more, as a person would read it."""
        limits = {"tokens in one turn": "turn_tokens", "tokens in this study": "study_tokens"}
        more = [f"{_shown(getattr(new, n))} {what}" for what, n in limits.items() if _above(self, new, n)]
        if self.money is not None and (_above(self, new, "money") or _cheaper(self, new)):
            more.append(f"{_shown(new.money)} {new.currency} in this study at the prices given")
        return tuple(more)


def _is_a_count(told: object) -> bool:
    return isinstance(told, int) and 0 <= told <= _MOST_TOKENS_OF_A_CALL


def _above(old: AgentBudget, new: AgentBudget, name: str) -> bool:
    before, after = getattr(old, name), getattr(new, name)
    return before is not None and (after is None or after > before)


def _cheaper(old: AgentBudget, new: AgentBudget) -> bool:
    """Whether the same money would buy more tokens; another currency may."""
    lower = any(_above(new, old, name) or getattr(new, name) is None for name in ("input_price", "output_price"))
    return lower or old.currency != new.currency


def _shown(limit: float | None) -> str:
    return "any number of" if limit is None else f"up to {limit:,g}" if limit < 10_000 else f"up to {limit:,.0f}"


def usage_in_words(used: Usage, budget: AgentBudget) -> str:
    """'12,340 of 2,000,000 tokens, 0.04 of 1 USD'; what isn't known is said to be unknown."""
    limit = f" of {budget.study_tokens:,}" if budget.study_tokens is not None else ""
    parts = [f"{used.tokens:,}{limit} tokens"]
    if used.tokens and used.unpriced_tokens < used.tokens:
        cap = f" of {budget.money:g}" if budget.money is not None else ""
        parts.append(f"about {two_digits(used.money)}{cap} {budget.currency}")
    if used.unpriced_tokens:
        parts.append("cost unknown" if used.unpriced_tokens == used.tokens else "some of the cost unknown")
    if used.unmetered_calls:
        parts.append(f"and {used.unmetered_calls} answer{'s' * (used.unmetered_calls != 1)} of unknown size")
    return ", ".join(parts)
