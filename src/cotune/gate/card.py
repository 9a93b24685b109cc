"""What a card says besides the verdict: what changes, whether it can be taken back, what happens on no."""

from __future__ import annotations

from datetime import datetime
from typing import assert_never

from cotune.model import action as act
from cotune.model.action import Action
from cotune.model.gate import Card, Estimate, Proposal, Verdict
from cotune.model.ledger import allowance
from cotune.model.probe import ROWS_SHOWN
from cotune.model.spec import FieldChange, SearchSpec, diff, shown
from cotune.model.usage import AgentBudget
from cotune.model.view import RunView
from cotune.model.wording import durations_apart, grant_in_words


def card_id(proposal_id: str, drawn: int = 1) -> str:
    """The id of the card of a proposal: derived, so that a replay gives the same."""
    return f"card-{proposal_id}" + (f".{drawn}" if drawn > 1 else "")


def is_card_of(card: str, proposal_id: str) -> bool:
    """Whether it is the id of a card of that proposal, however often drawn."""
    first = card_id(proposal_id)
    return card == first or (card.startswith(f"{first}.") and card.removeprefix(f"{first}.").isdecimal())


def make_card(
    proposal: Proposal, verdict: Verdict, view: RunView, estimate: Estimate | None, now: datetime, drawn: int = 1
) -> Card:
    """The card of a proposal as the study stands now; its figures stay as they are from here on."""
    return Card(
        id=card_id(proposal.id, drawn),
        drawn=drawn,
        proposal=_with_reason(proposal),
        action_digest=proposal.action.digest(),
        opened_at=now,
        verdict=verdict,
        changes=changes(proposal.action, view),
        estimate=estimate,
        reversible=reversible(proposal.action),
        if_no=if_no(proposal.action, view),
    )


def changes(action: Action, view: RunView) -> tuple[FieldChange, ...]:
    """What the action changes, field by field, as a person would read it."""
    match action:
        case act.StartSearch():
            return diff(_searched_now(view), action.spec)
        case act.ExtendRun():
            return _extension(action, view)
        case act.SetAutonomy():
            return (FieldChange(field="autonomy", before=view.autonomy, after=action.autonomy),)
        case act.GrantBudget():
            left = sum(allowance(view))
            before, after = durations_apart(left, left + action.seconds)
            return (FieldChange(field="search without a card", before=before, after=after),)
        case act.UnsealHoldout():
            n = len(view.holdout)
            return (FieldChange(field="holdout openings", before=str(n), after=str(n + 1)),)
        case act.BanFamily():
            return (FieldChange(field="banned families", before=shown(view.banned), after=f"+ {action.family}"),)
        case act.UnbanFamily():
            return (FieldChange(field="banned families", before=shown(view.banned), after=f"- {action.family}"),)
        case act.Steer():
            return (FieldChange(field="hint", before=None, after=_hint(action)),)
        case act.Unsteer():
            hints = {s.id: _hint(s.steer) for s in view.steers}
            return (FieldChange(field="hint", before=hints.get(action.steer_id, action.steer_id), after="dropped"),)
        case act.RevokeGrant():
            grants = {g.id: grant_in_words(g) for g in view.grants}
            before = grants.get(action.grant_id, action.grant_id)
            return (FieldChange(field="permission", before=before, after="withdrawn"),)
        case act.EnqueueTrial():
            values = ", ".join(f"{k}={v}" for k, v in action.configuration.params.items()) or "defaults"
            return (FieldChange(field=f"next trial: {action.configuration.family}", before=None, after=values),)
        case act.LimitAgent():
            return _limits(view.agent.budget, action.budget)
        case act.ShareWithAgent():
            before, after = view.agent.sharing.in_words(), action.sharing.in_words()
            return (FieldChange(field="the agent's model sees", before=before, after=after),)
        case act.SetAgentModel():
            before = _answering(view.planner, view.planner_is_object)
            after = _answering(action.planner, action.is_object)
            return (FieldChange(field="who answers as the agent", before=before, after=after),)
        case act.ProbeModel():
            after = f"cells of {action.rows} pieces of {ROWS_SHOWN} rows, once in disguise and once not"
            return (FieldChange(field="the agent's model is sent", before=None, after=after),)
        case act.UseTrial():
            return (FieldChange(field="model", before=_model_now(view), after=_model_then(action.trial, view)),)
        case act.PauseRun() | act.ResumeRun() | act.StopRun():
            return ()
        case _:
            assert_never(action)


