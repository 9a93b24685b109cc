"""Completes what comes by letter before it is shown: a search names the positive class that its metric counts."""

from __future__ import annotations

from cotune.model.action import Action, StartSearch
from cotune.model.gate import Decision, Proposal
from cotune.model.profile import TableProfile


def whole_proposal(proposal: Proposal, profile: TableProfile) -> Proposal:
    return proposal.model_copy(update={"action": _whole(proposal.action, profile)})


def whole_decision(decision: Decision, profile: TableProfile) -> Decision:
    edited = decision.edited
    return decision if edited is None else decision.model_copy(update={"edited": _whole(edited, profile)})


def _whole(action: Action, profile: TableProfile) -> Action:
    from cotune.data import with_positive_class

    if not isinstance(action, StartSearch):
        return action
    return StartSearch(spec=with_positive_class(action.spec, profile))
