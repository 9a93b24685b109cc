"""The fold of what passes the gate: proposals, cards, decisions, and what they settle for the time to come."""

from __future__ import annotations

from typing import assert_never

from cotune.model import event as ev
from cotune.model import ledger
from cotune.model.action import ExtendRun, ProbeModel, ResumeRun, UnsealHoldout, searching_seconds
from cotune.model.fold_steps import changed, changed_agent, said
from cotune.model.gate import Card, Decision, Rejection
from cotune.model.sharing import SharedFrom
from cotune.model.view import CardOfAgent, ChatLine, RunView, Verdicted
from cotune.model.wording import in_words

GateEvent = (
    ev.ActionProposed
    | ev.CardOpened
    | ev.CardClosed
    | ev.DecisionMade
    | ev.GrantGiven
    | ev.GrantRevoked
    | ev.AutonomySet
    | ev.AgentLimited
    | ev.SharingSet
    | ev.AgentModelSet
)


def take_gate(view: RunView, body: GateEvent, seq: int) -> RunView:
    match body:
        case ev.ActionProposed():
            return _proposed(view, body)
        case ev.CardOpened():
            return _opened(view, body.card)
        case ev.CardClosed():
            return changed(view, cards=tuple(c for c in view.cards if c.id != body.card))
        case ev.DecisionMade():
            return _decided(view, body.decision, seq)
        case ev.GrantGiven():
            return changed(view, grants=(*view.grants, body.grant))
        case ev.GrantRevoked():
            grants = (g.model_copy(update={"revoked": True}) if g.id == body.grant else g for g in view.grants)
            return changed(view, grants=tuple(grants))
        case ev.AutonomySet():
            return changed(view, autonomy=body.autonomy)
        case ev.AgentLimited():
            return changed_agent(view, budget=body.budget)
        case ev.SharingSet():
            sharings = (*view.sharings, SharedFrom(seq=seq, sharing=body.sharing))
            return changed(changed_agent(view, sharing=body.sharing), sharings=sharings)
        case ev.AgentModelSet():
            told = said(view, ChatLine(seq=seq, who="cotune", text=f"From here on {body.planner} answers."))
            chosen = changed(told, planner=body.planner, planner_is_object=body.is_object)
            return changed_agent(chosen, probed=None)
        case _:
            assert_never(body)


def _proposed(view: RunView, body: ev.ActionProposed) -> RunView:
    action = body.proposal.action
    view = changed(view, history=(*view.history, Verdicted(proposal=body.proposal, verdict=body.verdict)))
    if body.verdict.outcome != "allow":
        return view
    view = ledger.charged(view, searching_seconds(action))
    if isinstance(action, ExtendRun):
        view = changed(view, charged_s=view.charged_s + searching_seconds(action))
    return view


def _opened(view: RunView, card: Card) -> RunView:
    view = changed(view, cards=(*view.cards, card))
    if card.proposal.actor == "agent" and card.opened_at is not None and card.drawn == 1:
        asked = CardOfAgent(at=card.opened_at, turn=card.proposal.turn)
        view = changed(view, cards_of_agent=(*view.cards_of_agent, asked))
    return view


def _decided(view: RunView, decision: Decision, seq: int) -> RunView:
    card = view.card(decision.card)
    if card is not None:
        view = _answered(view, card, decision, seq)
    proposal = card.proposal.id if card else None
    history = (h.model_copy(update={"decision": decision}) if h.proposal.id == proposal else h for h in view.history)
    cards = tuple(c for c in view.cards if c.id != decision.card)
    return changed(view, cards=cards, history=tuple(history), revision=view.revision + 1)


def _answered(view: RunView, card: Card, decision: Decision, seq: int) -> RunView:
    if decision.answer == "reject":
        told = said(view, _told_no(card, decision, seq))
        return changed(told, rejections=(*view.rejections, _rejection(view, card, decision, seq)))
    match card.proposal.action:
        case UnsealHoldout():
            return changed(view, unsealing=True)
        case ProbeModel():
            return changed_agent(view, probing=True)
        case ExtendRun() | ResumeRun():
            return changed(view, given_back_s=0.0)
        case _:
            return view


def _rejection(view: RunView, card: Card, decision: Decision, seq: int) -> Rejection:
    return Rejection(
        action=card.proposal.action,
        reason=decision.reason,
        seq=seq,
        finished_trials=view.finished_trials(),
        searched=view.spec,
    )


def _told_no(card: Card, decision: Decision, seq: int) -> ChatLine:
    """A no, in the conversation: what follows it answers it."""
    reason = f" Your reason: {decision.reason.strip()}" if decision.reason.strip() else ""
    text = f"You said no: {in_words(card.proposal.action)}.{reason}"
    return ChatLine(seq=seq, who="cotune", text=text, turn=card.proposal.turn)
