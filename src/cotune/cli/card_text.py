"""A card as plain text: what changes, what it costs, which rule asks and why, what happens on no."""

from __future__ import annotations

from cotune.model.gate import Card, Estimate


def card_text(card: Card) -> str:
    lines = [f"{card.id}: {card.proposal.action.kind.replace('_', ' ')} (asked by rule '{card.verdict.rule}')"]
    lines += [f"  because {reason}" for reason in card.verdict.reasons]
    for change in card.changes:
        before = f"{change.before} -> " if change.before is not None else ""
        lines.append(f"  {change.field}: {before}{change.after}")
    if card.estimate:
        lines.append(f"  cost: {_estimate_text(card.estimate)}")
    lines += [f"  undo: {card.reversible}", f"  on no: {card.if_no}"]
    if card.proposal.actor == "agent" and card.proposal.why:
        lines.append(f"  the agent says: {card.proposal.why}")
    return "\n".join(lines)


def _estimate_text(estimate: Estimate) -> str:
    return (
        f"{estimate.seconds_low:.0f} to {estimate.seconds_high:.0f} s, "
        f"{estimate.memory_low_mb:.0f} to {estimate.memory_high_mb:.0f} MB ({estimate.basis})"
    )
