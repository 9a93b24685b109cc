"""Do the person's own words ask for what was drafted? Read by the planner's rules, whoever drafted it."""

from __future__ import annotations

import re

from cotune.agent.planner.asked_search import asks_for_more, asks_for_search
from cotune.agent.planner.families import families_in
from cotune.agent.planner.followup import control_calls, read_words
from cotune.agent.planner.orders import is_doubted, order_of
from cotune.agent.planner.trying import TRY
from cotune.model import action as act
from cotune.model.action import Action
from cotune.model.base import Scalar
from cotune.model.profile import TableProfile
from cotune.model.view import RunView

_TAKE_BACK = re.compile(
    r" (?:drop|remove|forget|withdraw|take back|cancel|undo|delete|without|no more) (?:\w+ ){0,3}"
    r"(?:hints?|steers?|focus) "
)


def asks_for(text: str, action: Action, view: RunView, profile: TableProfile) -> bool:
    """Whether `text` asks for this action in plain words: the same order, of the same family, with the same values.

    For a search it is enough that they want one: what it would change has rules of its own.
    """
    match action:
        case act.StartSearch():
            return asks_for_search(text, action, view, profile)
        case act.ExtendRun():
            return asks_for_more(text, action, view, profile)
        case act.PauseRun():
            return _orders("draft_pause", text, view)
        case act.ResumeRun():
            return _orders("draft_resume", text, view)
        case act.StopRun():
            return _orders("draft_stop", text, view)
        case act.BanFamily(family=family):
            return _orders("draft_ban", text, view, family=family)
        case act.UnbanFamily(family=family):
            return _orders("draft_unban", text, view, family=family)
        case act.Steer(family=family):
            return _orders("draft_steer", text, view, family=family)
        case act.Unsteer():
            return bool(_TAKE_BACK.search(read_words(text).text))
        case act.UseTrial(trial=trial):
            return _orders("draft_use", text, view, trial=trial)
        case act.EnqueueTrial(configuration=configuration):
            said = read_words(text).text
            named = configuration.family in families_in(said) and bool(TRY.search(said))
            return named and all(_is_said(value, text) for value in configuration.params.values())
        case _:
            return False


def _orders(tool: str, text: str, view: RunView, **wanted: object) -> bool:
    phase = "running" if view.run.phase != "none" else "none"
    calls = control_calls(text, {"run": {"phase": phase}, "banned_families": list(view.banned)})
    if calls and is_doubted(text, order_of(calls, text)):
        return False
    return any(n == tool and all(given.get(k) == v for k, v in wanted.items()) for n, given in calls)


def _is_said(value: Scalar, text: str) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value).casefold() in text.casefold()
    return any(float(number) == value for number in re.findall(r"\d+(?:\.\d+)?(?:[eE]-?\d+)?", text))
