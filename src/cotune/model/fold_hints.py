"""The fold of where people and the agent want the search to look: hints, bans, and trials that wait."""

from __future__ import annotations

from typing import assert_never

from cotune.model import event as ev
from cotune.model.fold_steps import changed, said
from cotune.model.space import Configuration
from cotune.model.view import ActiveSteer, ChatLine, RunView
from cotune.model.wording import FAMILY_NAMES
from cotune.model.words import Family

HintEvent = ev.Steered | ev.Unsteered | ev.TrialEnqueued | ev.TrialDropped | ev.FamilyBanned | ev.FamilyUnbanned


def take_hint(view: RunView, body: HintEvent, seq: int) -> RunView:
    match body:
        case ev.Steered():
            return changed(view, steers=(*view.steers, _steer(view, body)))
        case ev.Unsteered():
            return changed(view, steers=tuple(s for s in view.steers if s.id != body.id))
        case ev.TrialEnqueued():
            return changed(view, queued=(*view.queued, body.configuration), queued_by=(*view.queued_by, body.by))
        case ev.TrialDropped():
            text = f"A queued {FAMILY_NAMES[body.configuration.family]} is not tried again: {body.why}."
            return said(without_queued(view, body.configuration), ChatLine(seq=seq, who="cotune", text=text))
        case ev.FamilyBanned():
            banned = tuple(dict.fromkeys((*view.banned, body.family)))
            return _without_family(changed(view, banned=banned), body.family)
        case ev.FamilyUnbanned():
            return changed(view, banned=tuple(f for f in view.banned if f != body.family))
        case _:
            assert_never(body)


def without_queued(view: RunView, configuration: Configuration) -> RunView:
    """The first of the trials that wait for this configuration waits no longer."""
    if configuration not in view.queued:
        return view
    i = view.queued.index(configuration)
    return changed(
        view,
        queued=view.queued[:i] + view.queued[i + 1 :],
        queued_by=view.queued_by[:i] + view.queued_by[i + 1 :],
    )


def _steer(view: RunView, body: ev.Steered) -> ActiveSteer:
    trust = view.agent.trust if body.by == "agent" else 1.0
    return ActiveSteer(id=body.id, steer=body.steer, by=body.by, since_trial=len(view.trials), trust=trust)


def _without_family(view: RunView, family: Family) -> RunView:
    left = [(c, by) for c, by in zip(view.queued, view.queued_by, strict=True) if c.family != family]
    return changed(view, queued=tuple(c for c, _ in left), queued_by=tuple(by for _, by in left))
