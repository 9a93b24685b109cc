"""When may the agent bring back what a human rejected? With new evidence, or where their words since ask for it."""

from __future__ import annotations

from cotune.model import action as act
from cotune.model.action import Action
from cotune.model.gate import Proposal, Rejection
from cotune.model.spec import SearchSpec
from cotune.model.view import RunView

TRIALS_OF_EVIDENCE = 20
MUCH_LESS = 0.5


def still_rejected(proposal: Proposal, view: RunView) -> Rejection | None:
    """The human's last no to what the agent brings back without new evidence; None when it may be asked."""
    if proposal.actor != "agent":
        return None
    last = next((r for r in reversed(view.rejections) if is_same_wish(r.action, proposal.action)), None)
    if last is None or _asked_since(last, proposal, view) or _is_news(last, view):
        return None
    return last


def missing_evidence(rejection: Rejection, view: RunView) -> str:
    """Why the rejection still holds, as a person would read it."""
    since = view.finished_trials() - rejection.finished_trials
    reason = f": {rejection.reason}" if rejection.reason else ""
    return (
        f"a human rejected this{reason}. Nothing new is known: no words of theirs since that ask for it, the same "
        f"search, {since} of the {TRIALS_OF_EVIDENCE} trials that would count"
    )


def is_same_wish(rejected: Action, proposed: Action) -> bool:
    """Whether it is the same request in other figures; one for at most half as much is another."""
    match rejected, proposed:
        case act.StartSearch(spec=old), act.StartSearch(spec=new):
            return _without_amounts(old) == _without_amounts(new) and not _is_much_less(old, new)
        case act.ExtendRun(), act.ExtendRun():
            return not _is_much_less(rejected, proposed)
        case act.Steer(), act.Steer():
            return (rejected.family, rejected.ranges) == (proposed.family, proposed.ranges)
        case _:
            return rejected.digest() == proposed.digest()


def _asked_since(last: Rejection, proposal: Proposal, view: RunView) -> bool:
    """Whether the person asks for it in words said after the no: any others bring nothing back."""
    return proposal.asked and any(line.who == "you" and line.seq > last.seq for line in view.chat)


def _is_news(last: Rejection, view: RunView) -> bool:
    enough = view.finished_trials() - last.finished_trials >= TRIALS_OF_EVIDENCE
    return enough or last.searched != view.spec


def _without_amounts(spec: SearchSpec) -> SearchSpec:
    return spec.having(seconds=1.0, trials=None, random_state=0, workers=None)


def _is_much_less(old: SearchSpec | act.ExtendRun, new: SearchSpec | act.ExtendRun) -> bool:
    pairs = ((old.seconds, new.seconds), (old.trials, new.trials))
    told = [(a, b) for a, b in pairs if a is not None or b is not None]
    return all(a is not None and b is not None and b <= MUCH_LESS * a for a, b in told)
