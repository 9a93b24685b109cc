"""Do the person's own words ask for what was drafted? Read by the planner's rules, whoever drafted it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from cotune.agent.planner.asked_search import asks_for_more, asks_for_search, study_told
from cotune.agent.planner.commands import asks_back, leads
from cotune.agent.planner.families import families_in
from cotune.agent.planner.followup import control_calls, read_words
from cotune.agent.planner.orders import is_doubted, order_of
from cotune.agent.planner.questions import lookups
from cotune.agent.planner.refusing import refuses
from cotune.agent.planner.text import Phrase
from cotune.agent.planner.trying import SETTINGS, TRY, settings_of
from cotune.model import action as act
from cotune.model.action import Action
from cotune.model.base import Scalar
from cotune.model.profile import TableProfile
from cotune.model.space import Configuration
from cotune.model.spec import Range
from cotune.model.view import RunView
from cotune.model.words import Family

_TAKE_BACK = re.compile(
    r" (?:drop|remove|forget|withdraw|take back|cancel|undo|delete|without|no more) (?:\w+ ){0,3}(?:hints?|steers?"
    r"|focus) "
)
_PROBE = re.compile(
    r" (?:probe|(?:do|does|did) (?:you|it|the model) (?:already )?(?:know|remember|seen?) (?:my|this|the|our)) "
)
_NUMBER = re.compile(r"(?<= )\d+(?:\.\d+)?(?: e - ?\d+)?(?= )")
_TOLD = re.compile(r" (?:[,.;!?]|in|with|for|within|and (?!\d))(?: |$)")
"""What ends the numbers that are told of a setting."""


def asks_for(text: str, action: Action, view: RunView, profile: TableProfile) -> bool:
    """Whether `text` asks for this action in plain words: the same order, of the same family, with the same values.

    For a search it is enough that they want one: what it would change has rules of its own.
    """
    match action:
        case act.StartSearch():
            return asks_for_search(text, action, view, profile)
        case act.ExtendRun():
            return asks_for_more(text, action, view, profile)
        case act.Unsteer():
            said = read_words(text).text
            found = _TAKE_BACK.search(said)
            return found is not None and leads(said, found.start())
        case _:
            return not _looks_up(text, view, profile) and _orders_this(text, action, view, profile)


def _orders_this(text: str, action: Action, view: RunView, profile: TableProfile) -> bool:
    match action:
        case act.PauseRun():
            return _orders("draft_pause", text, view, profile)
        case act.ResumeRun():
            return _orders("draft_resume", text, view, profile)
        case act.StopRun():
            return _orders("draft_stop", text, view, profile)
        case act.BanFamily(family=family):
            return _orders("draft_ban", text, view, profile, family=family)
        case act.UnbanFamily(family=family):
            return _orders("draft_unban", text, view, profile, family=family)
        case act.Steer(family=family, ranges=ranges):
            return _orders("draft_steer", text, view, profile, family=family) and _are_said(ranges, text)
        case act.UnsealHoldout():
            return _orders("draft_unsealing", text, view, profile)
        case act.ProbeModel():
            return bool(_PROBE.search(read_words(text).text)) and not refuses(text)
        case act.UseTrial(trial=trial):
            return _orders("draft_use", text, view, profile, trial=trial)
        case act.EnqueueTrial(configuration=configuration):
            return _wants_tried(configuration, read_words(text))
        case _:
            return False


def _orders(tool: str, text: str, view: RunView, profile: TableProfile, **wanted: object) -> bool:
    state = study_told(view, profile)["study"]
    if state["run"]["phase"] not in ("none", "paused"):
        state["run"]["phase"] = "running"
    calls = control_calls(text, state)
    if calls and is_doubted(text, order_of(calls, text)):
        return False
    return any(n == tool and all(given.get(k) == v for k, v in wanted.items()) for n, given in calls)


def _looks_up(text: str, view: RunView, profile: TableProfile) -> bool:
    """Whether the planner takes it for a question about the search, which orders nothing."""
    return bool(lookups(text, study_told(view, profile)["study"]))


def _wants_tried(configuration: Configuration, phrase: Phrase) -> bool:
    tries = TRY.search(phrase.text)
    if tries is None or asks_back(phrase.text) or configuration.family not in families_in(phrase.text):
        return False
    said = settings_of(configuration.family, phrase)
    return all(
        said.get(name) == value or _is_told(configuration.family, name, (value,), phrase)
        for name, value in configuration.params.items()
    )


def _are_said(ranges: Iterable[Range], text: str) -> bool:
    """Whether the words give each range: its setting, and beside it every bound and choice."""
    phrase = read_words(text)
    return all(
        _is_told(r.family, r.name, [v for v in (r.low, r.high, *r.choices) if v is not None], phrase) for r in ranges
    )


def _is_told(family: Family, name: str, values: Iterable[Scalar], phrase: Phrase) -> bool:
    """Whether the words name this setting, and these values of it, next to each other."""
    called = [pattern for pattern, names in SETTINGS if family in names.get(name, ())]
    own = re.escape(name.lower()).replace("_", " _? ?")
    for match in re.finditer(rf" (?:{'|'.join([own, *called])})(?= )", phrase.text):
        end = _TOLD.search(phrase.text, match.end())
        told = f"{phrase.text[match.end() : end.start() if end else None]} "
        numbers = [float(n.replace(" ", "")) for n in _NUMBER.findall(told)]
        if all(_is_among(value, numbers, told) for value in values):
            return True
    return False


def _is_among(value: Scalar, numbers: list[float], words: str) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return f" {str(value).casefold().replace('_', ' _ ')} " in words
    return value in numbers
