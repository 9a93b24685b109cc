"""From an action that may be done to the call that does it."""

from __future__ import annotations

from typing import Literal, assert_never

from cotune.engine import Engine
from cotune.model import action as act
from cotune.model.action import Action
from cotune.model.event import (
    AgentLimited,
    AgentModelSet,
    AutonomySet,
    CardClosed,
    GrantGiven,
    GrantRevoked,
    SharingSet,
)
from cotune.model.gate import Grant, Permit
from cotune.store import Journal

_SAID_BESIDES = {
    "set_agent_model": ("probe_model", "limit_agent"),
    "share_with_agent": ("set_agent_model", "probe_model"),
}
"""The cards, besides those of its own kind, that tell of what an action sets."""


def carry(action: Action, permit: Permit, engine: Engine, journal: Journal) -> None:
    """Carry an action out under its permit. May raise UserError: then nothing was done.

    A probe sends cells: whoever calls this begins it, after its yes is on disk.
    """
    match action:
        case act.StartSearch():
            engine.start(action, permit)
        case act.PauseRun():
            engine.pause()
        case act.ResumeRun():
            engine.resume()
        case act.StopRun():
            engine.stop()
        case act.ExtendRun():
            engine.extend(action, permit)
        case act.UnsealHoldout():
            engine.unseal(permit)
        case act.Steer():
            engine.steer(action, f"steer-{permit.proposal}", _proposer(permit, journal))
        case act.Unsteer():
            engine.unsteer(action.steer_id)
        case act.EnqueueTrial():
            engine.enqueue(action.configuration, _proposer(permit, journal))
        case act.BanFamily():
            engine.ban(action.family)
        case act.UnbanFamily():
            engine.unban(action.family)
        case act.UseTrial():
            engine.use(action, _proposer(permit, journal))
        case act.SetAutonomy():
            _set(AutonomySet(autonomy=action.autonomy), action, "when you are asked was changed", journal)
        case act.GrantBudget():
            journal.append(GrantGiven(grant=Grant(id=f"grant-{permit.proposal}", seconds=action.seconds)))
        case act.RevokeGrant():
            journal.append(GrantRevoked(grant=action.grant_id))
        case act.LimitAgent():
            _set(AgentLimited(budget=action.budget), action, "the agent's limits were changed", journal)
        case act.ShareWithAgent():
            _set(SharingSet(sharing=action.sharing), action, "what is shared was changed", journal)
        case act.SetAgentModel():
            chosen = AgentModelSet(planner=action.planner, is_object=action.is_object)
            _set(chosen, action, "another model was chosen", journal)
        case act.ProbeModel():
            pass
        case _:
            assert_never(action)


def _set(
    body: AutonomySet | AgentLimited | SharingSet | AgentModelSet, action: Action, reason: str, journal: Journal
) -> None:
    """Log it. An open card says what it adds to what was in force until now: with another start it says too little.

    So does one that says to which model something would go, or what that model sees.
    """
    outdated = {action.kind, *_SAID_BESIDES.get(action.kind, ())}
    asked = [c.id for c in journal.view.cards if c.proposal.action.kind in outdated]
    journal.append(body, *(CardClosed(card=card, reason=reason) for card in asked))


def _proposer(permit: Permit, journal: Journal) -> Literal["human", "agent"]:
    return next(h.proposal.actor for h in journal.view.history if h.proposal.id == permit.proposal)
