"""Does the log really hold the yes that a permit speaks of?"""

from __future__ import annotations

from cotune.model.gate import Permit
from cotune.model.view import RunView, Verdicted


def permitted(view: RunView, permit: Permit) -> bool:
    """Whether the log has an allowing verdict or a human's decision for exactly the action of this permit's digest."""
    found = next((h for h in view.history if h.proposal.id == permit.proposal), None)
    return found is not None and permit.action_digest == _granted_digest(found, permit)


def _granted_digest(found: Verdicted, permit: Permit) -> str | None:
    if permit.source == "allowed":
        return found.proposal.action.digest() if found.verdict.outcome == "allow" else None
    decision = found.decision
    if decision is None or decision.id != permit.decision:
        return None
    match decision.answer:
        case "approve":
            return decision.action_digest
        case "edit":
            return decision.edited.digest() if decision.edited else None
        case "reject":
            return None
