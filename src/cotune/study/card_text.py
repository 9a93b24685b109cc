"""A card as plain text: what changes, what it costs, which rule asks and why, what happens on no."""

from __future__ import annotations

from cotune.model.gate import Card, Estimate
from cotune.model.printable import on_one_line, within_margin
from cotune.model.wording import duration, origin_in_words

_SMALL_CHANGE = 0.1


def card_text(card: Card) -> str:
    """Its lines are cotune's: what others wrote begins none, and drives no terminal."""
    lines = [f"{card.id}: {card.proposal.action.kind.replace('_', ' ')} (asked by rule '{card.verdict.rule}')"]
    lines += [f"  because {on_one_line(reason)}" for reason in card.verdict.reasons]
    origins = {o.field: f"  [{origin_in_words(o)}]" for o in card.proposal.origins}
    for change in card.changes:
        before = f"{change.before} -> " if change.before is not None else ""
        lines.append(on_one_line(f"  {change.field}: {before}{change.after}{origins.get(change.field, '')}"))
    if card.estimate:
        lines.append(f"  cost: {_estimate_text(card.estimate)}")
    lines += [on_one_line(f"  undo: {card.reversible}"), on_one_line(f"  on no: {card.if_no}")]
    if card.proposal.why:
        lines.append(_reason(card))
        doubted = [f for f in card.proposal.figures if f.bears == "nothing"]
        lines += [on_one_line(f"  unverified: {f.text} ({f.note})") for f in doubted]
    return "\n".join(lines)


def _reason(card: Card) -> str:
    whose = "the agent's reason, its own words" if card.proposal.actor == "agent" else "note"
    whose = "why the agent proposes it, unasked" if card.is_unasked else whose
    return f"  {whose}: {within_margin(card.proposal.why)}"


def _estimate_text(cost: Estimate) -> str:
    parts = []
    if cost.seconds_high:
        parts.append(f"{duration(cost.seconds_low)} to {duration(cost.seconds_high)} of search")
    if cost.memory_high_mb:
        parts.append(f"{cost.memory_low_mb:.0f} to {cost.memory_high_mb:.0f} MB")
    if cost.gpu_seconds_high:
        parts.append(f"{duration(cost.gpu_seconds_low)} to {duration(cost.gpu_seconds_high)} on the GPU")
    if cost.tokens_high:
        parts.append(f"{cost.tokens_low:,} to {cost.tokens_high:,} tokens")
    if cost.money_high:
        parts.append(f"{_money(cost.money_low)} to {_money(cost.money_high)} {cost.currency}")
    return f"{', '.join(parts)} ({cost.basis})"


def _money(amount: float) -> str:
    return f"{amount:.2f}" if amount >= _SMALL_CHANGE or amount == 0 else f"{amount:.2g}"
