"""What may be done without a card."""

from __future__ import annotations

from cotune.model import action as act
from cotune.model.action import Action
from cotune.model.gate import Facts
from cotune.policy.rules.rule import Reasons, autonomy_rank, is_free


def never_gated(action: Action, _facts: Facts) -> Reasons:
    if isinstance(action, act.PauseRun | act.StopRun):
        return ("pausing and stopping are free for whoever asks for it",)
    return ()


def takes_back(action: Action, facts: Facts) -> Reasons:
    if isinstance(action, act.Unsteer | act.RevokeGrant):
        return ("it only takes back an earlier wish",)
    if isinstance(action, act.SetAutonomy) and autonomy_rank(action.autonomy) <= autonomy_rank(facts.autonomy):
        return ("it makes cotune ask at least as often as now",)
    if isinstance(action, act.LimitAgent) and not facts.agent_budget.loosened(action.budget):
        return ("the agent may use no more than now",)
    if isinstance(action, act.ShareWithAgent) and not facts.sharing.raised(action.sharing):
        return ("the agent's model sees no more than now",)
    if isinstance(action, act.SetAgentModel) and action.model is None:
        return ("with the built-in planner nothing is sent anywhere",)
    return ()


def continues(action: Action, facts: Facts) -> Reasons:
    if isinstance(action, act.ResumeRun) and is_free(facts.given_back_s, facts):
        return ("the budget of this run is already approved",)
    return ()


def within_budget(action: Action, _facts: Facts) -> Reasons:
    if isinstance(action, act.StartSearch | act.ExtendRun):
        return ("it fits into the time that is free without asking",)
    return ()


def chooses_model(action: Action, _facts: Facts) -> Reasons:
    if isinstance(action, act.UseTrial):
        return ("it only changes which finished trial is the model, and can be taken back",)
    return ()


def light_steering(action: Action, _facts: Facts) -> Reasons:
    if isinstance(action, act.Steer | act.EnqueueTrial | act.BanFamily | act.UnbanFamily):
        return ("it only changes where the running budget is spent, and can be taken back",)
    return ()