def reversible(action: Action) -> str:
    """Whether and how the action can be taken back."""
    match action:
        case act.StartSearch():
            return "You can pause or stop it at any time; the time it used is gone. Earlier trials stay in the log."
        case act.ExtendRun():
            return "You can stop at any time and keep the best model so far."
        case act.UnsealHoldout():
            return "It can't be taken back: the sealed rows are seen once more, and that is counted."
        case act.UseTrial():
            return "You can choose another trial at any time, or leave it to cotune again; all trials stay in the log."
        case act.SetAutonomy():
            return "You can take it back at any time."
        case act.GrantBudget():
            return (
                "You can withdraw it at any time; what was searched by then is used. It never covers the sealed rows, "
                "privacy or deletion."
            )
        case act.LimitAgent():
            return "You can lower it again at any time; what the provider charged by then is spent."
        case act.ShareWithAgent():
            return "You can lower it again at any time; what was sent by then can't be called back."
        case act.SetAgentModel():
            return "You can go back to the built-in planner at any time; what was sent by then can't be called back."
        case act.ProbeModel():
            return "What is sent can't be called back. The level of sharing stays as it is."
        case act.Steer() | act.EnqueueTrial() | act.BanFamily() | act.UnbanFamily():
            return "You can undo it at any time; trials that ran stay in the log."
        case act.StopRun():
            return "You can extend the search afterwards; its trials stay in the log."
        case act.PauseRun() | act.ResumeRun() | act.Unsteer() | act.RevokeGrant():
            return "You can undo it at any time."
        case _:
            assert_never(action)


def if_no(action: Action, view: RunView) -> str:
    """What happens when the human says no, or nothing."""
    running = view.run.phase in ("running", "paused")
    match action:
        case act.StartSearch() if running:
            return "The running search goes on with its present setting."
        case act.StartSearch():
            return "Nothing is started and no time is used."
        case act.ExtendRun():
            return "The run ends at its present budget." if running else "The run stays ended; its model is kept."
        case act.StopRun() if running:
            return "The search goes on to the end of its budget."
        case act.UnsealHoldout():
            return "The sealed rows stay sealed."
        case act.GrantBudget():
            return "Nothing is permitted: each search beyond the free minutes still gets a card."
        case act.LimitAgent():
            return "The agent keeps to its present limits; the search goes on."
        case act.ShareWithAgent():
            return "The agent's model sees no more than now; the search goes on."
        case act.SetAgentModel():
            return f"{view.planner} goes on answering; the search goes on."
        case act.ProbeModel():
            return "Nothing is sent, and nothing is known of what the model knows; the search goes on."
        case _:
            return "Everything stays as it is."


def _searched_now(view: RunView) -> SearchSpec | None:
    """The last spec with the budget that extensions have given it, which may be more than a search may ask for."""
    run = view.run
    if view.spec is None or (run.budget_s is None and run.budget_trials is None):
        return view.spec
    return view.spec.model_copy(update={"seconds": run.budget_s, "trials": run.budget_trials})


def _with_reason(proposal: Proposal) -> Proposal:
    """A hint may hold its reason itself."""
    action = proposal.action
    if proposal.why or not isinstance(action, act.Steer):
        return proposal
    return proposal.model_copy(update={"why": action.why})


def _hint(steer: act.Steer) -> str:
    where = shown(steer.own_ranges) if steer.own_ranges else steer.family
    return f"{where} (at first {steer.weight:.12g} of all trials, half of it after {steer.half_life} more)"


def _answering(planner: str, is_object: bool) -> str:
    return f"{planner} (a model object)" if is_object else planner


def _model_now(view: RunView) -> str | None:
    if view.chosen is not None:
        return f"trial {view.chosen}"
    trials = ", ".join(str(m.trial) for m in view.model.members) if view.model else ""
    return f"trial{'s' * (',' in trials)} {trials}" if trials else None


def _model_then(trial: int | None, view: RunView) -> str:
    if trial is None:
        return "what cotune would choose"
    row = view.trial(trial)
    return f"trial {trial}, {row.ask.configuration.family}" if row else f"trial {trial}"


def _limits(before: AgentBudget, after: AgentBudget) -> tuple[FieldChange, ...]:
    old, new = before.model_dump(), after.model_dump()
    return tuple(
        FieldChange(field=f"agent's {name.replace('_', ' ')}", before=shown(old[name]), after=shown(new[name]))
        for name in new
        if old[name] != new[name]
    )


def _extension(action: act.ExtendRun, view: RunView) -> tuple[FieldChange, ...]:
    """What bounds the run, and how far it will reach; a run that has ended goes on from what it has used."""
    run, lines = view.run, []
    if action.seconds is not None and run.budget_s is not None:
        begin_s = run.active_s if run.phase == "ended" else run.budget_s
        after = f"{round(begin_s + action.seconds, 1):g}"
        lines.append(FieldChange(field="seconds", before=f"{run.budget_s:g}", after=after))
    if action.trials is not None and run.budget_trials is not None:
        begin = view.trials_used() if run.phase == "ended" else run.budget_trials
        after = str(begin + action.trials)
        lines.append(FieldChange(field="trials", before=str(run.budget_trials), after=after))
    return tuple(lines)
