"""From a click in the UI to a letter to the study's host, and from its reply to an outcome for the UI."""

from __future__ import annotations

from typing import assert_never

from cotune.model.gate import Decision, Proposal
from cotune.model.mail import Decide, Letter, Propose, Reply, RetryTurn, Say, StopTurn
from cotune.ui.messages import AnswerCard, Outcome, ProposeAction, RetryAgent, SayText, StopAgent

Mailable = SayText | ProposeAction | AnswerCard | StopAgent | RetryAgent


def letter_for(request: Mailable) -> Letter:
    """The request's id is also that of the proposal or decision in it: a click sent twice has effect once."""
    match request:
        case SayText():
            return Say(text=request.text)
        case ProposeAction():
            return Propose(proposal=Proposal(id=request.id, action=request.action, actor="human", door="panel"))
        case AnswerCard():
            return Decide(
                decision=Decision(
                    id=request.id,
                    card=request.card,
                    action_digest=request.action_digest,
                    answer=request.answer,
                    edited=request.edited,
                    reason=request.reason,
                    door="panel",
                )
            )
        case StopAgent():
            return StopTurn()
        case RetryAgent():
            return RetryTurn(built_in=request.built_in)
        case _:
            assert_never(request)


def outcome_of(request_id: str, reply: Reply) -> Outcome:
    return Outcome(id=request_id, outcome=reply.outcome, message=reply.message, rule=reply.rule)
